"""The list pages: what was asked, what was found, and where the links lead."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from organisations import facets
from organisations.facets import Choices
from organisations.models import DirectoryVersion, Language, Organisation, SearchMiss, Topic
from organisations.results import Request, Results
from tests.factories import make_offer, make_organisation
from tests.pages import by_class, counts, hits, links, text, tree

pytestmark = pytest.mark.django_db
LIST = "/organisationen/"


@pytest.fixture
def directory():
    """Three associations that differ in language, topic and place."""
    Organisation.objects.all().delete()
    language = {language.code: language for language in Language.objects.all()}
    topic = {topic.code: topic for topic in Topic.objects.all()}
    make_organisation(name="Anisverein", languages=[language["tr"]], topics=[topic["sport"]], district_id="100")
    make_organisation(name="Birnenverein", languages=[language["tr"], language["ar"]], district_id="200")
    make_organisation(name="Citrusverein", languages=[language["ar"]], topics=[topic["sport"]], district_id="100")


def asked(address):
    return Request.of(QueryDict(address), facets.vocabulary(DirectoryVersion.current()))


def results(address, kind=1):
    return Results(kind, LIST, asked(address), DirectoryVersion.current())


def hrefs(page, name):
    return [href for found in by_class(page, name) for _text, href in links(found)]


@pytest.mark.parametrize(
    "address, page",
    [("", 1), ("seite=2", 2), ("seite=abc", 1), ("seite=0", 1), ("seite=-1", 1), ("seite=٣", 1), ("seite=²", 1)]
    + [("seite=1.5", 1), ("seite=", 1), ("seite=0002", 2), ("seite=99999999999999999999", 1), ("seite=2&seite=x", 1)],
)
def test_a_page_that_is_no_number_is_the_first(address, page):
    assert asked(address).page == page


@pytest.mark.parametrize(
    "address, sort",
    [("", "name"), ("q=sport", "relevanz"), ("q=sport&sort=name", "name"), ("sort=bestaetigt", "bestaetigt")]
    + [("sort=unsinn", "name"), ("q=sport&sort=unsinn", "relevanz"), ("sort=name_key;--", "name")],
)
def test_the_order_is_by_relevance_with_words_and_by_name_without(address, sort):
    assert asked(address).sort == sort


@pytest.mark.parametrize(
    "typed, query",
    [("  viel%20%20%0A Luft ", "viel Luft"), ("a%00b", "a b"), ("a" * 300, "a" * 200), ("%FF", "\ufffd")],
)
def test_what_is_typed_is_one_line_of_limited_length(typed, query):
    assert asked(f"q={typed}").query == query


def test_everything_that_was_chosen_is_in_the_address(directory, client):
    page = tree(client.get(f"{LIST}?q=verein&sprache=tr&sprache=ar&thema=sport&sort=name"))
    assert hrefs(page, "languages")[0] == f"{LIST}?q=verein&sprache=tr&sprache=ar&thema=sport&sort=name"
    fields = [field for field in page.iter("input") if field.get("form") == "search" or field.get("id") == "q"]
    ticked = [(field.get("name"), field.get("value")) for field in fields if "checked" in field.attrib]
    assert ticked == [("sprache", "tr"), ("sprache", "ar"), ("thema", "sport")]
    assert [field.get("value") for field in fields if field.get("name") == "q"] == ["verein"]


def test_values_of_one_facet_widen_and_other_facets_narrow(directory, client):
    assert hits(client.get(f"{LIST}?sprache=ar")) == ["Birnenverein", "Citrusverein"]
    assert hits(client.get(f"{LIST}?sprache=ar&sprache=tr")) == ["Anisverein", "Birnenverein", "Citrusverein"]
    assert hits(client.get(f"{LIST}?sprache=ar&thema=sport")) == ["Citrusverein"]


def test_the_page_shows_counts_that_are_true_under_the_other_choices(directory, client):
    page = tree(client.get(f"{LIST}?sprache=ar&thema=sport"))
    assert counts(page, "sprache") == {"tr": 1, "ar": 1}
    assert counts(page, "thema") == {"sport": 1}
    assert {code: n for code, n in counts(page, "stadtteil").items() if n} == {"100": 1}


def test_a_chip_takes_away_its_own_choice_only(directory, client):
    page = tree(client.get(f"{LIST}?q=verein&sprache=ar&thema=sport&jetzt=1"))
    assert hrefs(page, "chips") == [
        f"{LIST}?q=verein&thema=sport&jetzt=1",
        f"{LIST}?q=verein&sprache=ar&jetzt=1",
        f"{LIST}?q=verein&sprache=ar&thema=sport",
        f"{LIST}?q=verein",
    ]


def test_a_chip_says_what_it_removes(directory, client):
    (chips,) = by_class(tree(client.get(f"{LIST}?sprache=ar")), "chips")
    assert [label for label, _href in links(chips)] == ["Entfernen: Sprache: Arabisch", "Alle entfernen"]


def test_without_choices_there_are_no_chips(directory, client):
    assert by_class(tree(client.get(LIST)), "chips") == []


def test_quarters_are_offered_within_a_chosen_district(directory, client):
    organisation = make_organisation(name="Dattelverein", district_id="200", quarter_id="210")
    assert counts(tree(client.get(LIST)), "viertel") == {}
    assert counts(tree(client.get(f"{LIST}?stadtteil=200")), "viertel") == {organisation.quarter_id: 1}


def test_addresses_are_short_and_always_the_same(directory):
    assert results("").url() == LIST
    assert results("seite=1&sort=name&q=").url() == LIST
    found = results("thema=sport&q=verein&sprache=ar&sort=relevanz")
    assert found.url() == f"{LIST}?q=verein&sprache=ar&thema=sport"
    assert found.url(sort="name", page=2) == f"{LIST}?q=verein&sprache=ar&thema=sport&sort=name&seite=2"
    assert found.url(Choices(), query="a&b") == f"{LIST}?q=a%26b"


def test_relevance_is_offered_only_with_words(directory):
    assert [(sort["value"], sort["chosen"]) for sort in results("").sorts] == [("name", True), ("bestaetigt", False)]
    with_words = results("q=verein&sort=bestaetigt").sorts
    assert [(s["value"], s["chosen"]) for s in with_words] == [
        ("relevanz", False),
        ("name", False),
        ("bestaetigt", True),
    ]


@pytest.mark.parametrize("page, shown", [(1, "1 2 3 … 6"), (4, "1 2 3 4 5 6"), (6, "1 … 4 5 6")])
def test_pages_show_the_neighbours_and_both_ends(monkeypatch, directory, page, shown):
    monkeypatch.setattr(Results, "page_count", 6)
    assert " ".join("…" if one["gap"] else str(one["number"]) for one in results(f"seite={page}").pages) == shown


def test_paging_leads_forth_and_back_and_shows_every_entry_once(client):
    Organisation.objects.all().delete()
    for number in range(45):
        make_organisation(name=f"Verein {number:02}")
    url, seen = f"{LIST}?q=verein&sort=name", []
    while url:
        answer = client.get(url)
        seen += hits(answer)
        url = answer.context["results"].next_url
    assert seen == [f"Verein {number:02}" for number in range(45)]
    assert answer.context["results"].previous_url == f"{LIST}?q=verein&sort=name&seite=2"


@pytest.mark.parametrize(
    "address, status", [("seite=1", 200), ("seite=2", 404), ("seite=99999", 404), ("q=xq&seite=2", 404)]
)
def test_a_page_beyond_the_end_is_not_found(directory, client, address, status):
    assert client.get(f"{LIST}?{address}").status_code == status


def test_a_corrected_spelling_is_said(directory, client):
    notices = by_class(tree(client.get(f"{LIST}?q=Anisvereim")), "notice")
    assert [text(notice) for notice in notices] == [
        "Zu „Anisvereim“ haben wir nichts gefunden. Das sind die Ergebnisse zu „Anisverein“."
    ]


def test_it_is_said_when_only_a_part_matches(directory, client):
    answer = client.get(f"{LIST}?q=anisverein+birnenverein")
    assert sorted(hits(answer)) == ["Anisverein", "Birnenverein"]
    assert text(by_class(tree(answer), "notice")[0]).startswith("Kein Ergebnis passt zu allem")


def test_words_that_were_left_out_are_named(directory, client):
    answer = client.get(f"{LIST}?q=anisverein+qqxwzk")
    assert hits(answer) == ["Anisverein"]
    assert text(by_class(tree(answer), "notice")[0]).endswith("qqxwzk")


def test_an_ordinary_search_is_shown_without_notes(directory, client):
    assert by_class(tree(client.get(f"{LIST}?q=anisverein")), "notice") == []


def test_nothing_found_offers_near_spellings_the_wider_search_and_the_office(client):
    make_organisation(name="Zwabbelverein", languages=Language.objects.filter(code="tr"))
    page = tree(client.get(f"{LIST}?q=zwabbelv&sprache=vi"))
    assert hits(client.get(f"{LIST}?q=zwabbelv&sprache=vi")) == []
    assert (f"{LIST}?q=Zwabbelverein&sprache=vi") in hrefs(page, "spellings")
    assert [text(way) for way in by_class(page, "wider")[0]] == ["ohne Auswahl bei „Sprache“ (1)"]
    assert hrefs(page, "wider") == [f"{LIST}?q=zwabbelv"]
    assert "06151 13-3581" in text(by_class(page, "empty")[0]).replace("+49 ", "0")


def test_the_wider_search_finds_what_it_promises(directory):
    found = results("q=anisverein&sprache=ar&stadtteil=200&thema=sport")
    promised = {way["url"]: way["count"] for way in found.wider}
    assert {url: results(url.partition("?")[2]).total for url in promised} == promised
    assert list(results("q=anisverein&sprache=ar").wider) == [
        {"label": "ohne Auswahl bei „Sprache“", "url": f"{LIST}?q=anisverein", "count": 1}
    ]


def misses():
    return list(SearchMiss.objects.order_by("word").values_list("word", "times"))


def test_words_that_found_nothing_are_counted_per_day(directory, client):
    for address in ("q=Qqxwzk", "q=qqxwzk", "q=anisverein", "q=anisverein+Wwqxz"):
        client.get(f"{LIST}?{address}")
    assert misses() == [("qqxwzk", 2), ("wwqxz", 1)]
    assert {miss.day for miss in SearchMiss.objects.all()} == {timezone.localdate()}


def test_a_word_that_grows_when_it_is_folded_is_counted_or_not_but_no_trouble(directory, client):
    assert client.get(LIST, {"q": "qqxwzk" + "ß" * 20}).status_code == 200


@pytest.mark.parametrize(
    "headers, counted",
    [
        ({"HX-Request": "true", "HX-Trigger-Name": "q"}, []),
        ({"HX-Request": "true", "HX-Trigger": "search"}, [("qqxwzk", 1)]),
        ({}, [("qqxwzk", 1)]),
    ],
)
def test_what_is_still_being_typed_is_not_counted(directory, client, headers, counted):
    client.get(f"{LIST}?q=qqxwzk", headers=headers)
    assert misses() == counted


@pytest.mark.parametrize(
    "typed",
    ["qqxwzk7", "erika.qqxwzk@example.org", "qqxwzk @ wwqxz", "+49 6151 99999", "qx" * 25],
)
def test_nothing_that_may_be_somebodys_is_counted(directory, client, typed):
    assert client.get(LIST, {"q": typed}).status_code == 200
    assert misses() == []


def test_later_pages_and_offers_count_too_but_each_question_once(directory, client):
    make_offer(Organisation.objects.first())
    client.get("/angebote/?q=qqxwzk")
    client.get("/angebote/?q=qqxwzk&seite=2")
    assert misses() == [("qqxwzk", 1)]
