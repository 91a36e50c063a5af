"""Translations that are older than the German text: noted by the database, marked for readers, no source of facts."""

import json
from datetime import time

import pytest
from django.db import connection
from django.utils import translation

from darmstadt_mso.lib import translated as notes
from organisations import indexing, translated
from organisations.models import Contact, DirectoryVersion, Offer, OpeningHours, Organisation, Page
from organisations.profile import link
from tests.factories import make_contact, make_offer, make_organisation
from tests.organisations.spreadsheets.test_importing import imported
from tests.pages import by_class, text, tree

pytestmark = pytest.mark.django_db
MARK = "This translation is older than the German text."
GERMAN, ENGLISH = "Qwimpel alt", "Qwimpel old"


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def changed(thing, **fields):
    """The thing after its columns were changed past all forms."""
    type(thing).objects.filter(pk=thing.pk).update(**fields)
    DirectoryVersion.renew()
    return again(thing)


def outdated(thing):
    return notes.outdated(again(thing))


@pytest.fixture
def organisation():
    return make_organisation(summary="Alt", i18n={"summary_en": "Old", "summary_ar": "قديم"})


def english(path, client):
    return tree(client.get(f"/en{path}"))


def marks(element):
    return [text(one) for one in by_class(element, "older-mark")]


def in_german(element):
    return [text(one) for one in element.iter() if (one.get("lang"), one.get("dir")) == ("de", "ltr")]


# What the database notes


def test_a_translation_is_up_to_date_when_it_is_made(organisation):
    assert outdated(organisation) == set()


def by_save(organisation):
    found = again(organisation)
    found.summary = "Neu"
    found.save(update_fields=["summary"])


def by_bulk_update(organisation):
    found = again(organisation)
    found.summary = "Neu"
    Organisation.objects.bulk_update([found], ["summary"])


def by_sql(organisation):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET summary = 'Neu' WHERE id = %s", [organisation.pk])


def by_spreadsheet(organisation):
    run = imported(["ID", "Name", "In einem Satz"], [str(organisation.uuid), organisation.name, "Neu"])
    assert run.state == "done"


@pytest.mark.parametrize("change", [by_save, by_bulk_update, by_sql, by_spreadsheet])
def test_a_new_german_text_makes_all_its_translations_outdated_by_whatever_way_it_came(organisation, change):
    change(organisation)
    assert again(organisation).summary == "Neu"
    assert outdated(organisation) == {"summary_en", "summary_ar"}


def test_the_former_german_text_makes_them_right_again(organisation):
    changed(organisation, summary="Neu")
    assert notes.outdated(changed(organisation, summary="Alt")) == set()


def test_a_german_text_that_is_removed_makes_its_translation_outdated(organisation):
    assert notes.outdated(changed(organisation, summary="")) == {"summary_en", "summary_ar"}


def test_a_new_translation_is_up_to_date_and_the_others_are_not(organisation):
    changed(organisation, summary="Neu")
    changed(organisation, i18n={"summary_en": "New", "summary_ar": "قديم"})
    assert outdated(organisation) == {"summary_ar"}


def test_german_and_translation_that_change_together_are_of_one_piece(organisation):
    found = changed(organisation, summary="Neu", i18n={"summary_en": "New", "summary_ar": "قديم"})
    assert notes.outdated(found) == {"summary_ar"}


def test_of_a_translation_that_is_removed_nothing_is_noted(organisation):
    found = changed(organisation, summary="Neu", i18n={"summary_ar": "قديم"})
    assert (set(found.translated_from), notes.outdated(found)) == ({"summary_ar"}, {"summary_ar"})
    found = changed(organisation, i18n={"summary_en": "New", "summary_ar": "قديم"})
    assert notes.outdated(found) == {"summary_ar"}


def test_a_translation_without_german_text_is_up_to_date():
    assert outdated(make_organisation(i18n={"rooms_en": "Second door"})) == set()


