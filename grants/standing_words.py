"""What each state after the submission means for the applicants, in plain words.

Nothing internal stands here: no scores, no votes, and nothing of a decision that nobody has released.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from . import terms
from .casework import promises
from .casework.legal_time import last_day
from .models import Application, Service

State = Application.State


@dataclass(frozen=True)
class Words:
    """`holder` is who has it now, "" where nobody has; `on` the day promised for what comes next, None without one.

    `is_yours`: the association has something to do, until `on`. `is_late`: `on` has passed.
    """

    state: str
    meaning: str
    holder: str
    next: str = ""
    on: date | None = None
    is_yours: bool = False
    is_late: bool = False


def office():
    return gettext("the city's office")


def yours():
    return gettext("your association")


# With the office


def of_submitted(application, rules, at):
    meaning = gettext("The application has reached the office and can no longer be changed.")
    return with_promise(gettext("submitted"), meaning, gettext("The office decides."), application, rules, at)


def of_checking(application, rules, at):
    meaning = gettext("The office checks whether everything is there and the rules of the call are kept.")
    coming = gettext("Then the office looks at the project itself. If something is missing, it asks you.")
    return with_promise(gettext("formal check"), meaning, coming, application, rules, at)


def of_assessing(application, rules, at):
    meaning = gettext("The formal check is done. Now the office looks at the costs and at what the project achieves.")
    coming = gettext("Then the office decides.")
    if rules.advisory:
        coming = gettext("Then %(body)s gives its advice.") % {"body": advisory_body(rules)}
    return with_promise(gettext("assessment"), meaning, coming, application, rules, at)


def of_advising(application, rules, at):
    body = advisory_body(rules)
    meaning = gettext("%(body)s talks about the application and gives its advice. The decision is the office's.")
    coming, held_on = gettext("The session takes place."), session_day(application)
    if held_on and held_on >= timezone.localdate(at):
        return Words(gettext("with the advisory body"), meaning % {"body": body}, body, coming, held_on)
    coming = gettext("Then the office decides.")
    return with_promise(
        gettext("with the advisory body"), meaning % {"body": body}, coming, application, rules, at, holder=body
    )


def of_deciding(application, rules, at):
    meaning = gettext("Everything has been looked at. The decision is not made yet.")
    coming = gettext("The office decides, and you get a letter.")
    return with_promise(gettext("before the decision"), meaning, coming, application, rules, at)


def with_promise(state, meaning, coming, application, rules, at, holder=""):
    """What the call promises comes next, and until when; `coming` where it promises nothing."""
    today, holder = timezone.localdate(at), holder or office()
    if promise := promises.due(application, today):
        return Words(state, meaning, holder, promise.text, promise.on, is_late=promise.overdue)
    following = promises.next_one(rules, today) if application.state == State.SUBMITTED else None
    if following:
        return Words(state, meaning, holder, terms.in_language(following.text), following.on)
    return Words(state, meaning, holder, coming)


def advisory_body(rules):
    return terms.in_language(rules.advisory_name) or gettext("the advisory body")


def session_day(application):
    waiting = (one for one in application.agenda_items.all() if one.voted_at is None)
    return next((timezone.localdate(one.session.held_at) for one in waiting), None)


# With the association


def of_queried(application, rules, at):
    state, query = gettext("waiting for your answer"), open_query(application)
    due_on = query and last_day(query.due_at)
    if query and at >= query.due_at:
        meaning = gettext("The office has asked for something, and the day for your answer has passed.")
        coming = gettext("Ask the office at once whether you get more time.")
        return Words(state, meaning, yours(), coming, due_on, is_yours=True, is_late=True)
    meaning = gettext("The office needs something from you before it can go on. You can change what it asks about.")
    return Words(state, meaning, yours(), gettext("Answer what the office asks."), due_on, is_yours=True)


def open_query(application):
    """Like `application.open_query`, and without a further look into the database where the queries are at hand."""
    found = (one for one in application.queries.all() if one.answered_at is None and one.closed_at is None)
    return next(found, None)


# Decided


def of_awarded(application, rules, at):
    meaning = gettext("Your project gets a grant. What counts is the letter: how much, for what, until when.")
    return with_letter(Words(gettext("awarded"), meaning, ""), application, at)


def of_waiting(application, rules, at):
    meaning = gettext("The project deserves a grant, but there is not enough money now. So it is on the waiting list.")
    coming = gettext("If money becomes free, the office decides anew.")
    return with_letter(Words(gettext("on the waiting list"), meaning, office(), coming), application, at)


def of_rejected(application, rules, at):
    meaning = gettext("The project gets no grant. The letter says why, and what you can do against it.")
    return with_letter(Words(gettext("rejected"), meaning, ""), application, at)


def of_revoked(application, rules, at):
    meaning = gettext("The grant was taken back. The letter says why, and what you can do against it.")
    return with_letter(Words(gettext("revoked"), meaning, ""), application, at)


def with_letter(words, application, at):
    """As long as a letter is on its way, that comes next."""
    service = letter_on_its_way(application)
    if service is None:
        return words
    if service.way == Service.Way.POST:
        return moved(words, office(), gettext("The letter comes to you by post."))
    if service.ends_at is None:
        return moved(words, office(), gettext("The letter is being made. You get an e-mail when you can fetch it."))
    if at < service.ends_at:
        return moved(words, yours(), gettext("Fetch the letter."), last_day(service.ends_at), is_yours=True)
    coming = gettext("Nobody has fetched the letter in time. The office sends it once more, or by post.")
    return moved(words, office(), coming)


def moved(words, holder, coming, on=None, is_yours=False):
    return Words(words.state, words.meaning, holder, coming, on, is_yours)


def letter_on_its_way(application):
    """The newest way of serving the newest letter, as long as it reached nobody; else None."""
    ways = [sorted(notice.services.all(), key=lambda one: one.number) for notice in application.notices.all()]
    open_ones = [found[-1] for found in ways if found and not any(one.fetched_at or one.posted_on for one in found)]
    return open_ones[-1] if open_ones else None


# Ended


def of_lapsed(application, rules, at):
    meaning = gettext("The office did not get what it asked for in time. The application ended without a decision.")
    return Words(gettext("lapsed"), meaning, "", again(rules, at))


def of_withdrawn(application, rules, at):
    meaning = gettext("Your association has taken the application back. Nobody decides on it any more.")
    return Words(gettext("withdrawn"), f"{meaning} {counting(rules)}".strip(), "", again(rules, at))


def again(rules, at):
    return gettext("You may write a new application until the deadline.") if rules.is_open(at) else ""


def counting(rules):
    """Whether an application that is withdrawn counts for the limit; "" where there is no limit."""
    if rules.limit is None:
        return ""
    if rules.counts_withdrawn:
        return gettext("It still counts as one of the applications that your association may submit.")
    return gettext("It does not count as one of the applications that your association may submit.")


TOLD = {
    State.SUBMITTED: of_submitted,
    State.CHECKING: of_checking,
    State.QUERIED: of_queried,
    State.ASSESSING: of_assessing,
    State.ADVISING: of_advising,
    State.DECIDING: of_deciding,
    State.AWARDED: of_awarded,
    State.WAITING: of_waiting,
    State.REJECTED: of_rejected,
    State.LAPSED: of_lapsed,
    State.WITHDRAWN: of_withdrawn,
    State.REVOKED: of_revoked,
}
