"""Whatever is prepared, taken back, released, revoked and withdrawn in whatever order: the pot tells the truth."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants import withdrawing
from grants.casework import deciding, pots, preparing, releasing
from grants.models import Application, Decision
from grants.workflow import NotPossible
from tests.grants.cases import case_worker, published_call, second_person, signatory_of
from tests.grants.casework.decisions import fresh, make_decidable, prepared

State, Kind = Application.State, Decision.Kind
POT, CASES = Decimal(600), 3
DAYS = {"known_on": date(2026, 1, 1), "heard_on": date(2026, 1, 1)}
ACTS = st.sampled_from(["award", "partial", "rejection", "waiting", "revocation", "cancel", "release", "withdraw"])
STEPS = st.lists(st.tuples(ACTS, st.integers(0, CASES - 1), st.integers(1, 45000)), max_size=14)


class World:
    def __init__(self):
        self.call = published_call(pot=POT)
        self.cases = [make_decidable(self.call) for _one in range(CASES)]
        self.people = {"preparer": case_worker(), "second": second_person()}
        self.signatories = [signatory_of(one) for one in self.cases]

    def do(self, act, number, cents):
        case = fresh(self.cases[number])
        waits = deciding.pending(case)
        if act == "cancel":
            return waits and deciding.cancel(waits, self.people["preparer"])
        if act == "release":
            return waits and releasing.release(waits, self.people["second"])
        if act == "withdraw":
            return withdrawing.withdraw(case, self.signatories[number])
        amount = {"award": case.requested, "partial": Decimal(cents) / 100}.get(act, 0)
        days = DAYS if act == "revocation" else {}
        return prepared(case, Kind(act), amount, user=self.people["preparer"], **days)

    def sums(self):
        """Reserved and awarded, counted from the decisions by hand."""
        decisions = Decision.objects.filter(application__call=self.call).select_related("application")
        reserved = sum(one.amount for one in decisions if not one.released_at and not one.cancelled_at)
        kept = [one for one in decisions if one.released_at and one.application.state == State.AWARDED]
        return reserved, sum(one.amount for one in kept)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_the_pot_is_the_sum_of_what_waits_and_what_is_awarded(steps, monkeypatch):
    # The year of a revocation has its own tests.
    monkeypatch.setattr(preparing, "check_revocation", lambda *days: None)
    world = World()
    for step in steps:
        try:
            world.do(*step)
        except NotPossible:
            pass
        found = pots.of(world.call)
        assert (found.reserved, found.awarded) == world.sums()
        assert fresh(world.call).committed == found.reserved + found.awarded
        assert 0 <= found.left <= POT
