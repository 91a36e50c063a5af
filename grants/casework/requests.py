"""What an association asks for beside the way of its application, and the office's answer, which is a letter.

Requests change no state and no decision: the request and its letter are the record.
"""

from datetime import datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from organisations.permissions import signs_for

from ..models import Application, CaseRequest, Decision
from ..permissions import TAKEN_BACK, may_work_on
from ..terms import BERLIN
from ..workflow import NotPossible
from . import letters, serving
from .legal_time import day_of

Kind, State = CaseRequest.Kind, Application.State
CHANGES = (Kind.DATES, Kind.PLAN, Kind.PURPOSE)
# Nobody knows yet whether there will be money.
UNDECIDED = tuple(state for state in TAKEN_BACK if state != State.AWARDED)
OBJECTED = (Decision.Kind.AWARD, Decision.Kind.PARTIAL, Decision.Kind.REJECTION, Decision.Kind.REVOCATION)


def possible(application):
    """The kinds that can be asked for at present."""
    found = [Kind.EARLY_START] if application.state in UNDECIDED else []
    found += CHANGES if application.state == State.AWARDED else []
    return found + ([Kind.OBJECTION] if objected(application) else [])


def is_taken_online(kind):
    """The office says whether an objection through the portal has the form of the law."""
    return kind != Kind.OBJECTION or settings.OBJECTION_ONLINE


def may_ask(user, application):
    """In the name of the association, as with the application itself."""
    return signs_for(user, application.organisation)


@transaction.atomic
def ask(application, kind, user, text, begins_on=None, ends_on=None, at=None):
    """One of each kind at a time. Raises NotPossible, in words."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if not may_ask(user, application):
        raise NotPossible(gettext("Only somebody who is entitled to sign can ask for it."))
    if kind not in possible(application) or not is_taken_online(kind):
        raise NotPossible(gettext("This cannot be asked for here, or not any more."))
    days = {"begins_on": begins_on, "ends_on": ends_on}
    return create(application, kind, text, asked_by=user, received_at=at or timezone.now(), **days)


@transaction.atomic
def enter(application, kind, user, text, received_on, begins_on=None, ends_on=None):
    """The office writes down what came on paper, whatever the state is. Raises NotPossible."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    only_office(user, application)
    if received_on > timezone.localdate():
        raise NotPossible(gettext("This day lies in the future."))
    received_at = datetime.combine(received_on, time(), BERLIN)
    return create(application, kind, text, received_at=received_at, begins_on=begins_on, ends_on=ends_on)


def create(application, kind, text, **columns):
    try:
        with transaction.atomic():
            return CaseRequest.objects.create(application=application, kind=kind, text=text, **columns)
    except IntegrityError:
        raise NotPossible(gettext("There is an open request of this kind already.")) from None


def withdraw(request, user, at=None):
    """Raises NotPossible once it is answered."""
    if not may_ask(user, request.application):
        raise NotPossible(gettext("Only somebody who is entitled to sign can take it back."))
    if not CaseRequest.objects.open().filter(pk=request.pk).update(withdrawn_at=at or timezone.now()):
        raise NotPossible(gettext("It is answered or taken back already."))


@transaction.atomic
def answer(request, user, granted, text, at=None):
    """The answer and the letter that tells it, once; of two who answer the second gets NotPossible."""
    only_office(user, request.application)
    at = at or timezone.now()
    columns = {"granted": granted, "answer": text, "answered_by": user, "answered_at": at}
    if not CaseRequest.objects.open().filter(pk=request.pk).update(**columns):
        raise NotPossible(gettext("It is answered or taken back already."))
    request.refresh_from_db()
    return letters.issue(request.application, user, at, request=request)


def only_office(user, application):
    if not may_work_on(user, application):
        raise NotPossible(gettext("This is for case workers who are not tied to the association."))


# What is so at present


def objected(application):
    """The letter against which one can object now: the newest one that decides and is issued; None without one."""
    found = application.notices.filter(decision__kind__in=OBJECTED).select_related("text", "decision")
    return found.order_by("-made_at", "-pk").first()


def is_in_time(request):
    """Whether an objection came in time; None where the letter is not served yet, or names no remedy."""
    notice = objected(request.application)
    until = notice and serving.state(notice, request.received_at).objection_until
    return day_of(request.received_at) <= until if until else None


def valid_days(application):
    """(first day, last day) for which the money is given: as granted last, else as decided; None without an award."""
    granted = application.requests.filter(kind=Kind.DATES, granted=True, ends_on__isnull=False).order_by("answered_at")
    decided = application.decisions.released().filter(kind__in=Decision.GIVES).order_by("released_at").last()
    if decided is None:
        return None
    changed = granted.last()
    return (changed.begins_on or decided.period_from, changed.ends_on) if changed else period_of(decided)


def period_of(decision):
    return decision.period_from, decision.period_until


def early_start(application):
    """The day from which the association may begin before the decision; None without permission."""
    granted = application.requests.filter(kind=Kind.EARLY_START, granted=True).order_by("answered_at").last()
    return granted.begins_on if granted else None
