"""Where an application stands, in plain words: what it means, who has it now, what comes next and when."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from . import terms
from .models import Application

State = Application.State


@dataclass(frozen=True)
class Words:
    """`holder` is who has it now, "" where nobody has; `on` the day promised for what comes next, None without one."""

    state: str
    meaning: str
    holder: str
    next: str = ""
    on: date | None = None


def words(application, at=None):
    at = at or timezone.now()
    rules = terms.of_version(application.version)
    told = {State.DRAFT: of_draft, State.SUBMITTED: of_submitted, State.WITHDRAWN: of_withdrawn}
    return told[application.state](application, rules, at)


def of_draft(application, rules, at):
    if not rules.is_taken(max(at, rules.opens_at)):
        return of_kept(application)
    holder, closes_on = gettext("your association"), rules.closes_at.astimezone(terms.BERLIN).date()
    if application.handed_over_at:
        meaning = gettext("It is written. Somebody who is entitled to sign has to submit it.")
        return Words(gettext("ready for signature"), meaning, holder, gettext("Submit it."), closes_on)
    meaning = gettext("Your association is writing it. The office does not see it yet.")
    return Words(gettext("draft"), meaning, holder, gettext("Complete it and submit it."), closes_on)


def of_kept(application):
    """The call has closed; somebody may have pressed the button too late."""
    meaning = gettext("The deadline has passed. Everything is kept.")
    state = gettext("not submitted")
    if application.late_at:
        meaning, state = gettext("It arrived after the deadline. Everything is kept."), gettext("kept, not submitted")
    return Words(state, meaning, gettext("your association"), gettext("Ask the office whether it can still be taken."))


def of_submitted(application, rules, at):
    meaning = gettext("The application has reached the office and can no longer be changed.")
    promised = next_promised(rules, timezone.localdate(at))
    coming = terms.in_language(promised.text) if promised else gettext("The office decides.")
    return Words(gettext("submitted"), meaning, gettext("the city's office"), coming, promised and promised.on)


def of_withdrawn(application, rules, at):
    if rules.is_open(at):
        coming = gettext("You may write a new application until the deadline.")
        return Words(gettext("withdrawn"), withdrawn_meaning(rules), "", coming)
    return Words(gettext("withdrawn"), withdrawn_meaning(rules), "")


def withdrawn_meaning(rules):
    meaning = gettext("Your association has taken the application back. Nobody decides on it any more.")
    return f"{meaning} {counting(rules)}".strip()


def counting(rules):
    """Whether an application that is withdrawn counts for the limit; "" where there is no limit."""
    if rules.limit is None:
        return ""
    if rules.counts_withdrawn:
        return gettext("It still counts as one of the applications that your association may submit.")
    return gettext("It does not count as one of the applications that your association may submit.")


def promised(rules):
    """What happens when, in the order of the days; without a day, in its place in the call's list."""
    return sorted(rules.milestones, key=lambda one: one.on or date.max)


def next_promised(rules, today):
    return next((one for one in promised(rules) if one.on is None or one.on >= today), None)
