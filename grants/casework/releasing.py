"""The second person releases a decision: the step is done and the letter goes out, or nothing happens at all."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from .. import workflow
from ..models import Decision
from ..workflow import NotPossible
from . import deciding, letters, pots, preparing

Kind = Decision.Kind
STEPS = {
    Kind.AWARD: workflow.AWARD,
    Kind.PARTIAL: workflow.AWARD,
    Kind.WAITING: workflow.WAIT,
    Kind.REJECTION: workflow.REJECT,
    Kind.REVOCATION: workflow.REVOKE,
}


@transaction.atomic
def release(decision, user, at=None):
    """Returns the Notice. Raises NotPossible, in words."""
    at = at or timezone.now()
    application = pots.lock(decision.application)
    decision = application.decisions.get(pk=decision.pk)
    check(decision, user, at)
    decision.released_by, decision.released_at = user, at
    change = workflow.perform(STEPS[decision.kind], application, user, at=at)
    decision.save(update_fields=["released_by", "released_at"])
    deciding.give_back(change)
    return letters.issue(application, user, at, decision=decision)


def check(decision, user, at):
    """Raises NotPossible unless it waits, and for another person than the one who prepared it."""
    if decision.released_at or decision.cancelled_at:
        raise NotPossible(gettext("That is no longer possible: it was released or taken back meanwhile."))
    if decision.prepared_by == user:
        raise NotPossible(gettext("You have prepared it yourself. Another person releases it."))
    if decision.kind == Kind.REVOCATION:
        preparing.check_revocation(decision.known_on, decision.heard_on, at)


def refusal(decision, user, at=None):
    """Why this person cannot release it at present, in words; "" if they can."""
    step = workflow.STEPS[STEPS[decision.kind]]
    if not step.may(user, decision.application):
        return gettext("This is for %(who)s.") % {"who": step.who.words}
    try:
        check(decision, user, at or timezone.now())
    except NotPossible as error:
        return str(error)
    return ""


def release_all(decisions, user, at=None):
    """[(decision, "" or why not)], each in a transaction of its own."""
    return [(decision, tried(release, decision, user, at)) for decision in decisions]


def prepare_all(wishes, user, at=None):
    """[(application, "" or why not)] of [(application, {column: value})], each in a transaction of its own."""
    return [(one, tried(preparing.prepare, one, user, at=at, **columns)) for one, columns in wishes]


def tried(act, *arguments, **columns):
    try:
        act(*arguments, **columns)
    except NotPossible as error:
        return str(error)
    return ""
