"""An association's people translate their entry, beside the German text."""

import pytest

from darmstadt_mso.lib import translated as notes
from organisations.models import OpeningHours, Organisation
from tests.factories import make_contact
from tests.organisations.editing.pages import fields, save, url, waiting
from tests.pages import links, main, text, tree

pytestmark = pytest.mark.django_db


def test_translations_are_typed_beside_the_german_text(person, organisation):
    contact = make_contact(organisation)
    page = person.get(url("uebersetzungen", "ar"))
    areas = {one.get("name"): (one.get("lang"), one.get("dir")) for one in tree(page).iter("textarea")}
    assert areas["entry-description"] == ("ar", "rtl")
    names = [name for name in fields(page) if name.endswith("-role")]
    save(person, url("uebersetzungen", "ar"), **{"entry-summary": "نطبخ", names[0]: "مجلس"})
    assert waiting() == {("", "summary_ar"): "نطبخ", (f"contact:{contact.pk}", "role_ar"): "مجلس"}


def test_notes_on_opening_hours_are_translated_with_their_times(person, organisation):
    for day, note in ((1, "Küche"), (3, "Küche"), (4, "")):
        OpeningHours.objects.create(organisation=organisation, weekday=day, opens="10:00", closes="12:00", note=note)
    opened = fields(person.get(url("uebersetzungen", "tr")))
    [name] = [name for name in opened if name.startswith("note-")]
    assert save(person, url("uebersetzungen", "tr")).status_code == 302
    assert waiting() == {}
    save(person, url("uebersetzungen", "tr"), **{name: "mutfak"})
    [rows] = waiting().values()
    assert [row.get("i18n") for row in rows] == [{"note_tr": "mutfak"}, {"note_tr": "mutfak"}, None]
    assert fields(person.get(url("uebersetzungen", "tr")))[name] == "mutfak"
    save(person, url("uebersetzungen", "tr"), **{name: ""})
    assert waiting() == {}


def test_a_translation_of_a_contact_that_is_gone_does_not_vanish_unseen(person, organisation):
    contact = make_contact(organisation)
    opened = fields(person.get(url("uebersetzungen", "tr")))
    [role] = [name for name in opened if name.endswith("-role")]
    contact.delete()
    answer = person.post(url("uebersetzungen", "tr"), opened | {role: "yönetim", "entry-summary": "Yemek"})
    assert (answer.status_code, fields(answer)[role], waiting()) == (422, "yönetim", {})
    assert person.post(url("uebersetzungen", "tr"), fields(answer) | {role: ""}).status_code == 302
    assert waiting() == {("", "summary_tr"): "Yemek"}


@pytest.fixture
def outdated(organisation):
    organisation.i18n = {"summary_en": "We cook."}
    organisation.save()
    Organisation.objects.filter(slug="anis").update(summary="Wir kochen und backen.")


def test_an_outdated_translation_is_marked_and_can_be_said_to_be_right(person, organisation, outdated):
    address = url("uebersetzungen", "en")
    assert "1 text is older than the German one" in text(main(tree(person.get(url()))))
    assert "The German text has changed since." in text(main(tree(person.get(address))))
    assert save(person, address, **{"entry-summary-right": "on"}).status_code == 302
    assert waiting() == {}
    assert "The German text has changed since." not in text(main(tree(person.get(address))))


def test_nobody_says_that_a_translation_is_right_of_a_german_text_they_did_not_see(person, organisation, outdated):
    address = url("uebersetzungen", "en")
    opened = fields(person.get(address))
    Organisation.objects.filter(slug="anis").update(summary="Wir braten.")
    answer = person.post(address, opened | {"entry-summary-right": "on"})
    assert answer.status_code == 422
    assert "Please read it again." in text(main(tree(answer)))
    assert person.post(address, fields(answer) | {"entry-summary-right": "on"}).status_code == 302
    assert "has changed since" not in text(main(tree(person.get(address))))


def test_what_is_changed_is_not_said_to_be_right_as_well(person, organisation, outdated):
    address = url("uebersetzungen", "en")
    save(person, address, **{"entry-summary": "We cook and bake.", "entry-summary-right": "on"})
    assert waiting() == {("", "summary_en"): "We cook and bake."}
    organisation.refresh_from_db()
    assert notes.outdated(organisation) == {"summary_en"}


def test_nobody_says_that_a_translation_is_right_that_they_did_not_see(person, organisation, outdated):
    opened = fields(person.get(url("uebersetzungen", "en")))
    former = Organisation.objects.get(slug="anis").translated_from
    Organisation.objects.filter(slug="anis").update(i18n={"summary_en": "We fry."})
    Organisation.objects.filter(slug="anis").update(translated_from=former)
    person.post(url("uebersetzungen", "en"), opened | {"entry-summary-right": "on"})
    organisation.refresh_from_db()
    assert (notes.outdated(organisation), waiting()) == ({"summary_en"}, {})


@pytest.fixture
def outdated_facts(organisation):
    organisation.i18n = {"rooms_en": "Ground floor", "hours_note_en": "Monday 9"}
    organisation.save()
    Organisation.objects.filter(slug="anis").update(rooms="1. Stock", hours_note="Di 10")


@pytest.mark.parametrize(
    "more, ticks",
    [
        ({"trusted": False}, set()),
        ({"trusted": True}, {"entry-hours_note-right"}),
        ({"state": "draft"}, {"entry-hours_note-right", "entry-rooms-right"}),
    ],
)
def test_facts_are_said_to_be_right_only_where_they_are_published_at_once(
    person, organisation, outdated_facts, more, ticks
):
    Organisation.objects.filter(slug="anis").update(**more)
    answer = person.get(url("uebersetzungen", "en"))
    assert {one.get("name") for one in tree(answer).iter("input") if one.get("type") == "checkbox"} == ticks
    words = text(main(tree(answer)))
    assert words.count("The German text has changed since.") == 2
    assert words.count("say that it is still right") == len(ticks)
    both = {"entry-hours_note-right": "on", "entry-rooms-right": "on"}
    assert person.post(url("uebersetzungen", "en"), fields(answer) | both).status_code == 302
    organisation.refresh_from_db()
    assert len(notes.outdated(organisation)) == 2 - len(ticks)


def test_the_languages_are_named_by_themselves(person, organisation, outdated):
    page = main(tree(person.get(url("uebersetzungen"))))
    names = [label for label, href in links(page) if "/uebersetzungen/" in href]
    assert (names[0], "Türkçe" in names, len(names)) == ("English", True, 13)