def test_a_text_is_compared_letter_by_letter():
    thing = make_organisation(description="Äpfel\r\n„süß“ 🍏", i18n={"description_en": "Apples"})
    assert outdated(thing) == set()
    assert notes.outdated(changed(thing, description="Äpfel\n„süß“ 🍏")) == {"description_en"}


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda **fields: make_offer(make_organisation(), **fields), "cost_note"),
        (lambda **fields: make_contact(make_organisation(), **fields), "role"),
        (lambda **fields: Page.objects.create(slug="neu", title="Neu", **fields), "text"),
        (lambda **fields: hours(make_organisation(), **fields), "note"),
    ],
    ids=["offer", "contact", "page", "hours"],
)
def test_all_that_is_translated_of_an_entry_is_noted(make, field):
    thing = make(**{field: GERMAN, "i18n": {f"{field}_en": ENGLISH}})
    assert notes.outdated(changed(thing, **{field: "Neu"})) == {f"{field}_en"}


def hours(organisation, **fields):
    return OpeningHours.objects.create(
        organisation=organisation, **({"weekday": 0, "opens": time(9), "closes": time(12)} | fields)
    )


# Saying that a translation is still right


def test_whoever_says_that_a_translation_is_still_right_makes_it_so(organisation):
    found = changed(organisation, summary="Neu")
    version = DirectoryVersion.current()
    translated.still_right(found, {"summary_en", "summary_tr"})
    assert notes.outdated(found) == outdated(organisation) == {"summary_ar"}
    assert DirectoryVersion.current() != version
    assert notes.outdated(changed(organisation, summary="Neuer")) == {"summary_en", "summary_ar"}


def test_saying_so_overwrites_nothing_that_others_said_or_wrote_meanwhile(organisation):
    first = changed(organisation, summary="Neu")
    changed(organisation, name="Umbenannt")
    translated.still_right(again(organisation), {"summary_ar"})
    translated.still_right(first, {"summary_en"})
    assert (outdated(organisation), again(organisation).name) == (set(), "Umbenannt")


# What readers see

FACTS = {
    Organisation: {"rooms", "hours_note", "access_note"},
    Offer: {"when", "where", "cost_note"},
    OpeningHours: {"note"},
    Contact: set(),
    Page: set(),
}


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_facts_are_taken_from_an_up_to_date_translation_only_and_texts_from_each(model):
    fields = model._meta.get_field("i18n").fields
    thing = model(**dict.fromkeys(fields, "neu"), i18n={f"{field}_en": "old" for field in fields})
    with translation.override("en"):
        assert {translated.shown(thing, field) for field in fields} == {"old"}
        thing.translated_from = {key: notes.fingerprint("alt") for key in thing.i18n}
        assert {field for field in fields if translated.shown(thing, field) == "neu"} == FACTS[model]
        assert {field for field in fields if translated.current(thing, field) == "neu"} == set(fields)
        assert set(translated.older(thing, *fields)) == set(fields) - FACTS[model]
    with translation.override("de"):
        assert {translated.shown(thing, field) for field in fields} == {"neu"}
        assert translated.older(thing, *fields) == []


def entry_with_facts():
    """An entry of whose facts each has a German text and a translation."""

    def told(*fields):
        german = {field: f"{GERMAN} {field}" for field in fields}
        return german | {"i18n": {f"{field}_{code}": f"{ENGLISH} {field}" for field in fields for code in ("en", "ar")}}

    organisation = make_organisation(street="Anisweg 3", **told(*sorted(FACTS[Organisation])))
    offer = make_offer(organisation, **told(*sorted(FACTS[Offer])))
    return organisation, offer, hours(organisation, **told("note"))


def say_otherwise(*things):
    for thing in things:
        changed(thing, **{field: f"Qwimpel neu {field}" for field in FACTS[type(thing)]})
    indexing.index([things[0].pk])


def facts_on(page):
    return sorted(one for field in sorted(set().union(*FACTS.values())) for one in qwimpel(page) if one.endswith(field))


def qwimpel(page):
    return {text(one) for one in page.iter() if text(one).startswith("Qwimpel") and len(text(one)) < 40}


