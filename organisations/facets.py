"""Facets: the choices by which a list is narrowed, their addresses, and their numbers in the search."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from .models import District, Language, Organisation, Quarter, SearchEntry, TargetGroup, Topic

SPAN = 10_000
# As many values of one facet as an address may choose.
MOST = 20


@dataclass(frozen=True)
class Group:
    """A facet: its name in the address, its title, and where its numbers begin."""

    key: str
    title: str
    start: int

    def number(self, id):
        return self.start + id

    def has(self, number):
        return self.start <= number < self.start + SPAN


LANGUAGE = Group("sprache", _("Language"), 1 * SPAN)
TOPIC = Group("thema", _("Topic"), 2 * SPAN)
TARGET_GROUP = Group("zielgruppe", _("For whom"), 3 * SPAN)
DISTRICT = Group("stadtteil", _("District"), 4 * SPAN)
QUARTER = Group("viertel", _("Quarter"), 5 * SPAN)
KIND = Group("art", _("Kind"), 6 * SPAN)
GROUPS = (LANGUAGE, TOPIC, TARGET_GROUP, DISTRICT, QUARTER, KIND)
# "Takes place now" depends on the day, so it is a question to the entry and no number.
NOW = "jetzt"
KINDS = list(Organisation.Kind)


def group_of(number):
    return GROUPS[number // SPAN - 1]


@dataclass(frozen=True)
class Value:
    """One value of a facet; `names` holds its label per language, German under ""; `parent` a quarter's district."""

    group: Group
    number: int
    code: str
    names: tuple
    native: str = ""
    parent: str = ""
    featured: bool = False

    @property
    def label(self):
        names = dict(self.names)
        return str(names.get(get_language()) or names[""])


class Vocabulary:
    """All facet values, by number and by group and code."""

    def __init__(self, values):
        self.by_number = {value.number: value for value in values}
        self.by_code = {(value.group.key, value.code): value for value in values}
        self.by_group = {group.key: [value for value in values if value.group is group] for group in GROUPS}

    def labels(self, group, ids):
        return [self.by_number[group.number(id)].label for id in ids]


@lru_cache(2)
def vocabulary(version):
    """The vocabulary of this version of the directory; each process reads it once."""
    return Vocabulary(
        [
            *terms(LANGUAGE, Language.objects.all()),
            *terms(TOPIC, Topic.objects.all()),
            *terms(TARGET_GROUP, TargetGroup.objects.all()),
            *places(DISTRICT, District.objects.defer("shape")),
            *places(QUARTER, Quarter.objects.defer("shape")),
            *(Value(KIND, KIND.number(n), kind.value, (("", kind.label),)) for n, kind in enumerate(KINDS)),
        ]
    )


def terms(group, queryset):
    for term in queryset:
        more = {name: getattr(term, name) for name in ("native", "featured") if hasattr(term, name)}
        yield Value(group, group.number(term.pk), term.code, names(term), **more)


def places(group, queryset):
    for place in queryset:
        parent = getattr(place, "district_id", "")
        yield Value(group, group.number(int(place.pk)), place.pk, names(place), parent=parent)


def names(thing):
    translated = {
        key.removeprefix("name_"): text for key, text in (thing.i18n or {}).items() if key.startswith("name_")
    }
    return (("", thing.name), *translated.items())


def organisation_numbers(organisation):
    """Facet numbers of the organisation itself; its offers add theirs (see indexing.py)."""
    yield KIND.number(KINDS.index(organisation.kind))
    yield from term_numbers(organisation)
    yield from place_numbers(organisation)


def place_numbers(organisation):
    """Whoever is in a quarter is in its district, whether or not that was entered too."""
    quarter = organisation.quarter
    if district := quarter.district_id if quarter else organisation.district_id:
        yield DISTRICT.number(int(district))
    if quarter:
        yield QUARTER.number(int(quarter.pk))


def term_numbers(thing):
    """Facet numbers of topics, target groups and languages, of an organisation or an offer."""
    yield from (LANGUAGE.number(term.pk) for term in thing.languages.all())
    yield from (TOPIC.number(term.pk) for term in thing.topics.all())
    yield from (TARGET_GROUP.number(term.pk) for term in thing.target_groups.all())


def lexeme(number):
    """The facet value as a word of the search document."""
    return f"#{number}"


@dataclass(frozen=True)
class Choices:
    """What somebody chose: facet numbers by group key, and whether it must take place now."""

    numbers: tuple = ()
    now: bool = False

    def of(self, group):
        return [number for number in self.numbers if group.has(number)]

    def without(self, group):
        return Choices(tuple(number for number in self.numbers if not group.has(number)), self.now)

    def toggled(self, number):
        """With this one taken away, or added."""
        kept = tuple(other for other in self.numbers if other != number)
        return Choices(kept if len(kept) < len(self.numbers) else (*self.numbers, number), self.now)

    @property
    def groups(self):
        return [group for group in GROUPS if self.of(group)]

    def others(self):
        """For each facet that is chosen from: its key, and the choices from the others."""
        yield from ((group.key, self.without(group)) for group in self.groups)
        if self.now:
            yield NOW, Choices(self.numbers)

    def __bool__(self):
        return bool(self.numbers or self.now)


def choices(query, words):
    """Reads the choices out of an address; values that do not exist (any more) are passed over."""
    found = (words.by_code.get((group.key, code)) for group in GROUPS for code in query.getlist(group.key)[:MOST])
    numbers = tuple(dict.fromkeys(value.number for value in found if value))
    return Choices(numbers, query.get(NOW) == "1")


def parameters(chosen, words):
    """The choices as pairs for an address, always in the same order."""
    pairs = [(words.by_number[number].group.key, words.by_number[number].code) for number in sorted(chosen.numbers)]
    return pairs + [(NOW, "1")] * chosen.now


def now_label(kind):
    return gettext("takes place now") if kind == SearchEntry.Kind.OFFER else gettext("with offers now")
