"""Decisions for tests: an application that can be decided on, and decisions about it."""

from decimal import Decimal

from grants import starting
from grants.casework import preparing, releasing
from grants.models import Application, Decision
from tests.factories import make_organisation
from tests.grants.cases import case_worker, make_case, published_call, second_person

State, Kind = Application.State, Decision.Kind
REASONS = "Das Projekt wird gebraucht."
REQUESTED = Decimal("375.00")


def make_decidable(call=None, **fields):
    """Asks for 375 EUR, which is the highest possible grant, too; there are texts for letters."""
    starting.load_letters()
    return make_case(State.DECIDING, call or published_call(), organisation=make_organisation(index=False), **fields)


def prepared(application, kind=Kind.AWARD, amount=None, user=None, **fields):
    if amount is None:
        amount = application.requested if kind == Kind.AWARD else 0
    return preparing.prepare(application, user or case_worker(), kind, Decimal(amount), **{"reasons": REASONS} | fields)


def released(application, kind=Kind.AWARD, amount=None, **fields):
    decision = prepared(application, kind, amount, **fields)
    releasing.release(decision, second_person())
    return fresh(decision)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)
