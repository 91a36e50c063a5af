"""The sections in which an association's people edit their entry, and where in them each fact is found."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import facts

TRANSLATIONS = "uebersetzungen"
LISTS = {"kontakte": "contact", "angebote": "offer"}
NEW = "neu"


@dataclass(frozen=True)
class Section:
    """`key` stands in the address; `fields` are those of the organisation itself."""

    key: str
    title: str
    fields: tuple = ()


SECTIONS = (
    Section(
        "name",
        _("Name and legal form"),
        (
            *("name", "short_name", "native_name", "department", "legal_form"),
            *("founded", "register_court", "register_number"),
        ),
    ),
    Section("texte", _("Texts"), ("summary", "description", "community")),
    Section("themen", _("Topics, target groups, languages"), ("topics", "target_groups", "languages")),
    Section(
        "ort",
        _("Place and access"),
        (
            *("address_public", "street", "postcode", "city", "district", "quarter", "rooms"),
            *("step_free", "accessible_toilet", "hearing_loop", "access_note"),
        ),
    ),
    Section("oeffnungszeiten", _("Opening hours"), (facts.OPENING_HOURS, "hours_note")),
    Section("kontakte", _("Contacts")),
    Section("angebote", _("Offers")),
    Section("internet", _("On the web"), ("website", "social_links")),
    Section("logo", _("Logo"), ("logo", "logo_alt")),
    Section(TRANSLATIONS, _("Translations")),
)
BY_KEY = {section.key: section for section in SECTIONS}


def section_of(thing, name):
    """The key of the section in which this fact is edited, and what follows it in the address, or ""."""
    language = facts.split(thing, name)[1] if name and name != facts.OPENING_HOURS else ""
    if language:
        return TRANSLATIONS, language
    if thing:
        return list_of(facts.kind_of(thing)), key_of(thing)
    return next(section.key for section in SECTIONS if name in section.fields), ""


def list_of(kind):
    return next(key for key, found in LISTS.items() if found == kind)


def key_of(thing):
    """What stands for a part in addresses: nothing that counts the rows of the database."""
    kind, key = thing.split(":", 1)
    if facts.is_new(thing):
        return key.removeprefix("new-")
    return salted_hmac("organisations.parts", thing).hexdigest()[:12] if kind == "contact" else key


def things(kind, known):
    """The parts of this kind among the facts, in their order."""
    return list(dict.fromkeys(thing for thing, _name in known if thing and facts.kind_of(thing) == kind))


def thing_of(kind, key, known):
    """The part behind what stands in the address, or None; `known` are facts or keys of facts."""
    return next((thing for thing in things(kind, known) if key_of(thing) == key), None)
