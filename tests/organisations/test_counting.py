"""Counts beside the facets are true under the other choices: compared with counting by hand."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from organisations import counting, facets, indexing, search
from organisations.facets import Choices
from organisations.models import DirectoryVersion, District, Language, Offer, Organisation, Quarter, TargetGroup, Topic
from organisations.results import PER_PAGE, Request, Results
from tests.factories import make_offer, make_organisation

pytestmark = pytest.mark.django_db
WORDS = ("", "qwimpel", "zwabbel")
ORGANISATION, OFFER = 1, 2
MODELS = {"sprache": Language, "thema": Topic, "zielgruppe": TargetGroup, "stadtteil": District, "viertel": Quarter}
DAYS = (None, -40, -1, 0, 1, 40)


@dataclass
class Row:
    """An entry as counting by hand sees it: what it is, its values as (facet, code), whether it takes place today."""

    kind: int
    id: int
    values: set
    now: bool
    words: set

    def answers(self, chosen, now, words):
        groups = {key for key, _code in chosen}
        fits = all(any(pair in self.values for pair in chosen if pair[0] == key) for key in groups)
        return fits and (self.now or not now) and set(words.split()) <= self.words


class Crowd(list):
    """Too many rows to be printed when a test fails."""

    __repr__ = object.__repr__


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """Sixty organisations and their offers by chance, always the same; the rows for counting by hand."""
    with django_db_blocker.unblock(), transaction.atomic():
        random = Random("Zufall")
        Organisation.objects.all().delete()
        for number in range(60):
            invent(random, number)
        indexing.index(Organisation.objects.values_list("pk", flat=True))
        yield Crowd(row for organisation in Organisation.objects.published() for row in by_hand(organisation))
        transaction.set_rollback(True)


def draw(random, model, most):
    return random.sample(list(model.objects.all()[:6]), random.randint(0, most))


def terms(random, most=3):
    return {
        "topics": draw(random, Topic, most),
        "target_groups": draw(random, TargetGroup, most),
        "languages": draw(random, Language, most),
    }


def invent(random, number):
    today = timezone.localdate()
    quarter = random.choice([None, *Quarter.objects.all()[:12]])
    organisation = make_organisation(
        index=False,
        name=" ".join(["Verein", *random.sample(WORDS[1:], random.randint(0, 2))]),
        kind=random.choice(list(Organisation.Kind)),
        state="published" if number % 10 else "hidden",
        quarter=quarter,
        district=quarter.district if quarter else random.choice([None, *District.objects.all()[:3]]),
        **terms(random),
    )
    for _offer in range(random.randint(0, 3)):
        begins, ends = sorted(random.choices(DAYS, k=2), key=lambda day: day or 0)
        days = [None if day is None else today + timedelta(days=day) for day in (begins, ends)]
        make_offer(organisation, index=False, active_from=days[0], active_to=days[1], **terms(random, 2))


def term_values(thing):
    return {
        *(("sprache", term.code) for term in thing.languages.all()),
        *(("thema", term.code) for term in thing.topics.all()),
        *(("zielgruppe", term.code) for term in thing.target_groups.all()),
    }


def by_hand(organisation):
    today, words = timezone.localdate(), set(organisation.name.split())
    around = {("art", organisation.kind)}
    around |= {("stadtteil", organisation.district_id)} if organisation.district_id else set()
    around |= {("viertel", organisation.quarter_id)} if organisation.quarter_id else set()
    offers = [offer for offer in organisation.offers.all() if not offer.active_to or offer.active_to >= today]
    now = [not offer.active_from or offer.active_from <= today for offer in offers]
    own, offered = term_values(organisation), [term_values(offer) for offer in offers]
    yield Row(ORGANISATION, organisation.pk, own.union(around, *offered), any(now), words)
    spoken = {value for value in own if value[0] == "sprache"}
    for offer, values, is_now in zip(offers, offered, now, strict=True):
        inherited = set() if any(key == "sprache" for key, _code in values) else spoken
        yield Row(OFFER, offer.pk, values | around | inherited, is_now, words)


def results(kind, chosen=(), now=False, words="", sort="name", page=1):
    version = DirectoryVersion.current()
    vocabulary = facets.vocabulary(version)
    numbers = tuple(dict.fromkeys(vocabulary.by_code[pair].number for pair in chosen))
    return Results(kind, "/", Request(words, Choices(numbers, now), sort, page), version)


def counted(found):
    """Every count of the page as {(facet, code): n}, with the total and "now"."""
    values = {(value.group.key, value.code): found.counts.of(n) for n, value in found.vocabulary.by_number.items()}
    return {pair: n for pair, n in values.items() if n} | {"total": found.total, "now": found.counts.now}


def expected(rows, chosen, now, words):
    counts = Counter()
    for key in (*(group.key for group in facets.GROUPS), "now", "total"):
        others = [pair for pair in chosen if pair[0] != key]
        left = [row for row in rows if row.answers(others, now and key != "now", words)]
        counts.update(pair for row in left for pair in row.values if pair[0] == key)
        counts.update({"now": sum(row.now for row in left), "total": 0} if key == "now" else {})
        counts.update({"total": len(left)} if key == "total" else {})
    return {pair: n for pair, n in counts.items() if n or pair in ("now", "total")}


def all_pages(ask):
    """What the pages lead to, one after the other."""
    first = ask(page=1)
    return [hit for page in range(1, first.page_count + 1) for hit in ask(page=page).found]


def ids(hits, kind):
    return [hit.offer_id if kind == OFFER else hit.organisation_id for hit in hits]


CODES = st.sampled_from(
    [("sprache", code) for code in ("de", "en", "tr", "ar")]
    + [("thema", code) for code in ("education", "language", "women")]
    + [("zielgruppe", code) for code in ("children", "women")]
    + [("stadtteil", code) for code in ("100", "200", "900")]
    + [("viertel", code) for code in ("110", "120", "210")]
    + [("art", code) for code in ("association", "office")]
)
QUESTIONS = {
    "kind": st.sampled_from([ORGANISATION, OFFER]),
    "chosen": st.lists(CODES, max_size=5, unique=True),
    "now": st.booleans(),
    "words": st.sampled_from(WORDS),
}


def test_the_crowd_has_something_of_everything(crowd):
    """Guards the tests below against counting nothing."""
    assert Counter(row.kind for row in crowd)[ORGANISATION] == 54
    assert {row.now for row in crowd if row.kind == OFFER} == {True, False}
    assert Offer.objects.count() > sum(row.kind == OFFER for row in crowd) > 30


@given(**QUESTIONS)
@hypothesis_settings(max_examples=100)
def test_counts_are_true_under_the_other_choices(crowd, kind, chosen, now, words):
    rows = [row for row in crowd if row.kind == kind]
    assert counted(results(kind, chosen, now, words)) == expected(rows, chosen, now, words)


@given(sort=st.sampled_from(["name", "bestaetigt", "relevanz"]), **QUESTIONS)
@hypothesis_settings(max_examples=40)
def test_the_pages_lead_to_every_hit_once(crowd, kind, chosen, now, words, sort):
    found = ids(all_pages(lambda page: results(kind, chosen, now, words, sort, page)), kind)
    wanted = [row.id for row in crowd if row.kind == kind and row.answers(chosen, now, words)]
    assert sorted(found) == sorted(wanted)


@given(**QUESTIONS)
@hypothesis_settings(max_examples=40)
def test_where_counting_stops_early_a_number_is_true_or_marked_as_more(crowd, kind, chosen, now, words):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "COUNTED", 7)
        found = results(kind, chosen, now, words)
        shown = {(g["key"], v["value"]): (v["count"], v["count_capped"]) for g in found.groups for v in g["values"]}
    true = expected([row for row in crowd if row.kind == kind], chosen, now, words)
    true[facets.NOW, "1"] = true["now"]
    assert {pair for pair, (n, more) in shown.items() if n > true.get(pair, 0)} == set()
    assert {pair for pair, (n, more) in shown.items() if n != true.get(pair, 0) and not more} == set()


def test_a_long_list_says_that_there_are_more(crowd, monkeypatch):
    monkeypatch.setattr(counting, "COUNTED", 7)
    found = results(ORGANISATION, words="qwimpel")
    assert (found.total, found.total_capped, found.heading_count) == (7, True, "7+ Organisationen")


def test_the_whole_list_is_counted_exactly_however_long(crowd, monkeypatch):
    monkeypatch.setattr(counting, "COUNTED", 7)
    found = results(ORGANISATION)
    assert (found.total, found.total_capped, found.heading_count) == (54, False, "54 Organisationen")


def test_pages_by_relevance_end_with_the_candidates_that_were_ranked(crowd, monkeypatch):
    monkeypatch.setattr(search, "RANKED", PER_PAGE + 3)
    hits = all_pages(lambda page: results(ORGANISATION, words="qwimpel", sort="relevanz", page=page))
    everything = results(ORGANISATION, words="qwimpel", sort="name").total
    assert len(hits) == len({hit.organisation_id for hit in hits}) == PER_PAGE + 3 < everything


def test_the_whole_list_is_counted_once_per_version(crowd, django_assert_num_queries):
    assert results(ORGANISATION).total == 54
    with django_assert_num_queries(1):
        assert results(ORGANISATION).total == 54
