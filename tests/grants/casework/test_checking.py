"""The formal check: what the portal computes, what the office says instead, and what ends the check."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from grants import workflow
from grants.casework import checking
from grants.models import Application, CheckMark
from tests.grants.cases import case_worker, make_case, published_call, second_person, tied_case_worker
from tests.members import english
from tests.office import let_in
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db
State = Application.State
YES, NO = CheckMark.Verdict.YES, CheckMark.Verdict.NO


def make_checked(**sections):
    """A case in the check, of a call for projects that have not begun."""
    return make_case(State.CHECKING, published_call(not_begun=True), **sections)


def begun():
    """Its project has begun, which the rules of the call exclude."""
    return make_checked(projekt={"begun": "yes"})


def settled(case):
    return {one.key: one.settled for one in checking.checklist(case)}


def one(case, key):
    return next(item for item in checking.checklist(case) if item.key == key)


def test_every_rule_of_the_call_is_judged_with_its_reason():
    with translation.override("en"):
        found = {item.key: (item.verdict, item.reason) for item in checking.checklist(make_checked())}
    assert list(found) == ["local", "not_begun", "in_time", "eligible", "balanced", "requested"]
    assert found["not_begun"] == ("yes", "Your project has not begun.")
    assert {verdict for verdict, _reason in found.values()} == {"yes"}


def test_every_rule_has_a_name_on_the_list():
    assert set(checking.LABELS) == {rule.key for rule in checking.eligibility.RULES}


def test_the_first_arrival_is_judged_however_late_the_check_is():
    case = make_checked()
    Application.objects.filter(pk=case.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    case.refresh_from_db()
    assert settled(case)["in_time"] is False


def test_what_the_office_says_counts_instead():
    case, user = begun(), case_worker()
    assert settled(case)["not_begun"] is False
    checking.override(case, "not_begun", YES, " Nur die Anmeldung ", user)
    found = one(case, "not_begun")
    assert (found.verdict, found.settled, found.mark.reason, found.mark.by) == ("no", True, "Nur die Anmeldung", user)


def test_the_office_can_say_no_to_what_the_portal_finds_right():
    case = make_checked()
    checking.override(case, "eligible", NO, "Miete für Büro", case_worker())
    assert (settled(case)["eligible"], checking.is_settled(case)) == (False, False)


def test_a_verdict_is_changed_again_and_taken_back():
    case, user, other = begun(), case_worker(), case_worker(first_name="Fritz")
    checking.override(case, "not_begun", YES, "Erst", user)
    checking.override(case, "not_begun", NO, "Dann", other)
    assert [(mark.verdict, mark.reason, mark.by) for mark in case.check_marks.all()] == [("no", "Dann", other)]
    checking.take_back(case, "not_begun", user)
    assert one(case, "not_begun").mark is None


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ASSESSING, State.DECIDING, State.REJECTED])
def test_nothing_is_judged_outside_the_check(state):
    case = make_case(state)
    with pytest.raises(workflow.NotPossible):
        checking.override(case, "in_time", NO, "x", case_worker())
    assert not case.check_marks.exists()


def test_who_is_tied_judges_nothing():
    case = make_checked()
    for user in (tied_case_worker(case), second_person()):
        with pytest.raises(workflow.NotPossible):
            checking.override(case, "in_time", NO, "x", user)


def test_taking_makes_somebody_the_case_worker():
    case, user = make_case(), case_worker()
    checking.take(case, user, "")
    case.refresh_from_db()
    assert (case.state, case.officer) == ("checking", user)


def test_the_check_does_not_end_while_a_point_is_open_and_says_which():
    case = begun()
    with translation.override("en"), pytest.raises(workflow.NotPossible, match=r"not fulfilled yet: Not begun\."):
        checking.pass_on(case, case_worker(), "")
    case.refresh_from_db()
    assert case.state == "checking"


def test_the_check_ends_once_every_point_is_fulfilled_or_judged_so():
    case, user = begun(), case_worker()
    checking.override(case, "not_begun", YES, "Genehmigt", user)
    checking.pass_on(case, user, "fertig")
    assert (case.state, case.status_changes.last().note) == ("assessing", "fertig")


def test_the_check_begins_again_from_the_assessment():
    case = make_case(State.ASSESSING)
    checking.recheck(case, case_worker(), "")
    assert case.state == "checking"


def test_a_permitted_early_start_stands_beside_the_rule():
    case, now = begun(), timezone.now()
    asked = {"kind": "early_start", "text": "x", "received_at": now, "answered_at": now}
    case.requests.create(**asked, granted=False, begins_on=date(2026, 1, 1))
    assert one(case, "not_begun").note == ""
    case.requests.create(**asked, granted=True, begins_on=date(2027, 2, 1))
    with translation.override("en"):
        assert one(case, "not_begun").note == "An early start was permitted, from 1 February 2027 on."
    assert one(case, "in_time").note == ""


# The page


def at(case, key="not_begun"):
    return english(reverse("admin:grants_application_check", args=[case.pk, key]))


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(client):
    case, browser = begun(), let_in(client, case_worker())
    answer = browser.post(at(case), {"verdict": "yes", "reason": "  "})
    assert (answer.status_code, case.check_marks.count()) == (422, 0)
    assert "Say why." in text(main(tree(answer)))


def test_the_page_saves_a_verdict_and_takes_it_back(client):
    case, browser = begun(), let_in(client, case_worker())
    assert "Your project has already begun." in text(main(tree(browser.get(at(case)))))
    assert browser.post(at(case), {"verdict": "yes", "reason": "Nur Werbung"}).status_code == 302
    assert case.check_marks.get().reason == "Nur Werbung"
    assert "Nur Werbung" in browser.get(at(case)).content.decode()
    browser.post(at(case), {"action": "take_back"})
    assert not case.check_marks.exists()


def test_the_page_exists_for_case_workers_who_are_not_tied(client):
    case = begun()
    found = [let_in(client, user).get(at(case)).status_code for user in (second_person(), tied_case_worker(case))]
    assert found == [403, 404]
    assert let_in(client, case_worker()).get(at(case, "unbekannt")).status_code == 404
