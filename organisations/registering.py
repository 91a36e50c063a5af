"""A person registers an association that the directory does not have; the office approves it or not."""

from contextlib import suppress
from hashlib import sha256
from itertools import count
from json import dumps

from anyascii import anyascii
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from . import duplicates, indexing
from .models import Contact, FormerSlug, JoinRequest, Organisation, User
from .moderation.facts import read
from .permissions import UNPUBLISHED

SOURCE = "Anmeldung im Portal"
CONTACT = "Verein"  # in German, as everything that is not translated
MOST_LIKELY = 20
MOST_OPEN = 5
ADDRESS_LENGTH = 100
State = Organisation.State


class TooMany(Exception):
    """So many registrations of one person wait already."""


class Unseen(Exception):
    """The entry is not as it was shown to whoever wants to publish it."""


def likely(facts):
    """[(organisation, [reason, …]), …] that everybody may see; `facts` are a duplicates.Facts."""
    found = duplicates.likely_for_facts(facts, MOST_LIKELY)
    return [(one, why) for one, why in found if one.is_public][: duplicates.LIMIT]


@transaction.atomic
def register(user, entry, contact, role, message):
    """Saves the `entry` and the request of whoever registers it; the same once more is taken for a second click."""
    User.objects.select_for_update().get(pk=user.pk)
    waiting = JoinRequest.objects.open().filter(user=user, registers=True).select_related("organisation")
    if same := next((one for one in waiting if one.organisation.name == entry.name), None):
        return same
    if len(waiting) >= MOST_OPEN:
        raise TooMany
    prepare(entry)
    save(entry)
    Contact.objects.create(organisation=entry, role=CONTACT, public=True, **contact)
    indexing.index([entry.pk])
    return JoinRequest.objects.create(organisation=entry, user=user, role=role, message=message, registers=True)


def prepare(entry):
    entry.state, entry.source = State.PENDING, SOURCE
    entry.basis, entry.consent_on = Organisation.Basis.CONSENT, timezone.localdate()


def save(entry):
    """Under a free address; whoever takes the same one in this moment is given way to."""
    with suppress(IntegrityError), transaction.atomic():
        entry.slug = free_slug(entry.name)
        return entry.save()
    entry.slug = free_slug(entry.name)
    return entry.save()


def free_slug(name):
    """An address made from the name that no entry has or had."""
    words = slugify(anyascii(name.replace("e.V.", "")))[:ADDRESS_LENGTH]
    wanted = words.strip("-") or "verein"
    like = Q(slug=wanted) | Q(slug__startswith=f"{wanted}-")
    taken = {one.slug for model in (Organisation, FormerSlug) for one in model.objects.filter(like).only("slug")}
    return next(slug for number in count(1) if (slug := numbered(wanted, number)) not in taken)


def numbered(slug, number):
    return slug if number == 1 else f"{slug}-{number}"


def is_new(request):
    """Whether it registers an entry that the office has not decided on by another way."""
    return request.registers and request.organisation.state in UNPUBLISHED


def fingerprint(entry):
    """Of what residents would read; whoever registered it may still change it while the office reads."""
    found = [[*key, value] for key, value in sorted(read(entry).items())]
    return sha256(dumps(found, sort_keys=True).encode()).hexdigest()[:32]


@transaction.atomic
def publish(request, seen):
    """The entry becomes public; what was told with it counts as confirmed on that day.

    `seen` is the `fingerprint` of what was shown; raises Unseen if it has changed since.
    """
    entry = Organisation.objects.select_for_update().get(pk=request.organisation_id)
    if entry.state not in UNPUBLISHED:
        return
    if seen != fingerprint(entry):
        raise Unseen
    entry.state = State.PUBLISHED
    if not entry.confirmed_on:
        entry.confirmed_on, entry.confirmed_by = timezone.localdate(request.created_at), request.user
    entry.save(update_fields=["state", "confirmed_on", "confirmed_by", "changed_at"])
    indexing.index([entry.pk])


@transaction.atomic
def give_up(request):
    """The entry stays out of the directory, unless the office has published it meanwhile."""
    unpublished = Organisation.objects.filter(pk=request.organisation_id, state__in=UNPUBLISHED)
    if unpublished.update(state=State.HIDDEN, changed_at=timezone.now()):
        indexing.index([request.organisation_id])
