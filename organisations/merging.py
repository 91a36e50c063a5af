"""Two entries of the same organisation become one: the keeper takes over everything, the other one is kept as merged.

Nothing is lost. Deleted are only rows that the keeper has exactly so already, rows whose facts were joined with the
keeper's (an umbrella membership of both, the internal record, whoever speaks for both or asked to, a step towards
confirmation), a membership of one in the other, and the other's steps towards the keeper's next confirmation. What of
the other's fields is not taken stays with it, and the history keeps it all.
"""

from dataclasses import dataclass

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext

from . import indexing, references
from .models import (
    Contact,
    FreshnessStep,
    InternalRecord,
    JoinRequest,
    Membership,
    Offer,
    OpeningHours,
    Organisation,
    OrganisationMembership,
    Role,
)
from .references import Refused

State = Organisation.State
# Chosen together, by the first of them: half of it would be wrong, or show an address that was not meant to be shown.
TOGETHER = (
    ("street", "postcode", "city", "latitude", "longitude", "address_public"),
    ("district", "quarter"),
    ("register_number", "register_court"),
    ("logo", "logo_alt"),
    ("basis", "consent_on"),
    ("confirmed_on", "confirmed_by"),
)
OWN = {"id", "uuid", "slug", "i18n", "translated_from", "merged_into", "created_at", "changed_at", "name_key"}


@dataclass(frozen=True)
class Difference:
    """A field that the two entries fill differently, with both values as texts; `taken` proposes the other's.

    `language` is the code of a translation's language, else "".
    """

    name: str
    label: str
    keeper: str
    other: str
    taken: bool
    language: str = ""


def obstacle(keeper, other):
    """Why the two cannot be merged, else ""."""
    if keeper.pk == other.pk:
        return gettext("An entry cannot be merged with itself.")
    for entry in (keeper, other):
        if entry.state == State.MERGED:
            return gettext("“%(name)s” was merged with another entry already.") % {"name": entry}
        if entry.kind == Organisation.Kind.OFFICE:
            return gettext("“%(name)s” is the office itself, which the contact page needs.") % {"name": entry}
    return ""


def compare(keeper, other):
    """A list of Difference; filled beats empty, published beats any other state, else the keeper's is proposed."""
    return [*(difference(keeper, other, names) for names in differing(keeper, other)), *translations(keeper, other)]


def differing(keeper, other):
    return [names for names in units() if any(value(keeper, name) != value(other, name) for name in names)]


def units():
    """Names of fields, those together that are chosen together."""
    leading = {names[0]: names for names in TOGETHER}
    following = {name for names in TOGETHER for name in names[1:]}
    names = [field.name for field in Organisation._meta.concrete_fields if field.name not in OWN | following]
    return [leading.get(name, (name,)) for name in names]


def value(entry, name):
    return Organisation._meta.get_field(name).value_from_object(entry)


def difference(keeper, other, names):
    label = str(capfirst(Organisation._meta.get_field(names[0]).verbose_name))
    return Difference(names[0], label, told(keeper, names), told(other, names), is_better(other, keeper, names))


def is_better(one, other, names):
    """Whether it alone has the first of these fields filled, or says what the other one says and more."""
    leads = is_filled(one, names[0]) and not is_filled(other, names[0])
    return leads or all(value(one, name) == value(other, name) for name in names if is_filled(other, name))


def is_filled(entry, name):
    return entry.state == State.PUBLISHED if name == "state" else value(entry, name) not in references.EMPTY


def told(entry, names):
    """The values as a text; of those that are only yes or no with what it is."""
    first, *others = map(Organisation._meta.get_field, names)
    texts = [shown(entry, first)]
    for field in others:
        text = shown(entry, field)
        texts.append(f"{field.verbose_name}: {text}" if text and isinstance(field, models.BooleanField) else text)
    return ", ".join(filter(None, texts))


def shown(thing, field):
    found = getattr(thing, field.name)
    if isinstance(found, bool):
        return gettext("yes") if found else gettext("no")
    if not found:
        return ""
    if isinstance(field, models.FileField):
        return gettext("a picture")
    if field.choices:
        return str(getattr(thing, f"get_{field.name}_display")())
    if isinstance(field, models.DateField):
        return date_format(found, "SHORT_DATE_FORMAT")
    return ", ".join(found) if isinstance(found, list) else str(found)


def translations(keeper, other):
    mine, theirs = keeper.i18n or {}, other.i18n or {}
    for key in sorted({*mine, *theirs}):
        texts = mine.get(key) or "", theirs.get(key) or ""
        if texts[0] != texts[1]:
            name, _separator, language = key.rpartition("_")
            yield Difference(key, translated_label(name, language), *texts, not texts[0], language)


def translated_label(name, language):
    label = capfirst(Organisation._meta.get_field(name).verbose_name)
    return f"{label} ({get_language_info(language)['name_translated']})"


