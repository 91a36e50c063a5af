"""Which entry a row means, and which rows mean the same."""

from uuid import UUID

import pytest

from organisations.models import SpreadsheetRow
from tests.factories import make_organisation
from tests.organisations.spreadsheets.files import checked, outcomes, row_of

pytestmark = pytest.mark.django_db
HEADINGS = ["Kennung", "Name", "Registergericht", "Registernummer"]


def entry(name="Alpha", **fields):
    return make_organisation(index=False, name=name, **fields)


def registered(name="Alpha", court="Darmstadt", number="VR 1234", **fields):
    return entry(name, register_court=court, register_number=number, **fields)


def meant(*cells):
    row = row_of(checked(HEADINGS, list(cells)))
    return row.organisation


def undecided(*cells):
    """The entries that a new row may mean."""
    row = row_of(checked(HEADINGS, list(cells)))
    assert (row.outcome, row.organisation, row.decided) == ("new", None, False)
    return [pk for pk, _reasons in row.likely]


def test_the_identifier_is_surest():
    one, other = registered("Alpha"), registered("Beta", number="VR 5678")
    assert meant(str(one.uuid).upper(), "Beta", "Darmstadt", "VR 5678") == one
    assert meant("", "Beta") == other


@pytest.mark.parametrize("text", [str(UUID(int=4)), "keine"])
def test_an_unknown_identifier_is_an_error(text):
    entry()
    row = row_of(checked(HEADINGS, [text, "Alpha"]))
    wrong = "No entry has this identifier. Leave the cell empty if the entry is new."
    assert (row.outcome, row.errors) == ("error", {"uuid": [wrong]})


@pytest.mark.parametrize(
    "court, number",
    [
        ("Darmstadt", "VR 1234"),
        ("Amtsgericht Darmstadt", "1234"),
        ("AG Darmstadt", "VR-Nr. 01234"),
        ("darmstadt", "vr1234"),
    ],
)
def test_court_and_number_are_next(court, number):
    one = registered("Alpha")
    entry("Beta")
    assert meant("", "Beta", court, number) == one


@pytest.mark.parametrize("court, number", [("Frankfurt", "VR 1234"), ("", "VR 1234"), ("Darmstadt", "HRB 1234")])
def test_a_number_means_nothing_without_its_court_and_kind(court, number):
    registered("Alpha")
    other = entry("Beta")
    assert meant("", "Beta", court, number) == other


@pytest.mark.parametrize("name", ["Cafe Süd e.V.", "café süd E.V.", "„Café Süd“ e.V."])
def test_the_name_is_last(name):
    one = entry("Café Süd e.V.")
    assert meant("", name) == one


def test_the_same_name_with_another_number_is_unsure():
    one = registered("Alpha")
    assert undecided("", "Alpha", "Darmstadt", "VR 77") == [one.pk]
    assert meant("", "Alpha", "", "") == one


def test_a_name_that_two_have_is_unsure():
    one, other = entry("Alpha"), entry("Alpha")
    assert set(undecided("", "Alpha")) == {one.pk, other.pk}


def test_a_number_that_two_have_is_unsure():
    one, other = registered("Alpha"), registered("Beta")
    assert set(undecided("", "Alpha", "Darmstadt", "VR 1234")) == {one.pk, other.pk}


def test_the_name_of_a_merged_entry_leads_to_the_other_one_but_not_surely():
    other = entry("Gamma")
    entry("Alpha", state="merged", merged_into=other)
    assert undecided("", "Alpha") == [other.pk]


def test_what_is_alike_is_shown_with_the_reasons():
    one = entry("Verein Sonnenblume e.V.", website="https://sonnenblume.example")
    run = checked(["Name", "Homepage"], ["Sonnenblumen-Verein", "www.sonnenblume.example"], ["Qwertz", ""])
    [[pk, reasons]] = row_of(run).likely
    assert pk == one.pk and "same website" in reasons
    assert row_of(run, 3).likely == []


# Rows of one list


def twins(*rows):
    run = checked(HEADINGS, *rows)
    told = {row.number: row.errors for row in run.rows.all() if row.errors}
    return {number: errors.get("", errors) for number, errors in told.items()}


def same(number):
    return [f"Row {number} means the same association. Keep one of them."]


def test_the_second_row_of_the_same_entry_is_an_error():
    one = registered("Alpha")
    found = twins([str(one.uuid), "Neuer Name"], ["", "Beta"], ["", "Alpha"], ["", "Gamma", "Darmstadt", "VR 1234"])
    assert found == {4: same(2), 5: same(2)}


def test_the_second_row_of_the_same_new_one_is_an_error():
    found = twins(["", "Alpha"], ["", "ALPHA"], ["", "Beta", "Darmstadt", "VR 1"], ["", "Gamma", "Darmstadt", "1"])
    assert found == {3: same(2), 5: same(4)}


def test_new_ones_of_one_name_are_two_where_the_register_says_so():
    assert twins(["", "Alpha", "Darmstadt", "VR 1"], ["", "Alpha", "Darmstadt", "VR 2"]) == {}
    assert twins(["", "Alpha", "Darmstadt", "VR 1"], ["", "Alpha"]) == {3: same(2)}


def test_two_entries_of_one_name_are_two():
    rows = [[str(entry("Alpha").uuid), "Alpha"] for _time in range(2)]
    assert twins(*rows) == {}


def test_three_of_one_name_are_told_apart_whatever_their_order():
    rows = [["", "Alpha", "Darmstadt", f"VR {number}"] for number in (1, 2, 1)]
    assert twins(*rows) == {4: same(2)}


def test_thousands_of_the_same_are_told_quickly():
    run = checked(["Name"], *[["Alpha"]] * 500)
    assert outcomes(run)[:2] == [(2, "new"), (3, "error")]
    assert SpreadsheetRow.objects.filter(run=run, outcome="error").count() == 499
