"""The preview: what each row of a list is, however long the list and however often it is broken off."""

import pytest
from django.utils import translation

from organisations.models import Organisation, SpreadsheetImport
from organisations.spreadsheets import checking, importing
from tests.factories import make_organisation
from tests.organisations.spreadsheets.files import checked, outcomes, row_of, uploaded, xlsx

pytestmark = pytest.mark.django_db
HEADINGS = ["Name", "PLZ", "E-Mail", "Status", "Themen", "Gegründet", "Kennung", "Einwilligung am"]
FAULTS = {
    10: (1, "6428", "postcode", "A postcode has five digits."),
    60: (2, "ohne Klammeraffen", "contact_email", "Enter a valid email address."),
    110: (3, "veröffentlich", "state", "“veröffentlich” is not known. Do you mean “veröffentlicht”?"),
    160: (4, "Fraun", "topics", "“Fraun” is not known. Do you mean “Frauen”?"),
    210: (5, "98", "founded", "Write the year with four digits, for example 1998."),
    260: (6, "abc", "uuid", "No entry has this identifier. Leave the cell empty if the entry is new."),
    290: (7, "99.99.2026", "consent_on", "Write the day like this: 31.12.2026."),
}


def started(*rows):
    return importing.start(uploaded(xlsx(*rows)), None, "en")


def test_seven_faults_among_three_hundred_rows_are_each_told_at_their_cell():
    good = ["64283", "a@verein.example", "Entwurf", "Frauen", "1998", "", "31.01.2026"]
    rows = [[f"Verein Nummer {number}", *good] for number in range(2, 302)]
    for number, (position, text, _code, _message) in FAULTS.items():
        rows[number - 2][position] = text
    run = checked(HEADINGS, *rows)
    assert (run.state, run.total, run.done) == ("checked", 300, 300)
    wrong = {row.number: row.errors for row in run.rows.filter(outcome="error")}
    assert wrong == {number: {code: [message]} for number, (_at, _text, code, message) in FAULTS.items()}
    assert run.rows.filter(outcome="new").count() == 293
    assert importing.obstacles(run)["errors"] == 7 and not importing.can_import(run)


def test_each_row_is_new_changed_unchanged_or_wrong():
    make_organisation(index=False, name="Alpha")
    make_organisation(index=False, name="Beta", postcode="64283")
    run = checked(["Name", "PLZ"], ["Alpha", "64283"], ["Beta", "64283"], ["Gamma", "64283"], ["Delta", "x"])
    assert outcomes(run) == [(2, "changed"), (3, "unchanged"), (4, "new"), (5, "error")]
    assert Organisation.objects.filter(name__in=["Gamma", "Delta"]).count() == 0


def test_progress_is_told_after_each_batch(monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 2)
    run, told = started(["Name"], ["Alpha"], ["Beta"], ["Gamma"], ["Delta"], ["Epsilon"]), []
    checking.check(run.pk, lambda done: told.append((done, SpreadsheetImport.objects.get(pk=run.pk).done)))
    assert told == [(2, 2), (4, 4), (5, 5)]


def test_a_check_that_was_broken_off_goes_on(monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 2)
    run = started(["Name"], ["Alpha"], ["Beta"], ["Gamma"], ["ALPHA"])

    def killed(done):
        raise SystemExit

    with pytest.raises(SystemExit):
        checking.check(run.pk, killed)
    assert outcomes(run) == [(2, "new"), (3, "new"), (4, ""), (5, "")]
    told = []
    checking.check(run.pk, told.append)
    assert told == [4]
    assert outcomes(run) == [(2, "new"), (3, "new"), (4, "new"), (5, "error")]


def test_a_check_can_be_asked_for_twice():
    run = checked(["Name"], ["Alpha"])
    run.rows.update(errors={"name": ["kept"]})
    checking.check(run.pk)
    assert (row_of(run).errors, row_of(run).outcome) == ({"name": ["kept"]}, "new")


def test_a_list_that_was_discarded_meanwhile_is_left(monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 2)
    run = started(["Name"], ["Alpha"], ["Beta"], ["Gamma"])
    checking.check(run.pk, lambda done: importing.discard(run))
    assert not SpreadsheetImport.objects.exists()
    checking.check(run.pk)


def test_an_error_of_the_portal_is_told_and_can_be_tried_again(monkeypatch):
    run = started(["Name"], ["Alpha"])
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(checking, "drafted", lambda *_facts: 1 / 0)
        checking.check(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    importing.try_again(run)
    checking.check(run.pk)
    run.refresh_from_db()
    assert (run.state, outcomes(run)) == ("checked", [(2, "new")])
    with pytest.raises(importing.NotNow):
        importing.try_again(run)


def test_findings_are_in_the_language_of_whoever_uploaded():
    german, english = (
        row_of(checked(["Name", "PLZ", "E-Mail"], ["Alpha", "1", "x"], language=language)).errors
        for language in ("de", "en")
    )
    with translation.override("de"):
        expected = str(Organisation._meta.get_field("postcode").validators[0].message)
    assert german["postcode"] == [expected] != english["postcode"]


def test_many_rows_ask_the_database_as_often_as_few(django_assert_max_num_queries):
    for number in range(60):
        make_organisation(index=False, name=f"Alt {number}")
    rows = [[f"{age} {number}", "64283"] for age in ("Alt", "Neu") for number in range(60)]
    run = started(["Name", "PLZ"], *rows)
    with django_assert_max_num_queries(40):
        checking.check(run.pk)
    assert importing.obstacles(run)["to_import"] == 120
