"""What a row would make of an entry: each cell by the model's own rules, empty cells nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import District, Organisation, Topic
from tests.factories import make_contact, make_organisation
from tests.organisations.spreadsheets.files import checked, row_of

pytestmark = pytest.mark.django_db


def judged(**cells):
    """The only row of a list with these columns."""
    return row_of(checked(list(cells), list(cells.values())))


def entry(**fields):
    """One that the lists of these tests mean by its name."""
    return make_organisation(index=False, **{"name": "Alpha", "summary": "Wir tanzen.", **fields})


def changes(**cells):
    row = judged(Name="Alpha", **cells)
    assert row.errors == {}
    return row.changes


def errors(**cells):
    return judged(**{"Name": "Alpha", **cells}).errors


def test_a_new_row_shows_everything_that_it_makes():
    row = judged(Name="Alpha", Gründungsjahr=1998, Themen="Frauen", Telefon="06151 123")
    assert (row.outcome, row.organisation, row.errors) == ("new", None, {})
    assert row.changes == {
        "name": ["", "Alpha"],
        "kind": ["", "Verein"],
        "state": ["", "Entwurf"],
        "legal_form": ["", "eingetragener Verein (e.V.)"],
        "founded": ["", "1998"],
        "topics": ["", "Frauen"],
        "city": ["", "Darmstadt"],
        "address_public": ["", "ja"],
        "contact_role": ["", "Kontakt"],
        "contact_phone": ["", "06151 123"],
        "contact_public": ["", "nein"],
    }


def test_only_what_differs_is_changed():
    entry(founded=1998)
    assert changes(Kurztext="Wir singen.", Gründungsjahr="1998", Ort="Darmstadt") == {
        "summary": ["Wir tanzen.", "Wir singen."]
    }


def test_a_row_that_says_nothing_new_is_unchanged():
    found = entry(topics=Topic.objects.filter(code__in=["women", "sport"]), step_free=True)
    row = judged(Name="Alpha", Themen="sport, WOMEN", Stufenlos="x", Website="")
    assert (row.outcome, row.organisation, row.changes) == ("unchanged", found, {})


def test_an_empty_cell_leaves_and_a_dash_takes_away():
    entry(founded=1998, step_free=True, topics=Topic.objects.filter(code="sport"), social_links=["https://a.example"])
    assert changes(Kurztext="", Themen="", Gründungsjahr="") == {}
    assert changes(Kurztext="–", Themen="-", Gründungsjahr="—", Stufenlos="-", **{"Soziale Medien": "-"}) == {
        "founded": ["1998", ""],
        "summary": ["Wir tanzen.", ""],
        "topics": ["Sport und Bewegung", ""],
        "step_free": ["ja", ""],
        "social_links": ["https://a.example", ""],
    }


def test_what_the_entry_says_is_never_wrong():
    """Rules may have become stricter since, and somebody else answers for that."""
    Organisation.objects.filter(pk=entry().pk).update(postcode="642", website="http://")
    assert changes(PLZ="642", Website="http://", Kurzname="A") == {"short_name": ["", "A"]}


@pytest.mark.parametrize(
    "heading, text, code, message",
    [
        ("PLZ", "6428", "postcode", "A postcode has five digits."),
        ("Telefon", "null sechs", "contact_phone", "Write the telephone number with digits, spaces and hyphens"),
        ("E-Mail", "a@b", "contact_email", "Enter a valid email address."),
        ("Website", "kein Netz", "website", "Enter a valid URL."),
        ("Soziale Medien", "https://", "social_links", "Item 1 in the array did not validate: Enter a valid URL."),
        ("Gegründet", "1500", "founded", "Ensure this value is greater than or equal to 1700."),
        ("Kurzname", "x" * 41, "short_name", "Ensure this value has at most 40 characters (it has 41)."),
        ("Status", "–", "state", "This field cannot be blank."),
        ("Adresse zeigen", "–", "address_public", "Write yes or no here"),
        ("Kontakt: Funktion", "–", "contact_role", "This field cannot be blank."),
        ("Stadtteil", "Darmstadt-Nordd", "district", "“Darmstadt-Nordd” is not known. Do you mean “Darmstadt-Nord”?"),
        ("Einwilligung am", "gestern", "consent_on", "Write the day like this: 31.12.2026."),
    ],
)
def test_a_wrong_cell_is_told_at_the_cell(heading, text, code, message):
    found = errors(**{heading: text})
    assert list(found) == [code]
    assert found[code][0].startswith(message)


def test_a_row_without_a_name_is_told():
    found = judged(**{"Name": "", "Kurzname": "A"})
    assert (found.outcome, found.errors) == ("error", {"name": ["This field cannot be blank."]})
    entry()
    assert errors(Name="–") == {"name": ["This field cannot be blank."]}


def test_the_rules_of_the_tables_speak_for_the_row():
    assert errors(Status="veröffentlicht") == {"": ["Say why the entry may be published before you publish it."]}
    assert errors(Grundlage="Einwilligung") == {"": ["Enter the day on which the association gave its consent."]}
    assert errors(Fax="06151 1", **{"Kontakt zeigen": "ja"}) == {
        "": ["A public contact needs a telephone number or an e-mail address."]
    }


def test_the_rules_look_at_what_the_list_does_not_say():
    entry(basis="", state="draft")
    assert errors(Status="veröffentlicht") == {"": ["Say why the entry may be published before you publish it."]}
    assert changes(Status="veröffentlicht", Grundlage="public").keys() == {"state", "basis"}


def test_the_rules_of_the_model_speak_for_their_cell():
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert errors(Stand=tomorrow) == {"confirmed_on": ["An entry cannot be confirmed in the future."]}
    assert errors(Stadtteil="Darmstadt-Nord", Viertel="Paulusviertel") == {
        "quarter": ["This quarter lies in another district."]
    }


def test_a_quarter_implies_its_district():
    entry(district=District.objects.get(pk="400"))
    assert changes(Viertel="220") == {
        "district": ["Darmstadt-Bessungen", "Darmstadt-Nord"],
        "quarter": ["", "Martinsviertel-West"],
    }
    assert errors(Viertel="220", Stadtteil="Darmstadt-Bessungen") == {
        "quarter": ["This quarter lies in another district."]
    }


def test_what_may_not_come_by_a_list():
    assert errors(Art="Amt der Stadt") == {"kind": ["“Amt der Stadt” cannot be set by a list."]}
    assert errors(Status="merged") == {"state": ["“merged” cannot be set by a list."]}


def test_the_office_stays_the_office():
    entry(kind="office")
    assert errors(Art="Verein") == {"kind": ["This is the city office itself, which cannot become something else."]}
    assert changes(Art="Amt der Stadt", Ort="Berlin") == {"city": ["Darmstadt", "Berlin"]}


def test_an_entry_that_was_merged_stays_as_it_is():
    left = entry(state="merged", merged_into=make_organisation(name="Beta", index=False))
    row = judged(Kennung=str(left.uuid), Name="Alpha", Ort="Berlin")
    assert row.errors == {"": ["This entry was merged into “Beta”. Change that one."]}
    assert judged(Kennung=str(left.uuid), Name="Alpha").outcome == "unchanged"


def test_translations_stay_as_they_are():
    found = entry()
    found.i18n = {"summary_en": "We dance."}
    found.save()
    assert changes(Kurztext="Wir singen.") == {"summary": ["Wir tanzen.", "Wir singen."]}


# Contacts


def contact_changes(**cells):
    return {code: new for code, new in changes(**cells).items() if code.startswith("contact_")}


def test_the_first_public_contact_is_changed_and_no_other():
    found = entry()
    make_contact(found, role="Privat", phone="06151 99", public=False, position=0)
    make_contact(found, role="Büro", phone="06151 1", position=2)
    make_contact(found, role="Presse", phone="06151 2", position=3)
    assert contact_changes(Telefon="06151 12345") == {"contact_phone": ["06151 1", "06151 12345"]}
    assert contact_changes(Telefon="06151 1", Funktion="Büro") == {}


def test_without_a_public_contact_there_will_be_a_new_one_and_nothing_internal_becomes_public():
    make_contact(entry(), role="Vorstand", person="Frau Geheim", email="privat@alpha.example", public=False)
    row = {"E-Mail": "buero@alpha.example", "Kontakt zeigen": "ja"}
    assert contact_changes(**row) == {
        "contact_role": ["", "Kontakt"],
        "contact_email": ["", "buero@alpha.example"],
        "contact_public": ["", "ja"],
    }
    assert contact_changes(**{**row, "E-Mail": "privat@alpha.example"})["contact_public"] == ["", "ja"]


def test_a_contact_is_internal_unless_the_list_says_otherwise():
    entry()
    assert contact_changes(**{"E-Mail": "a@alpha.example"})["contact_public"] == ["", "nein"]


@pytest.mark.parametrize(
    "cells",
    [
        {"E-Mail": "PRIVAT@alpha.example"},
        {"Telefon": "+49 6151 / 99999", "Funktion": "Vorstand"},
        {"Ansprechperson": "Frau Geheim"},
        {"Funktion": "Vorstand", "Kontakt zeigen": "nein"},
    ],
)
def test_an_internal_contact_is_known_again(cells):
    """So that the same list does not make another one each time."""
    facts = {"person": "Frau Geheim", "email": "privat@alpha.example", "phone": "06151 99999"}
    make_contact(entry(), public=False, **facts)
    assert "contact_public" not in contact_changes(**cells)
    assert "contact_person" not in contact_changes(**cells)


def test_an_internal_contact_of_the_list_leaves_another_public_one_alone():
    make_contact(entry(), email="buero@alpha.example")
    found = contact_changes(**{"E-Mail": "privat@alpha.example", "Kontakt zeigen": "nein"})
    assert found["contact_public"] == ["", "nein"]
    same = contact_changes(**{"E-Mail": "buero@alpha.example", "Kontakt zeigen": "nein"})
    assert same == {"contact_public": ["ja", "nein"]}


def test_to_say_only_whether_it_is_public_makes_no_contact():
    found = entry()
    assert contact_changes(**{"Kontakt zeigen": "ja"}) == {}
    make_contact(found)
    assert contact_changes(**{"Kontakt zeigen": "nein"}) == {"contact_public": ["ja", "nein"]}
