"""The pot of a call: what is prepared reserves its money, what ends gives it back, and it is never overdrawn."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from grants import withdrawing
from grants.casework import assessing, deciding, pots, releasing
from grants.models import Application, Call, Decision
from grants.workflow import NotPossible
from tests.grants.cases import case_worker, published_call, second_person, signatory_of
from tests.grants.casework.decisions import fresh, make_decidable, prepared, released

pytestmark = pytest.mark.django_db
State, Kind = Application.State, Decision.Kind


@pytest.fixture
def call():
    return published_call(pot=Decimal(1000))


def sums(call):
    """Reserved, awarded, left, and what the call itself says is given away."""
    found = pots.of(call)
    return found.reserved, found.awarded, found.left, fresh(call).committed


def test_a_prepared_award_reserves_and_a_released_one_keeps_it(call):
    assert sums(call) == (0, 0, 1000, 0)
    decision = prepared(make_decidable(call))
    assert sums(call) == (375, 0, 625, 375)
    releasing.release(decision, second_person())
    assert sums(call) == (0, 375, 625, 375)


def test_what_is_taken_back_can_be_given_again(call):
    decision = prepared(make_decidable(call))
    deciding.cancel(decision, case_worker())
    assert sums(call) == (0, 0, 1000, 0)
    with pytest.raises(NotPossible):
        deciding.cancel(decision, case_worker())
    assert sums(call) == (0, 0, 1000, 0)


@pytest.mark.parametrize("kind", [Kind.WAITING, Kind.REJECTION])
def test_waiting_lists_and_rejections_cost_nothing(call, kind):
    prepared(make_decidable(call), kind)
    assert sums(call) == (0, 0, 1000, 0)
    released(make_decidable(call), kind)
    assert sums(call) == (0, 0, 1000, 0)


def test_the_last_cent_can_be_given_and_not_one_more(call):
    prepared(make_decidable(call))
    prepared(make_decidable(call))
    last = make_decidable(call)
    with translation.override("en"), pytest.raises(NotPossible) as error:
        prepared(last, Kind.PARTIAL, "250.01")
    assert str(error.value) == "There is not so much money in the pot: €250.00 are left, and this is €250.01."
    assert (last.decisions.count(), sums(call)) == (0, (750, 0, 250, 750))
    prepared(last, Kind.PARTIAL, "250")
    assert sums(call) == (1000, 0, 0, 1000)


def test_without_a_pot_there_is_no_limit():
    call = published_call(pot=None)
    prepared(make_decidable(call))
    found = pots.of(call)
    assert (found.total, found.reserved, found.left) == (None, 375, None)


def test_pots_of_different_calls_are_apart(call):
    prepared(make_decidable(published_call(pot=Decimal(375))))
    assert sums(call) == (0, 0, 1000, 0)


@pytest.mark.parametrize("is_released", [False, True])
def test_a_withdrawal_gives_everything_back_once(call, is_released):
    application = make_decidable(call)
    (released if is_released else prepared)(application)
    prepared(make_decidable(call))
    application = fresh(application)
    withdrawing.withdraw(application, signatory_of(application))
    assert sums(call) == (375, 0, 625, 375)
    with pytest.raises(NotPossible):
        withdrawing.withdraw(application, signatory_of(application))
    assert sums(call) == (375, 0, 625, 375)


def test_a_revocation_gives_back_when_it_is_released(call):
    application = released(make_decidable(call)).application
    days = {"known_on": date.today(), "heard_on": date.today()}
    decision = prepared(application, Kind.REVOCATION, **days)
    assert sums(call) == (0, 375, 625, 375)
    releasing.release(decision, second_person())
    assert sums(call) == (0, 0, 1000, 0)


def test_a_withdrawn_award_with_a_revocation_that_waits_gives_back_once(call):
    application = released(make_decidable(call)).application
    decision = prepared(application, Kind.REVOCATION, known_on=date.today(), heard_on=date.today())
    application = fresh(application)
    withdrawing.withdraw(application, signatory_of(application))
    with pytest.raises(NotPossible):
        releasing.release(decision, second_person())
    assert sums(call) == (0, 0, 1000, 0)


def test_back_to_the_assessment_frees_what_was_reserved(call):
    application = make_decidable(call)
    prepared(application)
    assessing.reassess(application, case_worker())
    assert (sums(call), fresh(application).state) == ((0, 0, 1000, 0), State.ASSESSING)


@pytest.mark.parametrize("wrong", [-1, 1001])
def test_the_database_keeps_the_pot_between_nothing_and_all(call, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(committed=wrong)


def test_a_letter_that_cannot_be_issued_leaves_everything_as_it_was(call, monkeypatch):
    decision = prepared(make_decidable(call))

    def fail(*arguments, **more):
        raise RuntimeError

    monkeypatch.setattr(releasing.letters, "issue", fail)
    with pytest.raises(RuntimeError):
        releasing.release(decision, second_person())
    assert (fresh(decision).released_at, fresh(decision.application).state) == (None, State.DECIDING)
    assert sums(call) == (375, 0, 625, 375)