@pytest.mark.parametrize("code", ["en", "ar"])
def test_an_entry_shows_facts_of_an_outdated_translation_in_german_and_marked_as_such(client, code):
    organisation, *parts = entry_with_facts()
    path = f"/{code}/organisationen/{organisation.slug}/"
    every = sorted(set().union(*FACTS.values()))
    before = tree(client.get(path))
    assert sorted(qwimpel(before)) == sorted(f"{ENGLISH} {field}" for field in every)
    say_otherwise(organisation, *parts)
    answer = client.get(path)
    german = sorted(f"Qwimpel neu {field}" for field in every)
    assert sorted(set(in_german(tree(answer))) & set(german)) == german
    assert ENGLISH not in answer.content.decode()
    assert marks(tree(answer)) == []


def test_a_fact_that_is_no_longer_true_is_shown_in_no_language(client):
    organisation = make_organisation(hours_note="Nach Absprache", i18n={"hours_note_en": "By appointment"})
    changed(organisation, hours_note="")
    assert "By appointment" not in client.get(f"/en/organisationen/{organisation.slug}/").content.decode()


def test_a_list_of_offers_shows_facts_of_an_outdated_translation_in_german(client):
    things = entry_with_facts()
    say_otherwise(*things)
    (card,) = by_class(english("/angebote/?q=qwimpel", client), "hits")[0].findall("li")
    assert sorted(in_german(card)) == ["Qwimpel neu when", "Qwimpel neu where", "Sprachcafé"]
    assert marks(card) == []


def test_the_page_of_the_office_shows_facts_of_an_outdated_translation_in_german(client):
    office = Organisation.objects.office().get()
    fields = {"rooms": GERMAN, "hours_note": GERMAN, "street": "Anisweg 3", "address_public": True}
    changed(office, **fields, i18n={"rooms_en": ENGLISH, "hours_note_en": ENGLISH})
    assert text(english("/kontakt/", client)).count(ENGLISH) == 2
    changed(office, rooms="Qwimpel neu", hours_note="Qwimpel neu")
    page = english("/kontakt/", client)
    assert in_german(page).count("Qwimpel neu") == 2
    assert ENGLISH not in text(page)


def test_machines_which_see_no_mark_read_what_is_up_to_date(client):
    german = {"summary": "Alt", "i18n": {"summary_en": "Old"}}
    organisation = make_organisation(**german)
    offer = make_offer(organisation, title="Kurs", text="Alt", i18n={"title_en": "Course", "text_en": "Old"})
    contact = make_contact(organisation, role="Kasse", i18n={"role_en": "Treasurer"})
    changed(organisation, summary="Neu")
    changed(offer, text="Neu")
    changed(contact, role="Vorsitz")
    page = english(f"/organisationen/{organisation.slug}/", client)
    data = json.loads(next(text(one) for one in page.iter("script") if one.get("type") == "application/ld+json"))
    assert (data["description"], data["contactPoint"][0]["contactType"]) == ("Neu", "Vorsitz")
    assert data["makesOffer"][0]["itemOffered"] == {"@type": "Service", "name": "Course", "description": "Neu"}


def test_a_card_for_the_address_book_is_the_same_in_every_language(client):
    organisation, *_parts = entry_with_facts()
    contact = make_contact(organisation, role="Vorstand", i18n={"role_en": "Board"})
    changed(contact, role="Vorsitz")
    first, second = (client.get(f"{code}/organisationen/{organisation.slug}/kontakt.vcf") for code in ("", "/en"))
    assert first.content.replace(b"/organisationen", b"") == second.content.replace(b"/en/organisationen", b"")


def made_older():
    organisation = make_organisation(
        name="Anis", summary="Satz", description="Erstens.\n\nZweitens.", community="Anisleute",
        i18n={"name_en": "Anise", "summary_en": "Sentence", "description_en": "First.", "community_en": "Anise people"},
    )  # fmt: skip
    offer = make_offer(organisation, title="Kurs", text="Alt", i18n={"title_en": "Course", "text_en": "Old"})
    contact = make_contact(organisation, role="Kasse", i18n={"role_en": "Treasurer"})
    return organisation, offer, contact


