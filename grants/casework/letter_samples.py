"""Decisions and requests that are not, so that the text of a letter can be looked at with a case's real data."""

from ..models import CaseRequest, Decision, LetterKind
from . import letter_values

OF_REQUESTS = {LetterKind.GRANTED, LetterKind.REFUSED}


def of(kind, application, at):
    """(decision, request), one of them None: the case's own of this kind, else one made of what it asks for."""
    if kind in OF_REQUESTS:
        return None, application.requests.filter(answered_at=None).last() or request(application, at)
    return application.decisions.filter(kind=kind).last() or decision(kind, application), None


def decision(kind, application):
    found = Decision(application=application, kind=kind)
    if found.gives:
        content = letter_values.content_of(application)["answers"]
        days = {name: letter_values.read_day(content["projekt"].get(name)) for name in ("begins_on", "ends_on")}
        found.amount, found.financing = application.requested, application.call.financing
        found.period_from, found.period_until, found.plan = days["begins_on"], days["ends_on"], content["plan"]
    return found


def request(application, at):
    return CaseRequest(application=application, kind=CaseRequest.Kind.EARLY_START, received_at=at)
