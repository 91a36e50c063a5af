"""What staff correct and decide in a checked list, and which rows that concerns."""

import pytest

from organisations.models import SpreadsheetImport
from organisations.spreadsheets import importing
from tests.factories import make_organisation
from tests.organisations.spreadsheets.files import checked, outcomes, row_of

pytestmark = pytest.mark.django_db


def test_a_corrected_cell_is_judged_anew():
    run = checked(["Name", "PLZ"], ["Alpha", "642"], ["Beta", "642"])
    importing.correct(row := row_of(run), {"postcode": " 64283 ", "city": "Berlin"})
    assert (row.outcome, row.errors, row.cells["postcode"]) == ("new", {}, "64283")
    assert row_of(run, 3).outcome == "error"
    run.refresh_from_db()
    assert run.columns == ["name", "postcode", "city"]
    importing.correct(row, {"city": ""})
    assert row.cells == {"name": "Alpha", "postcode": "64283"}


@pytest.mark.parametrize("text", ["Darm\astadt", "x" * 40_000])
def test_a_correction_that_no_cell_can_hold_is_an_error_of_the_cell(text):
    run = checked(["Name"], ["Alpha"])
    importing.correct(row := row_of(run), {"city": text, "summary": "a\0b"})
    assert (list(row.errors), row.cells["summary"]) == (["city"], "ab")


def test_whoever_means_the_same_as_a_corrected_row_is_judged_too():
    run = checked(["Name"], ["Alpha"], ["Alpha"], ["Beta"])
    assert outcomes(run) == [(2, "new"), (3, "error"), (4, "new")]
    importing.correct(row_of(run, 2), {"name": "Beta"})
    assert outcomes(run) == [(2, "new"), (3, "new"), (4, "error")]


def test_a_row_that_is_left_out_makes_place_for_the_other():
    run = checked(["Name"], ["Alpha"], ["Alpha"], ["Beta"])
    importing.choose(run, [row_of(run, 2).pk], False)
    assert outcomes(run) == [(2, "new"), (3, "new"), (4, "new")]
    importing.choose(run, [row_of(run, 2).pk], True)
    assert outcomes(run) == [(2, "new"), (3, "error"), (4, "new")]


def test_two_rows_may_not_be_decided_to_be_one_entry():
    entry = make_organisation(index=False, name="Alpha")
    run = checked(["Name"], ["Alpha"], ["Beta"])
    importing.decide(row_of(run, 3), entry)
    assert outcomes(run) == [(2, "unchanged"), (3, "error")]


def test_whoever_meant_the_same_entry_before_is_judged_too():
    entry = make_organisation(index=False, name="Alpha")
    run = checked(["Name", "Kennung"], ["Alpha", ""], ["Beta", str(entry.uuid)])
    assert outcomes(run) == [(2, "unchanged"), (3, "error")]
    importing.decide(row_of(run), None)
    assert outcomes(run) == [(2, "new"), (3, "changed")]


def test_what_it_might_be_is_forgotten_when_it_is_known():
    make_organisation(index=False, name="Sonnenblume e.V.")
    run = checked(["Name"], ["Sonnenblumen Verein"])
    assert len(row_of(run).likely) == 1
    importing.correct(row := row_of(run), {"name": "Sonnenblume e.V."})
    assert (row.outcome, row.likely) == ("unchanged", [])


def test_what_else_it_might_be_stays_to_be_seen():
    entry = make_organisation(index=False, name="Sonnenblume e.V.")
    run = checked(["Name"], ["Sonnenblumen Verein"])
    for answer in (entry, None, entry):
        importing.decide(row := row_of(run), answer)
        assert [pk for pk, _reasons in row.likely] == [entry.pk]


def test_a_decision_is_forgotten_with_the_name_it_was_made_for():
    entry = make_organisation(index=False, name="Alpha")
    run = checked(["Name", "Ort"], ["Beta", "Berlin"])
    importing.decide(row := row_of(run), entry)
    importing.correct(row, {"city": "Köln"})
    assert (row.organisation, row.decided) == (entry, True)
    importing.correct(row, {"name": "Gamma"})
    assert (row.organisation, row.decided, row.outcome) == (None, False, "new")


@pytest.mark.parametrize("state", ["checking", "importing", "done", "failed"])
def test_nothing_is_decided_while_a_list_is_at_work_or_done(state):
    run = checked(["Name"], ["Alpha"])
    SpreadsheetImport.objects.update(state=state)
    row = row_of(run)
    for act in (
        lambda: importing.correct(row, {"name": "Beta"}),
        lambda: importing.choose(run, [row.pk], False),
        lambda: importing.decide(row, None),
        lambda: importing.look_again(run, [row.pk]),
        lambda: importing.begin(run),
    ):
        with pytest.raises(importing.NotNow):
            act()
    row.refresh_from_db()
    assert (row.cells, row.chosen, row.decided) == ({"name": "Alpha"}, True, False)


def test_several_rows_are_corrected_and_decided_at_once(django_assert_max_num_queries):
    run = checked(["Name", "PLZ"], *([f"Verein Nummer {number}", "642"] for number in range(70)))
    rows = list(run.rows.all())
    with django_assert_max_num_queries(60):
        importing.correct_all(run, {row.pk: {"postcode": "64283"} for row in rows})
        importing.decide_all(run, {row.pk: None for row in rows})
    assert set(run.rows.values_list("outcome", "decided")) == {("new", True)}


def test_others_rows_are_not_judged_anew():
    run = checked(["Name"], ["Alpha"], ["Beta"])
    run.rows.filter(number=3).update(errors={"name": ["kept"]})
    importing.correct(row_of(run), {"city": "Berlin"})
    importing.decide(row_of(run), None)
    importing.choose(run, [row_of(run).pk], False)
    assert row_of(run, 3).errors == {"name": ["kept"]}