def test_what_is_up_to_date_has_no_mark(client):
    organisation, *_parts = made_older()
    assert marks(english(f"/organisationen/{organisation.slug}/", client)) == []
    assert MARK not in text(english("/organisationen/?q=anis", client))


@pytest.mark.parametrize(
    ("fields", "unfolded"),
    [
        ({"name": "Neu"}, ["Neu"]),
        ({"summary": "Neu"}, ["Neu"]),
        ({"description": "Neu"}, ["Neu"]),
        ({"name": "Neu", "summary": "Satz 2", "description": "Eins.\n\nZwei."}, ["Neu", "Satz 2", "Eins.", "Zwei."]),
        ({"summary": ""}, None),
    ],
)
def test_an_older_translation_is_shown_after_one_mark_that_unfolds_the_german_text(client, fields, unfolded):
    organisation, *_parts = made_older()
    changed(organisation, **fields)
    (head,) = by_class(english(f"/organisationen/{organisation.slug}/", client), "entry-head")
    assert [mark.removesuffix(" Read the German text") for mark in marks(head)] == [MARK]
    folded = [text(line) for one in by_class(head, "older") for line in one.iter("p")]
    assert folded == (unfolded or [])
    said = text(head)
    places = [said.index(one) for one in ("Anise", MARK, "Sentence", "First.")]
    assert places == sorted(places)


def test_each_offer_role_and_self_description_has_its_own_mark(client):
    organisation, offer, contact = made_older()
    changed(offer, title="Lehrgang", text="Neu")
    changed(contact, role="Vorsitz")
    changed(organisation, community="Neu")
    page = english(f"/organisationen/{organisation.slug}/", client)
    assert len(marks(page)) == 3
    (shown,) = by_class(page, "offers")[0].findall("li")
    assert [text(line) for one in by_class(shown, "older") for line in one.iter("p")] == ["Lehrgang", "Neu"]
    assert (text(shown.find("h3")), marks(by_class(page, "contact")[0])) == ("Course", [MARK])


def test_a_translation_in_another_language_says_that_it_is_older(client):
    organisation = make_organisation(description="Alt", i18n={"description_tr": "Eski", "description_uk": "Старий"})
    found = changed(organisation, description="Neu")
    translated.still_right(found, {"description_uk"})
    page = english(f"/organisationen/{organisation.slug}/", client)
    assert [(text(one.find("summary")), marks(one)) for one in by_class(page, "other-text")] == [
        ("Türkçe", [MARK]),
        ("Українська", []),
    ]


@pytest.mark.parametrize("path", ["/organisationen/?q=anis", "/angebote/?q=anis"])
def test_a_card_has_one_mark_at_most(client, path):
    organisation, offer, _contact = made_older()
    changed(organisation, name="Anis", summary="Neu", description="Neu")
    changed(offer, title="Neu", text="Neu")
    (card,) = by_class(english(path, client), "hits")[0].findall("li")
    assert text(card).count(MARK) == 1


def test_a_similar_entry_says_that_its_summary_is_older(client):
    assert {"older": True}.items() <= similar_link(summary="Neu").items()
    assert {"older": False}.items() <= similar_link(founded=1990).items()


def similar_link(**fields):
    organisation, *_parts = made_older()
    with translation.override("en"):
        return link(changed(organisation, **fields))


def test_a_text_of_the_site_unfolds_the_german_one(client):
    made = {"title": "Alt", "text": "## Erstens\n\nEins.", "i18n": {"title_en": "Old", "text_en": "## First\n\nOne."}}
    page = Page.objects.create(slug="neu", **made)
    assert marks(english("/seiten/neu/", client)) == []
    changed(page, text="## Zweitens\n\nZwei.")
    (article,) = english("/seiten/neu/", client).iter("article")
    (folded,) = by_class(article, "older")
    assert [text(one) for one in folded.iter() if one.tag in ("h2", "p")] == ["Alt", "Zweitens", "Zwei."]
    assert [text(one) for one in article.iter("h2") if one not in folded.iter()] == ["First"]
    assert in_german(article) == ["Alt Zweitens Zwei."]
    assert marks(tree(client.get("/seiten/neu/"))) == []
