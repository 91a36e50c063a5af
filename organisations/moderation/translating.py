"""The texts of an entry beside their translations into one language."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info, gettext

from darmstadt_mso.lib.translated import direction, outdated

from .. import translated
from . import facts, proposing, telling


@dataclass
class Text:
    """A German text and what it says in another language; `outdated`: the German one has changed since."""

    thing: str
    name: str
    language: str
    german: str
    said: str
    outdated: bool

    @property
    def key(self):
        return self.thing, f"{self.name}_{self.language}"

    @property
    def german_key(self):
        return self.thing, self.name

    @property
    def own_label(self):
        """With the language: "Description (Turkish)"."""
        return telling.label(*self.key)

    @property
    def label(self):
        return telling.label(self.thing, self.name)


class Note(Text):
    """A note on opening hours, whose translations are kept with the times."""

    own_label = label = property(lambda self: f"{gettext('Opening hours')}: {gettext('note')}")


def notes(rows, language):
    """Each note once, though it may stand at several times."""
    found = {}
    for row in rows:
        if row["note"]:
            said = row.get("i18n", {}).get(f"note_{language}", "")
            found.setdefault(row["note"], Note("", facts.OPENING_HOURS, language, row["note"], said, False))
    return list(found.values())


def with_notes(rows, language, said):
    """The opening hours with these translations, {German note: translation}."""
    return [with_note(row, f"note_{language}", said[row["note"]]) if row["note"] in said else row for row in rows]


def with_note(row, key, translation):
    texts = {name: text for name, text in (row.get("i18n", {}) | {key: translation}).items() if text}
    bare = {name: value for name, value in row.items() if name != "i18n"}
    return bare | ({"i18n": texts} if texts else {})


def languages():
    """(code, name of the language in itself, direction), in the order of the settings."""
    for code in settings.MODELTRANS_AVAILABLE_LANGUAGES:
        yield code, get_language_info(code)["name_local"], direction(code)


def texts(known, language, outdated, waiting=()):
    """Every text that can be translated or is; `known` are the facts as they are wanted, the rest keys."""
    outdated = outdated - set(waiting)
    for (thing, name), german in known.items():
        key = (thing, f"{name}_{language}")
        if key in known and (german or known[key]):
            yield Text(thing, name, language, german, known[key], key in outdated and (thing, name) not in waiting)


def gone(base, known, language):
    """The texts that a form showed and that are no longer there, because their part was taken away or published."""
    for (thing, name), said in base.items():
        text, code = facts.split(thing, name)
        if code == language and (thing, name) not in known:
            yield Text(thing, text, language, base.get((thing, text), ""), said, False)


def outdated_keys(organisation):
    """The keys of all published translations whose German text has changed since."""
    things = [("", organisation), *facts.parts(organisation)]
    return {(thing, name) for thing, part in things for name in outdated(part)}


def can_be_ticked(organisation, text):
    """A fact whose translation is outdated is shown in German; who may not publish it cannot put it back unseen."""
    is_fact = text.name in translated.FACTS.get(facts.model_of(text.thing), ())
    return text.outdated and (not is_fact or proposing.is_at_once(organisation, text.key))


def groups(texts, known):
    """(heading, texts) for the organisation itself and for each of its parts."""
    found = {}
    for text in texts:
        found.setdefault(text.thing, []).append(text)
    return [(heading(thing, known), own) for thing, own in found.items()]


def heading(thing, known):
    if not thing:
        return gettext("The association")
    return telling.thing_label(thing, known.get((thing, "title")) or known.get((thing, "role")) or "")


def still_right(organisation, keys):
    """Notes of translations, by key, that they fit the present German text."""
    for thing in {thing for thing, _name in keys}:
        if part := facts.find(organisation, thing):
            translated.still_right(part, [name for other, name in keys if other == thing])
