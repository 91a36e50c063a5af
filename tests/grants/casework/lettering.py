"""Letters for tests, without the pages by which decisions are made."""

from datetime import UTC, date, datetime
from decimal import Decimal

from grants.casework import letters
from grants.models import Application, CaseRequest, Decision
from tests.grants.cases import case_worker, make_case, second_person
from tests.grants.submissions import ANSWERS

State, Kind = Application.State, Decision.Kind
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
STATES = {
    Kind.AWARD: State.AWARDED,
    Kind.PARTIAL: State.AWARDED,
    Kind.WAITING: State.WAITING,
    Kind.REJECTION: State.REJECTED,
    Kind.REVOCATION: State.REVOKED,
}
GIVEN = {
    "amount": Decimal("375.00"),
    "financing": "deficit",
    "eligible": Decimal("1834.50"),
    "plan": ANSWERS["plan"],
    "period_from": date(2027, 3, 1),
    "period_until": date(2027, 6, 30),
    "report_due_on": date(2027, 12, 30),
}


def make_decision(kind=Kind.AWARD, application=None, **fields):
    """A released one; of a revocation, with the award that it takes back."""
    application = application or make_case(STATES[kind])
    if kind == Kind.REVOCATION:
        make_decision(Kind.AWARD, application)
        fields = {"known_on": date(2026, 11, 2), "heard_on": date(2026, 11, 9)} | fields
    given = GIVEN if kind in Decision.GIVES else {}
    fields = {"reasons": "Das Projekt hilft vielen.", **given} | fields
    return Decision.objects.create(
        application=application,
        kind=kind,
        prepared_by=case_worker(),
        prepared_at=AT,
        released_by=second_person(),
        released_at=AT,
        **fields,
    )


def make_request(granted, application=None, **fields):
    """An answered one; without `granted` it waits for its answer."""
    fields = {"kind": CaseRequest.Kind.EARLY_START, "text": "Wir müssen früher beginnen."} | fields
    if granted is not None:
        fields = {"answer": "Ja.", "answered_by": case_worker(), "answered_at": AT} | fields
    application = application or make_case(State.AWARDED)
    return CaseRequest.objects.create(application=application, received_at=AT, granted=granted, **fields)


def issued(kind=Kind.AWARD, **fields):
    decision = make_decision(kind, **fields)
    return letters.issue(decision.application, decision.released_by, AT, decision=decision)


def answered(granted, **fields):
    request = make_request(granted, **fields)
    return letters.issue(request.application, request.answered_by, AT, request=request)


def texts_of(text):
    return {"title": text.title, "body": text.body, "remedies": text.remedies}
