"""The starting content: filled in once, and from then on the office's."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from organisations.models import (
    DirectoryVersion,
    District,
    Language,
    Organisation,
    Page,
    Quarter,
    SearchEntry,
    Synonym,
    TargetGroup,
    Topic,
)
from tests.pages import hits

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "tr", "ar", "fa", "uk", "ru", "pl", "ro", "bg", "hr", "it", "es", "fr")
MODELS = (District, Quarter, Topic, TargetGroup, Language, Synonym, Page, Organisation)


def load():
    out = StringIO()
    call_command("load_start", stdout=out)
    return out.getvalue()


def everything():
    """All rows of all tables that the starting content fills."""
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_a_fresh_portal_has_all_that_the_directory_begins_with():
    numbers = {model: model.objects.count() for model in MODELS}
    assert {model.__name__ for model, number in numbers.items() if not number} == set()
    assert (numbers[District], numbers[Quarter]) == (9, 37)
    assert set(Organisation.objects.published().values_list("slug", "kind")) == {
        ("amt-fuer-vielfalt-und-internationale-beziehungen", "office"),
        ("ig-mso", "umbrella"),
        ("werkhof", "carrier"),
    }


def test_loading_again_changes_nothing():
    before, version = everything(), DirectoryVersion.current()
    assert load() == "Starting content is there.\n"
    assert (everything(), DirectoryVersion.current()) == (before, version)


def test_what_staff_changed_or_deleted_stays_as_they_left_it():
    Topic.objects.filter(code="sport").update(name="Turnen")
    Topic.objects.filter(code="work").delete()
    Organisation.objects.filter(slug="werkhof").update(name="Werkhof neu", state="hidden")
    Organisation.objects.filter(slug="ig-mso").delete()
    before = everything()
    load()
    assert everything() == before


def test_an_empty_table_is_filled_and_the_search_written():
    Organisation.objects.all().delete()
    Synonym.objects.all().delete()
    Synonym.objects.create(words="qwimpel\nzwabbel")
    assert load() == "Starting content loaded: Organisationen.\n"
    assert Synonym.objects.count() == 1
    assert SearchEntry.objects.count() == 3


def test_the_office_and_its_contact_are_as_the_city_says():
    office = Organisation.objects.office().get()
    (contact,) = office.contacts.public()
    assert (office.street, office.postcode, office.city) == ("Bad Nauheimer Str. 4", "64289", "Darmstadt")
    assert (contact.person, contact.phone, contact.fax) == (
        *("Frau Zahira Baumann", "+49 6151 13-3581", "+49 6151 13-3919"),
    )


@pytest.mark.parametrize("model", [Topic, TargetGroup, Language])
def test_every_term_is_named_in_every_language_and_has_words_people_type(model):
    gaps = {
        (term.code, code)
        for term in model.objects.all()
        for code in LANGUAGES
        if not (term.i18n.get(f"name_{code}") and term.i18n.get(f"synonyms_{code}"))
    }
    assert gaps == set()
    assert [term.code for term in model.objects.all() if not (term.name and term.synonyms)] == []


def test_all_terms_keep_within_their_columns():
    for model in (Topic, TargetGroup, Language):
        for term in model.objects.all():
            term.full_clean()


def test_the_texts_of_the_law_are_there_in_german_and_english_and_named_in_arabic():
    pages = {page.slug: page for page in Page.objects.all()}
    assert set(pages) >= {"impressum", "datenschutz", "barrierefreiheit"}
    wanted = ("title_en", "text_en", "title_ar")
    assert [slug for slug, page in pages.items() for name in wanted if not page.i18n.get(name)] == []


def test_what_the_office_has_to_fill_in_is_marked_and_nothing_is_invented():
    text = Page.objects.get(slug="impressum").text
    assert re.findall(r"\[Vom Amt zu ergänzen: [^\]]+\]", text) != []


@pytest.mark.parametrize("slug", ["impressum", "datenschutz", "barrierefreiheit"])
def test_the_texts_of_the_law_are_reached_from_every_page(client, slug):
    assert f'href="/seiten/{slug}/"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "typed, first",
    [
        ("Behörde", "Amt für Vielfalt und Internationale Beziehungen"),
        ("amt fuer vielfalt", "Amt für Vielfalt und Internationale Beziehungen"),
        ("werkhof", "Werkhof e.V."),
        ("IG MSO", "Interessengemeinschaft der Darmstädter Migrantenselbstorganisationen"),
    ],
)
def test_the_partners_are_found(client, typed, first):
    assert hits(client.get("/organisationen/", {"q": typed}))[0] == first
