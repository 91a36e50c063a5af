"""The way of an application as its association sees it: what is done, where it is now, what is still ahead."""

from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from . import standing_words
from .models import Application

State = Application.State
SUBMITTED, CHECK, ASSESSMENT, ADVICE, DECISION, LETTER = range(6)
STANDS_AT = {
    State.SUBMITTED: SUBMITTED,
    State.CHECKING: CHECK,
    State.QUERIED: CHECK,
    State.ASSESSING: ASSESSMENT,
    State.ADVISING: ADVICE,
    State.DECIDING: DECISION,
    State.AWARDED: LETTER,
    State.WAITING: LETTER,
    State.REJECTED: LETTER,
    State.REVOKED: LETTER,
}
ENDED = (State.WITHDRAWN, State.LAPSED)


@dataclass(frozen=True)
class Station:
    """`is_end`: it goes no further."""

    label: str
    is_done: bool = False
    is_here: bool = False
    is_end: bool = False


def of(application, rules):
    """The stations in order; of one that ended before its time, those that it reached, and the end."""
    if application.state in ENDED:
        reached = STANDS_AT.get(last_state(application), SUBMITTED)
        done = [Station(label, is_done=True) for number, label in stations(rules) if number <= reached]
        return [*done, Station(application.get_state_display(), is_here=True, is_end=True)]
    here = STANDS_AT[application.state]
    is_over = here == LETTER and standing_words.letter_on_its_way(application) is None
    return [
        Station(label, is_done=number < here or is_over, is_here=number == here and not is_over)
        for number, label in stations(rules)
    ]


def last_state(application):
    """The state in which it was before it ended."""
    last = application.status_changes.last()
    return last.before if last else State.SUBMITTED


def stations(rules):
    labels = [
        (SUBMITTED, pgettext("station of an application", "Submitted")),
        (CHECK, gettext("Formal check")),
        (ASSESSMENT, gettext("Assessment")),
        (ADVICE, gettext("Advice of %(body)s") % {"body": standing_words.advisory_body(rules)}),
        (DECISION, pgettext("station of an application", "Decision")),
        (LETTER, pgettext("station of an application", "Letter")),
    ]
    return [one for one in labels if rules.advisory or one[0] != ADVICE]