def moving(keeper, other):
    """What will be handed over to the keeper, as a list of references.Moving."""
    return references.overview(other, keeper, RULES)


@transaction.atomic
def merge(keeper, other, chosen, user):
    """Merges `other` into `keeper`, which takes the `chosen` of the other's fields (names as in `compare`).

    Both rows are locked, and those merged into the other one before, always in the same order. Returns the keeper.
    """
    keeper, other = locked(keeper, other)
    if why := obstacle(keeper, other):
        raise Refused(why)
    with pghistory.context(user=user.pk, merged=other.pk, into=keeper.pk):
        take(keeper, other, chosen)
        within = Q(umbrella__in=(keeper, other), member__in=(keeper, other))
        OrganisationMembership.objects.filter(within).delete()
        place_behind(keeper, other)
        # The keeper's people were not asked by them, and it must not be hidden for want of an answer.
        other.freshness_steps.filter(confirmed_on=keeper.confirmed_on).delete()
        references.hand_over(other, keeper, RULES)
        retire(other, keeper)
    indexing.index([keeper.pk, other.pk])
    return keeper


def locked(keeper, other):
    pair = Q(pk__in=(keeper.pk, other.pk))
    found = Organisation.objects.select_for_update().filter(pair | Q(merged_into=other.pk)).order_by("pk")
    rows = {row.pk: row for row in found}
    return rows[keeper.pk], rows[other.pk]


def take(keeper, other, chosen):
    names = [name for unit in units() if unit[0] in chosen for name in unit]
    for field in map(Organisation._meta.get_field, names):
        setattr(keeper, field.attname, field.get_prep_value(value(other, field.name)))
    if texts := {key: (other.i18n or {}).get(key) for key in chosen if is_translation(key)}:
        keeper.i18n = {key: text for key, text in {**(keeper.i18n or {}), **texts}.items() if text}
        names.append("i18n")
    check(keeper)
    keeper.save(update_fields=[*names, "changed_at"])


def is_translation(name):
    return name.rpartition("_")[0] in Organisation._meta.get_field("i18n").fields


def check(keeper):
    try:
        keeper.clean()
        keeper.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


def place_behind(keeper, other):
    """The other's contacts come after the keeper's."""
    last = keeper.contacts.aggregate(last=Max("position"))["last"]
    if last is not None:
        other.contacts.update(position=F("position") + last + 1)


def retire(other, keeper):
    """The other one's address leads to the keeper from now on."""
    address, other.slug = other.slug, f"zusammengelegt-{other.uuid}"
    other.state, other.merged_into = State.MERGED, keeper
    other.save(update_fields=["slug", "state", "merged_into", "changed_at"])
    keeper.keep_address(address)


def widen(membership, twin):
    """From the first day that is known to the last; without a last day it lasts."""
    twin.since = min(filter(None, (membership.since, twin.since)), default=None)
    twin.until = max(membership.until, twin.until) if membership.until and twin.until else None
    twin.save(update_fields=["since", "until"])


def join(record, twin):
    """Texts are joined; of anything else that differs the keeper's stays, and its notes tell the other."""
    lines = []
    for field in record._meta.concrete_fields:
        mine, theirs = getattr(twin, field.attname), getattr(record, field.attname)
        if field.unique or not theirs or theirs == mine:
            continue
        if not mine:
            setattr(twin, field.attname, theirs)
        elif isinstance(field, models.TextField):
            setattr(twin, field.attname, f"{mine}\n\n{theirs}")
        else:
            lines.append(f"{capfirst(field.verbose_name)} ({record.organisation}): {shown(record, field)}")
    twin.notes = "\n\n".join(filter(None, [twin.notes, *lines]))
    twin.save()


def speak(membership, twin):
    """Whoever speaks for both does so since the first day, and signs if they signed for one of them."""
    twin.since, twin.role = min(membership.since, twin.since), higher(membership, twin)
    twin.save(update_fields=["since", "role"])


def ask(request, twin):
    """Two open requests of one person become one."""
    twin.role, twin.message = higher(request, twin), f"{twin.message}\n\n{request.message}"
    twin.save(update_fields=["role", "message"])


def higher(one, other):
    return Role.SIGNATORY if Role.SIGNATORY in (one.role, other.role) else Role.EDITOR


def count_mails(step, twin):
    """The same step of the same round was done when it was done first."""
    twin.on, twin.mails = min(step.on, twin.on), step.mails + twin.mails
    twin.save(update_fields=["on", "mails"])


RULES = references.Rules(
    kept_once=(Contact, Offer, OpeningHours),
    of_no_weight=("position", "translated_from"),
    joined={
        OrganisationMembership: widen,
        InternalRecord: join,
        Membership: speak,
        JoinRequest: ask,
        FreshnessStep: count_mails,
    },
)
