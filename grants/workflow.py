"""The steps of an application. Nothing else writes its state."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from .models import Application, StatusChange
from .permissions import may_submit, may_withdraw

State = Application.State
SUBMIT, WITHDRAW = "submit", "withdraw"


class NotPossible(Exception):
    """Says in words why the step was not done."""


@dataclass(frozen=True)
class Step:
    """`may` is asked with (user, application)."""

    before: tuple
    after: str
    may: Callable


STEPS = {
    SUBMIT: Step((State.DRAFT,), State.SUBMITTED, may_submit),
    WITHDRAW: Step((State.SUBMITTED,), State.WITHDRAWN, may_withdraw),
}


@transaction.atomic
def perform(step, application, user, *, note="", at=None, **columns):
    """Does the step and writes it down, together with the columns that change with the state.

    Compare and set: of two who do it at once the first one does, the other gets NotPossible.
    """
    rule, at = STEPS[step], at or timezone.now()
    if application.state in rule.before and not rule.may(user, application):
        raise NotPossible(gettext("This is for those who are entitled to sign for the association."))
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
