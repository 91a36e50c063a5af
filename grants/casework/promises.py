"""What the call promises, applied to a case: by which day it should have got how far. Days are those of Berlin."""

from dataclasses import dataclass
from datetime import date

from .. import terms
from ..models import Application, Milestone

State, Kind = Application.State, Milestone.Kind
# What comes next in each state; of these the first one with a day counts. While the applicant is asked, nothing is due.
AHEAD = {
    State.SUBMITTED: (Kind.CHECKED, Kind.ADVISED, Kind.DECIDED),
    State.CHECKING: (Kind.CHECKED, Kind.ADVISED, Kind.DECIDED),
    State.ASSESSING: (Kind.ADVISED, Kind.DECIDED),
    State.ADVISING: (Kind.ADVISED, Kind.DECIDED),
    State.DECIDING: (Kind.DECIDED,),
}


@dataclass(frozen=True)
class Promise:
    """`text` is in the active language; `overdue` once the day has passed."""

    text: str
    on: date
    overdue: bool


def due(application, today):
    """What the office promised for the state in which the application is; None where there is no day."""
    dated = [one for one in terms.of_version(application.version).milestones if one.on]
    for kind in AHEAD.get(application.state, ()):
        if found := next((one for one in dated if one.kind == kind), None):
            return Promise(terms.in_language(found.text), found.on, found.on < today)
    return None


def among(applications, today):
    """[(application, Promise)] of those with a day, the next day first; `applications` is a queryset."""
    found = applications.filter(state__in=AHEAD).select_related("version", "organisation")
    promised = [(one, due(one, today)) for one in found]
    return sorted(((one, promise) for one, promise in promised if promise), key=lambda pair: pair[1].on)


def overdue(applications, today):
    """Those of the queryset whose promised day has passed."""
    late = [one.pk for one, promise in among(applications, today) if promise.overdue]
    return applications.filter(pk__in=late)


def in_order(rules):
    """All that a call promises, in the order of the days; without a day, in its place in the call's list."""
    return sorted(rules.milestones, key=lambda one: one.on or date.max)


def next_one(rules, today):
    return next((one for one in in_order(rules) if one.on is None or one.on >= today), None)
