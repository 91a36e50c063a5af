"""The home page's part of the directory: ways in by need and by language, and the office."""

import pytest

from organisations import indexing
from organisations.models import Language, Organisation, Topic
from tests.factories import make_organisation
from tests.pages import by_class, hits, links, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    Organisation.objects.exclude(kind="office").delete()
    topics = Topic.objects.filter(code__in=["language", "sport"])
    for code in ("tr", "tr", "ar", "de"):
        make_organisation(topics=topics, languages=Language.objects.filter(code__in=[code, "de"]))
    make_organisation(topics=Topic.objects.filter(code="work"), state="hidden")
    return tree(client.get("/"))


def test_it_says_how_many_there_are(page):
    assert text(by_class(page, "lead")[0]).startswith("4 Vereine von Migrantinnen und Migranten in Darmstadt")


def test_needs_that_lead_somewhere_are_ways_in(page, client):
    found = links(by_class(page, "ways")[0])
    assert ("Deutsch lernen 4", "/organisationen/?thema=language") in found
    assert [label for label, _url in found if label.startswith(("Arbeit", "Sport"))] == []
    assert len(hits(client.get("/organisationen/?thema=language"))) == 4


def test_languages_are_named_in_themselves_the_most_spoken_first(page):
    found = links(by_class(page, "tongues")[0])
    assert found == [
        ("TürkçeTürkisch 2", "/organisationen/?sprache=tr"),
        ("العربيةArabisch 1", "/organisationen/?sprache=ar"),
    ]


def test_the_office_is_there_for_whoever_does_not_know(page):
    (ask,) = by_class(page, "ask")
    assert "Frau Zahira Baumann" in text(ask)
    assert ("Telefon: +49 6151 13-3581", "tel:+496151133581") in links(ask)


def test_the_search_of_the_home_page_is_that_of_the_list(page):
    (form,) = [one for one in page.iter("form") if one.get("role") == "search"]
    assert (form.get("action"), form.get("method")) == ("/organisationen/", "get")
    assert [one.get("name") for one in form.iter("input")] == ["q"]


def test_an_empty_portal_has_a_home_page_too(client):
    Organisation.objects.all().delete()
    indexing.index([])
    assert client.get("/").status_code == 200
