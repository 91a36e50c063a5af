"""How a letter is served: by download (§ 41 (2a) HVwVfG) or by post; what was done, what follows from it, who waits.

A letter is served once: by the first way that reached the association. Moments are compared with the end of the fetch
limit, days are those of Berlin.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext

from darmstadt_mso.lib import jobs
from organisations.permissions import signs_for

from .. import telling
from ..models import Application, Consent, Notice, Service
from ..moments import day, moment_in_words
from ..workflow import NotPossible
from .legal_time import day_of, last_day, objection_until, served_by_download

TELL = "grants.jobs.tell_of_letter"
DOWNLOAD, POST = Service.Way.DOWNLOAD, Service.Way.POST
SENDING, WAITING, FETCHED, LAPSED = "sending", "waiting", "fetched", "lapsed"
TO_POST, POSTED = "to_post", "posted"


@dataclass(frozen=True)
class Served:
    """Where the service of a letter stands; `words` say it. `objection_until` is None where the letter names no
    remedy or is not served yet; `fetch_until` is the last day on which it can be fetched."""

    state: str
    words: str
    served_on: date | None = None
    objection_until: date | None = None
    fetch_until: date | None = None
    fetched_at: datetime | None = None
    posted_on: date | None = None

    def is_served(self, today):
        return self.served_on is not None and self.served_on <= today


# Beginning


@transaction.atomic
def begin(notice, way=DOWNLOAD):
    """The next way of serving it; by post where nobody could fetch it. A mail follows by a job."""
    Notice.objects.select_for_update().get(pk=notice.pk)
    if way == DOWNLOAD and not can_be_fetched(notice.application):
        way = POST
    number = (notice.services.aggregate(last=Max("number"))["last"] or 0) + 1
    service = Service.objects.create(notice=notice, number=number, way=way, asked_at=timezone.now())
    if way == DOWNLOAD:
        jobs.defer(TELL, service=service.pk)
    return service


def can_be_fetched(application):
    """Whether somebody could: the consent is there, or may still be given. Who took it back wants letters by post."""
    if consent_of(application):
        return bool(telling.people(application.organisation))
    return not application.consents.exists() and bool(telling.signatories(application.organisation))


@transaction.atomic
def serve_anew(notice, user):
    """Another limit and another mail, once the last one is over. Raises NotPossible."""
    Notice.objects.select_for_update().get(pk=notice.pk)
    if state(notice, timezone.now()).state not in (LAPSED, TO_POST):
        raise NotPossible(gettext("This letter is on its way, or served already."))
    if not can_be_fetched(notice.application):
        raise NotPossible(gettext("Nobody of the association can fetch it. Please send it by post."))
    service = begin(notice)
    Service.objects.filter(pk=service.pk).update(noted_by=user)
    return service


@transaction.atomic
def by_post(notice, posted_on, user):
    """Notes the day on which it was posted, or another one for what was noted already. Raises NotPossible."""
    Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.services.filter(fetched_at__isnull=False).exists():
        raise NotPossible(gettext("The letter was fetched, so it is served already."))
    if not day_of(notice.made_at) <= posted_on <= timezone.localdate():
        raise NotPossible(gettext("It was posted on a day after it was issued, and not in the future."))
    service = latest(notice)
    if service is None or service.way != POST:
        service = begin(notice, POST)
    Service.objects.filter(pk=service.pk).update(posted_on=posted_on, noted_by=user)


# Consent


def consent_of(application):
    return application.consents.filter(ended_at=None).first()


@transaction.atomic
def consent(application, user, at=None):
    """Somebody entitled to sign agrees, for the association; a second time changes nothing. Raises NotPossible."""
    only_signatories(application, user)
    Application.objects.select_for_update().get(pk=application.pk)
    return consent_of(application) or Consent.objects.create(
        application=application, given_by=user, given_at=at or timezone.now()
    )


@transaction.atomic
def end_consent(application, user, at=None):
    """From now on by post; what is not served yet becomes a task for the office. Raises NotPossible."""
    only_signatories(application, user)
    Application.objects.select_for_update().get(pk=application.pk)
    at = at or timezone.now()
    if not application.consents.filter(ended_at=None).update(ended_at=at):
        # Nobody had agreed: what is kept says that nobody does.
        Consent.objects.create(application=application, given_by=user, given_at=at, ended_at=at)
    for notice in unserved().filter(application=application):
        if latest(notice).way == DOWNLOAD:
            begin(notice, POST)


def only_signatories(application, user):
    if not signs_for(user, application.organisation):
        raise NotPossible(gettext("Only somebody who is entitled to sign can say so for the association."))


# Where it stands


def latest(notice):
    return notice.services.order_by("-number").first()


def state(notice, at):
    """What was done so far and what follows from it."""
    services = list(notice.services.order_by("number"))
    fetched = next((one for one in services if one.fetched_at), None)
    posted = next((one for one in services if one.posted_on), None)
    if fetched and not (posted and served_by_post(posted.posted_on) < served_by_download(fetched.fetched_at)):
        return of_fetched(notice, fetched)
    if posted:
        return of_posted(notice, posted)
    return of_waiting(services[-1], at)


def served_by_post(posted_on):
    """The day on which it counts as served (§ 41 (2)), whatever day that is."""
    return posted_on + timedelta(days=settings.POST_SERVED_AFTER_DAYS)


def of_fetched(notice, service):
    served_on = served_by_download(service.fetched_at)
    told = {"at": moment_in_words(service.fetched_at), "served": day(served_on)}
    words = gettext("fetched on %(at)s; served on %(served)s") % told
    return told_until(notice, FETCHED, words, served_on, fetched_at=service.fetched_at)


def of_posted(notice, service):
    served_on = served_by_post(service.posted_on)
    told = {"posted": day(service.posted_on), "served": day(served_on)}
    words = gettext("posted on %(posted)s; counts as served on %(served)s") % told
    return told_until(notice, POSTED, words, served_on, posted_on=service.posted_on)


def told_until(notice, name, words, served_on, **facts):
    """With the day until which one can object, where the letter says that one can."""
    until = objection_until(served_on) if notice.text.remedies else None
    if until:
        words = gettext("%(words)s; objection until %(until)s") % {"words": words, "until": day(until)}
    return Served(name, words, served_on, until, **facts)


def of_waiting(service, at):
    if service.way == POST:
        return Served(TO_POST, gettext("to be sent by post"))
    if service.ends_at is None:
        return Served(SENDING, gettext("the mail about it is being sent"))
    until = last_day(service.ends_at)
    if at < service.ends_at:
        words = gettext("waiting to be fetched until %(until)s, 24:00") % {"until": day(until)}
        return Served(WAITING, words, fetch_until=until)
    words = gettext("not fetched until %(until)s: not served; to be served anew or by post") % {"until": day(until)}
    return Served(LAPSED, words, fetch_until=until)


# What waits, for the desk and the jobs


def unserved():
    """Letters that nobody fetched and of which no posting was noted."""
    reached = Service.objects.filter(notice=OuterRef("pk"))
    return Notice.objects.exclude(Exists(reached.filter(fetched_at__isnull=False))).exclude(
        Exists(reached.filter(posted_on__isnull=False))
    )


def unserved_where(**found):
    """Those of them whose newest service is so."""
    newest = Service.objects.annotate(newest=Max("notice__services__number")).filter(number=F("newest"), **found)
    return unserved().filter(services__in=newest.values("pk")).order_by("made_at")


def waiting(now):
    """Letters that can be fetched."""
    return unserved_where(way=DOWNLOAD, ends_at__gt=now)


def lapsed(now):
    """Letters that nobody fetched in time: the office serves them anew or by post."""
    return unserved_where(way=DOWNLOAD, ends_at__lte=now)


def to_post():
    """Letters that the association wants, or only can have, by post."""
    return unserved_where(way=POST)
