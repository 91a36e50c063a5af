"""The steps so far as the association reads them: the office as a whole, its own people by their names.

What the office notes with its steps is for its file and stands here nowhere.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import workflow

OWN = (workflow.SUBMIT, workflow.ANSWER, workflow.WITHDRAW)
TEXTS = {
    workflow.SUBMIT: _("The application was submitted."),
    workflow.WITHDRAW: _("The application was withdrawn."),
    workflow.TAKE: _("The formal check has begun."),
    workflow.ASK: _("The office has asked you for something."),
    workflow.ANSWER: _("Your answer was sent."),
    workflow.CLOSE_QUERY: _("The office goes on without an answer."),
    workflow.LAPSE: _("Ended, because no answer came in time."),
    workflow.PASS: _("The formal check is done, the assessment begins."),
    workflow.RECHECK: _("The office checks once more."),
    workflow.REFER: _("It was put on the agenda of the advisory body."),
    workflow.ADVISE: _("The advisory body has given its advice."),
    workflow.CONCLUDE: _("The assessment is done."),
    workflow.REASSESS: _("The office assesses it once more."),
    workflow.AWARD: _("Decided: awarded"),
    workflow.WAIT: _("Decided: waiting list"),
    workflow.REJECT: _("Decided: rejected"),
    workflow.RECONSIDER: _("The office decides anew."),
    workflow.REVOKE: _("Decided: the award is taken back"),
}


@dataclass(frozen=True)
class Told:
    at: datetime
    text: str
    who: str
    note: str = ""


def of(application):
    return [told(change) for change in application.status_changes.select_related("by")]


def told(change):
    text = TEXTS.get(change.step, change.get_after_display())
    if change.step in OWN:
        return Told(change.at, text, str(change.by or ""), change.note)
    return Told(change.at, text, gettext("the office"))
