"""What each section of an entry says now, in one line, and what of it waits or was sent back."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from . import facts, sections, telling, translating

FIRST_HOURS = 3


@dataclass
class Row:
    """A line of the list of sections; `rest` follows the section's key in its address."""

    section: str
    title: str
    says: str = ""
    rest: str = ""
    language: str = ""
    waits: int = 0
    sent_back: int = 0
    outdated: int = 0
    rows: list = field(default_factory=list)


def rows(organisation, known, pending, refused):
    """A Row for each section; that of the translations has one for each language in it."""
    waits, back = places(pending), places((change.thing, change.field) for change in refused)
    for section in sections.SECTIONS:
        row = Row(section.key, section.title, line(section.key, known))
        if section.key == sections.TRANSLATIONS:
            row.rows = list(languages(organisation, known, pending, refused))
        else:
            row.waits = sum(number for (key, _rest), number in waits.items() if key == section.key)
            row.sent_back = sum(number for (key, _rest), number in back.items() if key == section.key)
        yield row


def places(keys):
    """How many of the keys belong to each place: (section, what follows it in the address)."""
    return Counter(sections.section_of(*key) for key in keys)


def languages(organisation, known, pending, refused):
    """A Row for each language in which there is something."""
    waits, back = places(pending), places((change.thing, change.field) for change in refused)
    keys = translating.outdated_keys(organisation)
    for code, name, _direction in translating.languages():
        texts = list(translating.texts(known, code, keys, pending))
        key = (sections.TRANSLATIONS, code)
        done = sum(bool(text.said) for text in texts)
        if done or key in waits or key in back:
            said = ngettext("%(done)s of %(n)s text", "%(done)s of %(n)s texts", len(texts))
            outdated = sum(text.outdated for text in texts)
            yield Row(key[0], name, said % {"done": done, "n": len(texts)}, code, code, waits[key], back[key], outdated)


def line(section, known):
    if section in sections.LISTS:
        return names(sections.LISTS[section], known)
    said = [telling.shown("", name, known[("", name)]) for name in SHOWN.get(section, ()) if known[("", name)]]
    if section == "oeffnungszeiten":
        rows = known[("", facts.OPENING_HOURS)]
        said = [*map(telling.hours, rows[:FIRST_HOURS]), *(["…"] if len(rows) > FIRST_HOURS else []), *said]
    return " · ".join(said)


SHOWN = {
    "name": ("name", "legal_form", "founded"),
    "texte": ("summary",),
    "themen": ("topics", "target_groups", "languages"),
    "ort": ("street", "city", "district"),
    "oeffnungszeiten": ("hours_note",),
    "internet": ("website",),
    "logo": ("logo_alt",),
}


def names(kind, known):
    things = sections.things(kind, known)
    found = [known[(thing, "title" if kind == "offer" else "role")] for thing in things]
    return " · ".join(name or gettext("without a name") for name in found)
