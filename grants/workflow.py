"""The steps of an application. Nothing else writes its state."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Application, StatusChange
from .permissions import TAKEN_BACK, may_answer, may_prepare, may_release, may_submit, may_withdraw, may_work_on

State = Application.State
SUBMIT, WITHDRAW = "submit", "withdraw"
TAKE, ASK, ANSWER, CLOSE_QUERY, LAPSE = "take", "ask", "answer", "close_query", "lapse"
PASS, RECHECK, REFER, ADVISE, CONCLUDE, REASSESS = "pass", "recheck", "refer", "advise", "conclude", "reassess"
AWARD, WAIT, REJECT, RECONSIDER, REVOKE = "award", "wait", "reject", "reconsider", "revoke"


class NotPossible(Exception):
    """Says in words why the step was not done."""


@dataclass(frozen=True)
class Who:
    """Who does a step: `may` is asked with (user, application), `words` name them."""

    may: Callable
    words: Promise


SIGNATORY = _("those who are entitled to sign for the association")
OFFICE = Who(may_work_on, _("case workers who are not tied to the association"))
PREPARER = Who(may_prepare, _("case workers who are not tied to the association"))
SECOND = Who(may_release, _("a second person who decides"))


@dataclass(frozen=True)
class Step:
    """`does` says what the step means, `mail` is the template of the mail that goes to the association, "" for none."""

    before: tuple
    after: str
    who: Who
    label: Promise
    does: Promise
    mail: str = ""

    def may(self, user, application):
        return self.who.may(user, application)


STEPS = {
    SUBMIT: Step(
        (State.DRAFT,),
        State.SUBMITTED,
        Who(may_submit, SIGNATORY),
        _("Submit"),
        _("The application reaches the office."),
        "receipt",
    ),
    WITHDRAW: Step(
        TAKEN_BACK,
        State.WITHDRAWN,
        Who(may_withdraw, SIGNATORY),
        _("Withdraw"),
        _("Nobody decides on it any more; money that was reserved goes back to the pot."),
        "withdrawn",
    ),
    TAKE: Step(
        (State.SUBMITTED,),
        State.CHECKING,
        OFFICE,
        _("Begin the formal check"),
        _("You become the case worker. The association sees that somebody has it."),
    ),
    ASK: Step(
        (State.CHECKING,),
        State.QUERIED,
        OFFICE,
        _("Ask the applicant"),
        _("The association can change the sections that you name, until the day that you name."),
        "query",
    ),
    ANSWER: Step(
        (State.QUERIED,),
        State.CHECKING,
        Who(may_answer, SIGNATORY),
        _("Send the answer"),
        _("The corrected application reaches the office as a version of its own."),
        "answered",
    ),
    CLOSE_QUERY: Step(
        (State.QUERIED,),
        State.CHECKING,
        OFFICE,
        _("Go on without an answer"),
        _("The sections close, and the check goes on with what was sent."),
        "query_closed",
    ),
    LAPSE: Step(
        (State.QUERIED,),
        State.LAPSED,
        OFFICE,
        _("Let it lapse"),
        _("The day for the answer has passed. The application ends without a decision."),
        "lapsed",
    ),
    PASS: Step(
        (State.CHECKING,),
        State.ASSESSING,
        OFFICE,
        _("Formal check done"),
        _("Every point of the checklist is fulfilled; the assessment begins."),
    ),
    RECHECK: Step(
        (State.ASSESSING,),
        State.CHECKING,
        OFFICE,
        _("Back to the formal check"),
        _("For example to ask the applicant once more. Cuts and scores stay."),
    ),
    REFER: Step(
        (State.ASSESSING,),
        State.ADVISING,
        OFFICE,
        _("Put on the agenda"),
        _("The advisory body gives its vote in the session that you choose."),
    ),
    ADVISE: Step(
        (State.ADVISING,),
        State.DECIDING,
        OFFICE,
        _("Close the vote"),
        _("The votes stand in the file, and the decision can be prepared."),
    ),
    CONCLUDE: Step(
        (State.ASSESSING,),
        State.DECIDING,
        OFFICE,
        _("Assessment done"),
        _("The decision can be prepared."),
    ),
    REASSESS: Step(
        (State.ADVISING, State.DECIDING),
        State.ASSESSING,
        OFFICE,
        _("Back to the assessment"),
        _("It leaves the agenda; votes that were given stay in the file."),
    ),
    AWARD: Step(
        (State.DECIDING,),
        State.AWARDED,
        SECOND,
        _("Release the award"),
        _("The notice is issued, and the money stays reserved."),
        "letter",
    ),
    WAIT: Step(
        (State.DECIDING,),
        State.WAITING,
        SECOND,
        _("Release the place on the waiting list"),
        _("A letter says that the application waits for money."),
        "letter",
    ),
    REJECT: Step(
        (State.DECIDING,),
        State.REJECTED,
        SECOND,
        _("Release the rejection"),
        _("The notice is issued."),
        "letter",
    ),
    RECONSIDER: Step(
        (State.WAITING,),
        State.DECIDING,
        PREPARER,
        _("Decide anew"),
        _("There is money again; another decision can be prepared."),
    ),
    REVOKE: Step(
        (State.AWARDED,),
        State.REVOKED,
        SECOND,
        _("Release the revocation"),
        _("The notice is issued, and the money goes back to the pot."),
        "letter",
    ),
}


@transaction.atomic
def perform(step, application, user, *, note="", at=None, **columns):
    """Does the step and writes it down, together with the columns that change with the state.

    Compare and set: of two who do it at once the first one does, the other gets NotPossible.
    """
    rule, at = STEPS[step], at or timezone.now()
    if application.state in rule.before and not rule.may(user, application):
        raise NotPossible(gettext("This is for %(who)s.") % {"who": rule.who.words})
    before = application.state
    waiting = Application.objects.filter(pk=application.pk, state=before, state__in=rule.before)
    if not waiting.update(state=rule.after, **columns):
        application.refresh_from_db(fields=["state"])
        told = {"state": application.get_state_display()}
        raise NotPossible(gettext("That is no longer possible: the application is now “%(state)s”.") % told)
    for name, value in (columns | {"state": rule.after}).items():
        setattr(application, name, value)
    return StatusChange.objects.create(
        application=application, step=step, before=before, after=rule.after, by=user, at=at, note=note
    )


def possible(application):
    """{key: Step} of what can follow the present state, whoever does it."""
    return {key: step for key, step in STEPS.items() if application.state in step.before}
