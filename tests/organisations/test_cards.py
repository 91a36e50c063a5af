"""Hits in a few lines, with the reason why they match."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from organisations.cards import period
from organisations.models import Language, Offer, Topic
from tests.factories import make_offer, make_organisation
from tests.pages import by_class, text, tree

pytestmark = pytest.mark.django_db
LIST = "/organisationen/"


def card(client, query, path=LIST):
    """The only hit of a list."""
    (shown,) = by_class(tree(client.get(f"{path}?{query}")), "hits")[0].findall("li")
    return shown


def marks(element):
    return [text(mark) for mark in element.iter("mark")]


def test_the_words_that_match_are_marked_in_name_and_sentence(client):
    make_organisation(name="Qwimpelverein", summary="Wir lieben Qwimpel.")
    assert marks(card(client, "q=qwimpel")) == ["Qwimpelverein", "Qwimpel"]


def test_a_match_in_the_description_is_shown_where_it_stands(client):
    make_organisation(name="Anis", summary="Kurz.", description="Am Anfang. " * 20 + "Hier ist Qwimpel. Danach.")
    (excerpt,) = by_class(card(client, "q=qwimpel"), "excerpt")
    assert marks(excerpt) == ["Qwimpel"]
    assert text(excerpt).startswith("… ")


@pytest.mark.parametrize("field", ["title", "text"])
def test_a_match_in_an_offer_is_shown(client, field):
    make_offer(make_organisation(name="Anis"), **{"title": "Kurs", field: "Mit Qwimpel"})
    (excerpt,) = by_class(card(client, "q=qwimpel"), "excerpt")
    assert text(excerpt) == "Mit Qwimpel"


def test_a_match_in_another_language_is_shown_in_it(client):
    make_organisation(name="Anis", description="Deutsch", i18n={"description_tr": "Biz qwimpel yapıyoruz"})
    (excerpt,) = by_class(card(client, "q=qwimpel"), "excerpt")
    (foreign,) = [one for one in excerpt.iter() if one.get("lang")]
    assert (foreign.get("lang"), marks(excerpt)) == ("tr", ["qwimpel"])


def test_nothing_is_repeated_that_name_or_sentence_show_already(client):
    make_organisation(name="Qwimpel", description="Qwimpel noch einmal")
    assert by_class(card(client, "q=qwimpel"), "excerpt") == []


def test_an_ended_offer_is_no_reason(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    organisation = make_organisation(name="Qwimpel")
    make_offer(organisation, title="Qwimpelkurs", active_to=yesterday)
    assert "Qwimpelkurs" not in text(card(client, "q=qwimpel"))


def test_what_was_chosen_or_meant_comes_first_among_the_topics(client):
    topics = Topic.objects.filter(
        code__in=["education", "language", "women", "sport", "work", "counselling", "arrival"]
    )
    make_organisation(name="Qwimpel", topics=topics)
    (tags,) = by_class(card(client, "q=qwimpel&thema=work"), "tags")
    assert len(tags) == 5
    assert [text(tag) for tag in tags if tag.get("class") == "matched"] == [text(tags[0])] == ["Arbeit und Beruf"]


def test_a_language_that_was_typed_is_marked(client):
    make_organisation(name="Qwimpel", languages=Language.objects.filter(code__in=["tr", "ar"]))
    shown = card(client, "q=qwimpel+türkisch")
    assert [text(one) for one in shown.iter("b")] == ["Türkisch"]


def test_a_card_says_where_what_kind_and_how_much_is_on(client):
    today = timezone.localdate()
    organisation = make_organisation(name="Qwimpel", kind="umbrella", district_id="200", quarter_id="210")
    make_offer(organisation)
    make_offer(organisation, active_from=today + timedelta(days=5))
    said = text(card(client, "q=qwimpel"))
    assert [one for one in ("Dachverband", "Darmstadt-Nord, Johannesviertel", "1 Angebot") if one not in said] == []


def test_an_offers_card_says_when_where_and_what_it_costs(client):
    organisation = make_organisation(name="Anis", district_id="200")
    make_offer(organisation, title="Qwimpelkurs", when="montags", cost="donation", childcare=True, text="Nähen")
    said = text(card(client, "q=qwimpelkurs", "/angebote/"))
    wanted = ["montags", "Darmstadt-Nord", "gegen eine Spende", "Mit Kinderbetreuung", "Nähen"]
    assert [one for one in wanted if one not in said] == []


@pytest.mark.parametrize(
    "begins, ends, written",
    [
        (None, None, ""),
        ("a", None, "ab 01.05.2026"),
        (None, "b", "bis 31.05.2026"),
        ("a", "b", "01.05.2026 bis 31.05.2026"),
    ],
)
def test_a_period_is_written_as_far_as_it_is_known(begins, ends, written):
    days = {"a": date(2026, 5, 1), "b": date(2026, 5, 31), None: None}
    assert period(Offer(active_from=days[begins], active_to=days[ends])) == written


def test_english_dates_are_those_of_europe():
    with translation.override("en"):
        assert period(Offer(active_from=date(2026, 5, 31))) in ("from 31/05/2026", "from 31 May 2026")
