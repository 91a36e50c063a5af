"""A decision is prepared by one person, waits, and is released by another or taken back."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from grants import withdrawing
from grants.casework import assessing, deciding, preparing, releasing
from grants.models import Application, Appraisal, Decision
from grants.terms import BERLIN
from grants.workflow import NotPossible
from tests.grants.cases import case_worker, head, second_person, signatory_of, tied_case_worker
from tests.grants.casework.decisions import REASONS, fresh, make_decidable, prepared, released

pytestmark = pytest.mark.django_db
State, Kind = Application.State, Decision.Kind
REVOKED = {"known_on": date(2026, 1, 31), "heard_on": date(2026, 1, 12)}
DAY = datetime(2026, 2, 2, 9, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def refused(act, *arguments, **more):
    with pytest.raises(NotPossible) as error:
        act(*arguments, **more)
    return str(error.value)


# Preparing


def test_an_award_keeps_what_it_rests_on():
    application, user = make_decidable(), case_worker()
    decision = fresh(prepared(application, user=user, note="Akte"))
    assert (decision.kind, decision.amount, decision.financing) == (Kind.AWARD, Decimal("375.00"), "deficit")
    assert (decision.eligible, decision.reasons, decision.note) == (Decimal("1834.50"), REASONS, "Akte")
    assert [cost["amount"] for cost in decision.plan["costs"]] == ["600.00", "1234.50"]
    assert (decision.prepared_by, decision.released_at, decision.cancelled_at) == (user, None, None)
    assert fresh(application).state == State.DECIDING


def test_the_plan_of_an_award_is_what_the_office_recognises():
    application = make_decidable()
    application.budget_lines.filter(label="Hefte").update(recognised=Decimal(1000), cut_reason="zu viel")
    decision = prepared(application, Kind.PARTIAL, "75.25")
    assert decision.eligible == Decimal(1600)
    assert [cost["amount"] for cost in decision.plan["costs"]] == ["600.00", "1000.00"]


@pytest.mark.parametrize("amount, kind", [("375.00", Kind.AWARD), ("374.99", Kind.PARTIAL), ("0.01", Kind.PARTIAL)])
def test_whoever_gets_less_than_they_asked_for_gets_a_partial_award(amount, kind):
    application = make_decidable()
    assert preparing.kind_of(application, Decimal(amount)) == kind
    other = Kind.PARTIAL if kind == Kind.AWARD else Kind.AWARD
    assert refused(prepared, application, other, amount) == "An award gives what was requested, a partial award less."
    assert prepared(application, kind, amount).amount == Decimal(amount)


@pytest.mark.parametrize("amount", ["0", "-1", "375.01"])
def test_no_award_of_nothing_nor_of_more_than_what_was_requested(amount):
    application = make_decidable()
    assert refused(prepared, application, Kind.PARTIAL, amount)
    assert not application.decisions.exists()


def test_no_award_above_the_highest_possible_grant():
    application = make_decidable()
    application.budget_lines.filter(label="Hefte").update(recognised=Decimal(900), cut_reason="zu viel")
    most = assessing.assessed(application).highest
    assert most < application.requested
    assert refused(prepared, application, Kind.PARTIAL, most + Decimal("0.01"))
    assert prepared(application, Kind.PARTIAL, most).amount == most


@pytest.mark.parametrize("kind", [Kind.AWARD, Kind.WAITING, Kind.REJECTION])
def test_each_decision_has_its_reasons(kind):
    application = make_decidable()
    assert refused(prepared, application, kind, reasons="  ") == "Write the reasons. The applicant reads them."


@pytest.mark.parametrize("state", [one for one in State if one not in (State.DRAFT, State.DECIDING)])
def test_decisions_are_prepared_only_where_they_belong(state):
    application = make_decidable()
    Application.objects.filter(pk=application.pk).update(state=state)
    for kind in set(Kind) - {Kind.REVOCATION}:
        assert "That is not possible" in refused(prepared, application, kind)
    if state != State.AWARDED:
        assert "That is not possible" in refused(prepared, application, Kind.REVOCATION, **REVOKED)


def test_only_one_decision_waits():
    application = make_decidable()
    prepared(application)
    assert refused(prepared, application, Kind.REJECTION) == "A decision waits already. Take it back first."


def test_who_may_prepare():
    application = make_decidable()
    for user in (second_person(), tied_case_worker(application), signatory_of(application)):
        assert "This is for case workers" in refused(prepared, application, user=user)
    assert prepared(application, user=head()).prepared_by


def test_what_an_award_begins_with():
    application, user = make_decidable(), case_worker()
    found = preparing.proposed(application)
    assert (found["amount"], found["financing"]) == (Decimal("375.00"), "deficit")
    assert (found["period_from"], found["period_until"]) == (date(2027, 3, 1), date(2027, 6, 30))
    # 183 days after the last of June: the 30th of December, a Thursday.
    assert found["report_due_on"] == date(2027, 12, 30)
    Appraisal.objects.create(application=application, financing="full", amount=Decimal(200), by=user, at=timezone.now())
    assert (preparing.proposed(application)["amount"], preparing.proposed(application)["financing"]) == (200, "full")


def test_a_report_is_never_due_on_a_holiday(settings):
    settings.REPORT_DUE_DAYS = 178  # the 25th of December, a Saturday
    assert preparing.report_due(date(2027, 6, 30)) == date(2027, 12, 27)


# Taking back and releasing


def test_who_prepared_it_and_who_releases_it_can_take_it_back():
    application = make_decidable()
    for user in (case_worker(), second_person(), head()):
        decision = prepared(application)
        deciding.cancel(decision, user)
        assert (fresh(decision).cancelled_by, deciding.pending(application)) == (user, None)
    for user in (tied_case_worker(application), signatory_of(application)):
        assert refused(deciding.cancel, prepared_once(application), user)


def prepared_once(application):
    return deciding.pending(application) or prepared(application)


@pytest.mark.parametrize(
    "kind, state", [(Kind.AWARD, "awarded"), (Kind.WAITING, "waiting"), (Kind.REJECTION, "rejected")]
)
def test_the_second_person_releases_it_and_the_letter_is_issued(kind, state):
    application, user, at = make_decidable(), second_person(), timezone.now()
    decision = prepared(application, kind)
    notice = releasing.release(decision, user, at)
    assert (fresh(decision).released_by, fresh(decision).released_at) == (user, at)
    assert (notice.decision, notice.application, notice.made_at) == (decision, application, at)
    change = application.status_changes.last()
    assert (change.after, change.by, change.at, fresh(application).state) == (state, user, at, state)


def test_nobody_releases_what_they_prepared():
    application, user = make_decidable(), head()
    decision = prepared(application, user=user)
    assert refused(releasing.release, decision, user) == ("You have prepared it yourself. Another person releases it.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(released_by=user, released_at=timezone.now())
    assert fresh(application).state == State.DECIDING


def test_who_may_release():
    application = make_decidable()
    decision = prepared(application)
    for user in (case_worker(), tied_case_worker(application), signatory_of(application)):
        assert refused(releasing.release, decision, user) == "This is for a second person who decides."
        assert releasing.refusal(decision, user) == "This is for a second person who decides."
    assert releasing.refusal(decision, head()) == ""


def test_it_is_released_or_taken_back_once():
    first, second = prepared(make_decidable()), prepared(make_decidable())
    releasing.release(first, second_person())
    deciding.cancel(second, second_person())
    for decision in (first, second):
        assert "released or taken back meanwhile" in refused(releasing.release, decision, head())
        assert "released or taken back meanwhile" in refused(deciding.cancel, decision, head())
    assert first.application.notices.count() == 1


def test_of_several_each_is_released_by_itself():
    user = head()
    decisions = [prepared(make_decidable()), prepared(make_decidable(), user=user), prepared(make_decidable())]
    found = releasing.release_all(decisions, user)
    own = "You have prepared it yourself. Another person releases it."
    assert found == [(decisions[0], ""), (decisions[1], own), (decisions[2], "")]
    assert [fresh(one.application).state for one in decisions] == ["awarded", "deciding", "awarded"]


def test_from_the_waiting_list_it_is_decided_anew():
    application = released(make_decidable(), Kind.WAITING).application
    deciding.reconsider(application, case_worker(), "Geld ist da")
    assert application.status_changes.last().note == "Geld ist da"
    assert released(application).application.state == State.AWARDED


# Withdrawing and revoking


def test_a_withdrawal_ends_a_decision_that_waits():
    application = make_decidable()
    decision = prepared(application)
    user = signatory_of(application)
    withdrawing.withdraw(application, user)
    assert fresh(decision).cancelled_by == user
    assert "taken back" in refused(releasing.release, decision, second_person())


def test_a_revocation_says_since_when_all_is_known_and_when_the_applicant_was_heard():
    application = released(make_decidable()).application
    for name in REVOKED:
        days = REVOKED | {name: None}
        assert "Enter since when" in refused(prepared, application, Kind.REVOCATION, at=DAY, **days)
        ahead = REVOKED | {name: DAY.date() + timedelta(days=1)}
        assert "cannot be ahead" in refused(prepared, application, Kind.REVOCATION, at=DAY, **ahead)
    releasing.release(prepared(application, Kind.REVOCATION, at=DAY, **REVOKED), second_person(), DAY)
    assert fresh(application).state == State.REVOKED


@pytest.mark.parametrize("known_on, last", [("2026-01-31", "2027-01-31"), ("2024-02-29", "2025-02-28")])
def test_after_a_year_of_full_knowledge_nothing_is_revoked(known_on, last):
    days = {"known_on": date.fromisoformat(known_on), "heard_on": date.fromisoformat(known_on)}
    end = datetime.combine(date.fromisoformat(last), datetime.max.time().replace(microsecond=0), BERLIN)
    after = end + timedelta(seconds=1)
    application = released(make_decidable()).application
    assert "year for a revocation is over" in refused(prepared, application, Kind.REVOCATION, at=after, **days)
    decision = prepared(application, Kind.REVOCATION, at=end, **days)
    assert "year for a revocation is over" in refused(releasing.release, decision, second_person(), after)
    assert "year for a revocation is over" in releasing.refusal(decision, second_person(), after)
    releasing.release(decision, second_person(), end)
    assert fresh(application).state == State.REVOKED
