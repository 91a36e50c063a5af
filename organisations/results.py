"""A list page: what was asked, what was found, and the addresses that lead on from it."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

from . import facets, search
from .counting import counts
from .models import SearchEntry, SearchMiss
from .understanding import MAX_TYPED, Understanding, closest, understand

PER_PAGE = 20
MISSES_A_DAY = 500
KEPT = timedelta(days=365)
# Facets so short that a value without entries is worth showing.
ALWAYS_WHOLE = (facets.DISTRICT, facets.KIND)
SORTS = ("relevanz", "name", "bestaetigt")
Kind = SearchEntry.Kind


@dataclass
class Request:
    """What the address says: words, choices, order and page. Everything else in it is passed over."""

    query: str
    choices: facets.Choices
    sort: str
    page: int

    @classmethod
    def of(cls, get, vocabulary):
        query = " ".join(get.get("q", "").replace("\0", " ").split())[:MAX_TYPED]
        sort = get.get("sort", "")
        default = SORTS[0] if query else SORTS[1]
        return cls(query, facets.choices(get, vocabulary), sort if sort in SORTS else default, page_number(get))


def page_number(get):
    """The wanted page; 1 for anything that is no page number."""
    text = get.get("seite", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1


class BeyondTheEnd(Exception):
    """A page was asked for that the list does not have."""


@dataclass
class Results:
    kind: int
    action: str
    request: Request
    version: int
    today: object = field(default_factory=timezone.localdate)
    hits: list = field(default_factory=list)

    @property
    def vocabulary(self):
        return facets.vocabulary(self.version)

    @cached_property
    def understanding(self):
        return understand(self.query) if self.query else Understanding([], [])

    @cached_property
    def answer(self):
        """The question and its counts: for all words if any entry has them all, else for some of them."""
        asked = self.understanding
        question = self.ask(asked.all_words, asked.favourites)
        found = counts(question, self.version)
        if len(asked.groups) > 1 and not found.total:
            question = self.ask(asked.some_words, asked.groups)
            found = counts(question, self.version)
        return question, found

    @property
    def question(self):
        return self.answer[0]

    @property
    def counts(self):
        return self.answer[1]

    def ask(self, words, favourites):
        # Words that nothing carries must find nothing, and not everything.
        words = "'#'" if self.query and not words else words
        return search.Question(self.kind, self.choices, self.today, words, self.understanding.very_words, favourites)

    @property
    def widened(self):
        return self.question.words != self.understanding.all_words and bool(self.total)

    @property
    def reachable(self):
        """How many hits pages lead to: an order by relevance knows only its candidates."""
        by_relevance = self.question.words and self.request.sort not in search.ORDER
        return min(self.total, search.RANKED) if by_relevance else self.total

    @cached_property
    def found(self):
        if self.request.page > self.page_count:
            raise BeyondTheEnd
        return search.hits(self.question, self.request.sort, PER_PAGE, (self.request.page - 1) * PER_PAGE)

    @property
    def query(self):
        return self.request.query

    @property
    def choices(self):
        return self.request.choices

    @property
    def total(self):
        return self.counts.total

    @property
    def total_capped(self):
        return self.counts.total_capped

    @property
    def corrected(self):
        return self.understanding.corrected

    @property
    def ignored(self):
        return self.understanding.ignored if self.total else []

    @property
    def heading_count(self):
        if self.kind == Kind.OFFER:
            return ngettext("%(n)s offer", "%(n)s offers", self.total) % {"n": self.number}
        return ngettext("%(n)s organisation", "%(n)s organisations", self.total) % {"n": self.number}

    @property
    def number(self):
        written = formats.number_format(self.total, force_grouping=True)
        return f"{written}+" if self.total_capped else written

    # Addresses

    def url(self, choices=None, sort=None, page=1, query=None):
        query = self.query if query is None else query
        choices = self.choices if choices is None else choices
        sort = sort or self.request.sort
        pairs = [("q", query)] * bool(query) + facets.parameters(choices, self.vocabulary)
        pairs += [("sort", sort)] * (sort != (SORTS[0] if query else SORTS[1])) + [("seite", page)] * (page > 1)
        return f"{self.action}?{urlencode(pairs)}" if pairs else self.action

    @property
    def clear_url(self):
        return self.url(facets.Choices())

    @property
    def sorts(self):
        labels = (gettext("Relevance"), gettext("Name"), gettext("Last confirmed"))
        options = zip(SORTS, labels, strict=True) if self.query else list(zip(SORTS, labels, strict=True))[1:]
        return [{"value": value, "label": label, "chosen": value == self.request.sort} for value, label in options]

    # Facets

    @property
    def groups(self):
        """The facets that can change something here, with their values; counts are true under the other choices."""
        shown = [self.group(group) for group in facets.GROUPS]
        return [group for group in [*shown, self.now_group] if any(v["count"] or v["chosen"] for v in group["values"])]

    def group(self, group):
        chosen = set(self.choices.of(group))
        values = [self.value(value, value.number in chosen) for value in self.offered(group)]
        values = [value for value in values if value["chosen"] or value["count"] or group in ALWAYS_WHOLE]
        if group is facets.LANGUAGE:
            values.sort(key=lambda value: -value["count"])
        return {"key": group.key, "title": group.title, "chosen_count": len(chosen), "values": values}

    def offered(self, group):
        """All values of the facet; of the quarters only those of the chosen districts, and what is chosen."""
        values = self.vocabulary.by_group[group.key]
        if group is not facets.QUARTER:
            return values
        districts = {self.vocabulary.by_number[number].code for number in self.choices.of(facets.DISTRICT)}
        return [value for value in values if value.parent in districts or value.number in self.choices.numbers]

    def value(self, value, chosen):
        return {
            "value": value.code,
            "label": value.label,
            "native": value.native if value.native != value.label else "",
            "count": self.counts.of(value.number),
            "count_capped": self.counts.of_group(value.group.key).capped,
            "chosen": chosen,
        }

    @property
    def now_group(self):
        value = {"value": "1", "label": facets.now_label(self.kind), "native": "", "chosen": self.choices.now}
        value |= {"count": self.counts.now, "count_capped": self.counts.of_group(facets.NOW).capped}
        return {"key": facets.NOW, "title": gettext("When"), "chosen_count": int(self.choices.now), "values": [value]}

    @property
    def chips(self):
        chips = []
        for number in self.choices.numbers:
            value = self.vocabulary.by_number[number]
            chips.append(
                {"label": value.label, "group": value.group.title, "url": self.url(self.choices.toggled(number))}
            )
        if self.choices.now:
            url = self.url(facets.Choices(self.choices.numbers))
            chips.append({"label": facets.now_label(self.kind), "group": gettext("When"), "url": url})
        return chips

    # Pages

    @property
    def page_count(self):
        return max(1, -(-self.reachable // PER_PAGE))

    @property
    def previous_url(self):
        return self.url(page=self.request.page - 1) if self.request.page > 1 else ""

    @property
    def next_url(self):
        return self.url(page=self.request.page + 1) if self.request.page < self.page_count else ""

    @property
    def pages(self):
        """First, last and the neighbours of the present page; a gap where pages are left out."""
        here, last = self.request.page, self.page_count
        if last == 1:
            return []
        wanted = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
        pages, previous = [], 0
        for number in wanted:
            if number > previous + 1:
                pages.append({"gap": True})
            pages.append({"number": number, "url": self.url(page=number), "current": number == here, "gap": False})
            previous = number
        return pages

    # Nothing found

    @cached_property
    def wider(self):
        """The same question without the choices of one facet, where that finds something; it is counted already."""
        titles = {group.key: group.title for group in facets.GROUPS} | {facets.NOW: facets.now_label(self.kind)}
        label = gettext("in any case: %(facet)s")
        return [
            {"label": label % {"facet": titles[key]}, "url": self.url(choices), "count": total}
            for key, choices in self.choices.others()
            if (total := self.counts.of_group(key).total)
        ]

    @cached_property
    def spellings(self):
        """Words of the directory that look like what was typed."""
        return [{"label": word, "url": self.url(query=word)} for word in closest(self.query)] if self.query else []


def note_misses(results):
    """Counts the words that no entry and no vocabulary knows; never digits or addresses, which may be somebody's."""
    ignored = [] if "@" in results.query else results.understanding.ignored
    unknown = [word.casefold() for word in ignored if len(word.casefold()) <= 40 and word.isalpha()]
    for word in unknown:
        note_miss(word, results.today)
    return bool(unknown)


def note_miss(word, day):
    """One more for the day; no more than fit on a day, and none older than a year."""
    if SearchMiss.objects.filter(word=word, day=day).update(times=F("times") + 1):
        return
    SearchMiss.objects.filter(day__lt=day - KEPT).delete()
    if SearchMiss.objects.filter(day=day).count() < MISSES_A_DAY:
        SearchMiss.objects.get_or_create(word=word, day=day)
