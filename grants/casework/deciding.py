"""Decisions that wait, and what becomes of their money. How they are made stands in `preparing`, how they are
released in `releasing`; the letter belongs to the release."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext

from darmstadt_mso.lib.money import ZERO

from .. import workflow
from ..models import Decision
from ..permissions import may_prepare, may_release
from ..workflow import NotPossible
from . import pots

State = workflow.State


def pending(application):
    """The decision that waits for its release, or None."""
    return application.decisions.pending().select_related("prepared_by").first()


@transaction.atomic
def cancel(decision, user):
    """Takes back a decision before it is released; its money is free again."""
    application = pots.lock(decision.application)
    if not (may_prepare(user, application) or may_release(user, application)):
        raise NotPossible(gettext("This is for %(who)s.") % {"who": workflow.PREPARER.words})
    if not take_back(application, user, pk=decision.pk):
        raise NotPossible(gettext("That is no longer possible: it was released or taken back meanwhile."))


@transaction.atomic
def cancel_pending(application, user):
    """The same for whatever waits when a step leads away from the decision; nothing happens if nothing waits."""
    take_back(pots.lock(application), user)


def take_back(application, user, **which):
    """Returns how many were taken back, 0 or 1. The application is locked."""
    found = application.decisions.pending().filter(**which)
    for decision in found:
        pots.give(application.call, decision.amount)
    return found.update(cancelled_by=user, cancelled_at=timezone.now())


def give_back(change):
    """What an award held goes back with the step (a StatusChange) out of “awarded”, in its transaction: such a step is
    done once, and so is this. The call is locked."""
    if change.before != State.AWARDED:
        return
    given = change.application.decisions.released().filter(kind__in=Decision.GIVES)
    pots.give(change.application.call, given.aggregate(sum=Sum("amount", default=ZERO))["sum"])


def reconsider(application, user, note=""):
    """From the waiting list back to the decision."""
    return workflow.perform(workflow.RECONSIDER, application, user, note=note)
