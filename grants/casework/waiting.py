"""What waits in the cases, each kind as a queryset of applications; the desk counts them and the office's list shows
them. Whoever asks begins with the cases that the person may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import workflow
from ..models import Application, CaseMessage, CaseRequest, Decision, Document, Query, StatusChange
from . import promises, serving

State = Application.State
SOON = timedelta(days=7)
EXPIRING_WITHIN = timedelta(days=30)
OPEN = (*promises.AHEAD, State.QUERIED, State.WAITING)
OF = OuterRef("pk")


@dataclass(frozen=True)
class Kind:
    """`found` is asked with (cases, user, now); `right` is what somebody needs to be the one who does it."""

    title: Promise
    found: Callable
    right: str = "grants.change_application"


def submitted(cases, user, now):
    return cases.filter(state=State.SUBMITTED).order_by("submitted_at")


def answered(cases, user, now):
    """The formal check goes on with what the association has sent."""
    last = StatusChange.objects.filter(application=OF).order_by("-at", "-pk").values("step")[:1]
    return cases.filter(state=State.CHECKING).alias(last=Subquery(last)).filter(last=workflow.ANSWER)


def unanswered(cases, user, now):
    late = Query.objects.open().filter(application=OF, due_at__lte=now)
    return cases.filter(Exists(late), state=State.QUERIED)


def promised_soon(cases, user, now):
    today = timezone.localdate(now)
    soon = [one.pk for one, promise in promises.among(cases, today) if today <= promise.on <= today + SOON]
    return cases.filter(pk__in=soon)


def promised_before(cases, user, now):
    return promises.overdue(cases, timezone.localdate(now))


def unread(cases, user, now):
    return cases.filter(Exists(CaseMessage.objects.filter(application=OF, from_office=False, read_at=None)))


def requested(cases, user, now):
    return cases.filter(Exists(CaseRequest.objects.open().filter(application=OF)))


def to_release(cases, user, now):
    """Not what the person has prepared: somebody else has to."""
    pending = Decision.objects.pending().filter(~Q(prepared_by=user), application=OF)
    return cases.filter(Exists(pending), state__in=(State.DECIDING, State.AWARDED))


def to_serve(cases, user, now):
    """By post, or anew: nobody has fetched the letter in time, or it goes by post anyway."""
    letters = [serving.lapsed(now).order_by(), serving.to_post().order_by()]
    return cases.filter(pk__in=[pk for found in letters for pk in found.values_list("application", flat=True)])


def to_be_fetched(cases, user, now):
    return cases.filter(pk__in=serving.waiting(now).order_by().values("application"))


def expiring(cases, user, now):
    """Papers of the association on file that are no longer valid, or soon; not those that have a newer one."""
    today = timezone.localdate(now)
    newer = Document.objects.filter(organisation=OuterRef("organisation"), on_file=OuterRef("on_file"))
    newer = newer.filter(Q(valid_until=None) | Q(valid_until__gt=today + EXPIRING_WITHIN))
    old = Document.objects.filter(organisation=OuterRef("organisation"), valid_until__lte=today + EXPIRING_WITHIN)
    return cases.filter(Exists(old.exclude(on_file="").exclude(Exists(newer))), state__in=OPEN)


KINDS = {
    "new": Kind(_("New applications"), submitted, "grants.view_application"),
    "answers": Kind(_("Answers that arrived"), answered),
    "unanswered": Kind(_("Queries without an answer in time"), unanswered),
    "overdue": Kind(_("Promised days that have passed"), promised_before),
    "soon": Kind(_("Promised days of the next week"), promised_soon),
    "messages": Kind(_("Messages that nobody has read"), unread),
    "requests": Kind(_("Requests without an answer"), requested),
    "release": Kind(_("Decisions that wait for a second person"), to_release, "grants.release_decision"),
    "letters": Kind(_("Letters to be sent anew or by post"), to_serve),
    "fetch": Kind(_("Letters that nobody has fetched yet"), to_be_fetched),
    "papers": Kind(_("Papers that expire soon"), expiring),
}


def of(key, user, now):
    """The cases of this kind that wait for this person; none for whom it is no work."""
    kind, cases = KINDS[key], Application.objects.for_office(user)
    return kind.found(cases, user, now) if user.has_perm(kind.right) else cases.none()
