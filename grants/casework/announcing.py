"""The mails that a letter waits: the first one, which begins the fetch limit, one before its end, and one after it.

They tell nothing of what the letter says.
"""

import logging
from datetime import timedelta

from django.db import DataError, transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone, translation

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails
from darmstadt_mso.lib.outbox.models import Message

from .. import telling
from ..models import Service
from ..moments import day
from . import letter_files, serving
from .legal_time import fetch_limit, last_day

logger = logging.getLogger(__name__)
LETTER, REMINDER, ENDED = "letter", "letter_reminder", "letter_lapsed"
LOST_AFTER = timedelta(minutes=10)
REMINDED_BEFORE = 3  # days before the last one
TOLD_AFTER = timedelta(days=14)
REMIND = "grants.jobs.remind_of_letter"


@transaction.atomic
def send_message(pk):
    """File, moment and mails belong to one transaction: a job that was killed begins anew, and then it is done."""
    found = Service.objects.select_for_update(of=["self"]).select_related("notice__application__organisation")
    service = found.filter(pk=pk, way=Service.Way.DOWNLOAD, message_at=None).first()
    if not service:
        return
    letter_files.keep(service.notice)
    now = timezone.now()
    service.message_at, service.ends_at = now, fetch_limit(now)
    service.save(update_fields=["message_at", "ends_at"])
    if not tell_everybody(LETTER, service):
        by_post_instead(service)


def by_post_instead(service):
    """Nobody could be told, so nobody fetches it."""
    service.way, service.message_at, service.ends_at = Service.Way.POST, None, None
    service.save(update_fields=["way", "message_at", "ends_at"])


def tell_everybody(template, service, but=()):
    """How many people of the association were told."""
    people = [one for one in telling.people(service.notice.application.organisation) if one.email not in but]
    return sum(try_to_tell(template, service, reader) for reader in people)


def try_to_tell(template, service, reader):
    """An address that cannot be used does not keep the mails to others back."""
    application = service.notice.application
    try:
        with transaction.atomic(), translation.override(reader.language):
            link = absolute(reverse("grants:letter", args=[application.handle, service.notice.key]))
            telling.tell(template, application, [reader], link=link, until=day(last_day(service.ends_at)))
    except (mails.EmptyPlaceholder, ValueError, DataError):
        logger.error("A mail about a letter of %s could not be written to one of its readers", application.reference)
        return False
    return True


def find_missing(now=None):
    """Asks anew for messages that no job will send any more."""
    before = (now or timezone.now()) - LOST_AFTER
    asked = [ids["service"] for ids in jobs.living(serving.TELL)]
    missing = Service.objects.filter(way=Service.Way.DOWNLOAD, message_at=None, asked_at__lt=before)
    for pk in missing.exclude(pk__in=asked).values_list("pk", flat=True):
        jobs.defer(serving.TELL, service=pk)


# Before and after the end of the limit


def due(now):
    """The services about which people are reminded, or told that the time is over; whom, `remind` looks up."""
    return [service for service in running(now) if template_for(service, now)]


def running(now):
    """Of letters that are not served, the newest service, from some days before its end to some days after it."""
    soon = now + timedelta(days=REMINDED_BEFORE + 1)
    found = Service.objects.filter(notice__in=serving.unserved(), ends_at__gt=now - TOLD_AFTER, ends_at__lte=soon)
    found = found.annotate(newest=Max("notice__services__number")).filter(number=F("newest"))
    return found.select_related("notice__application__organisation").order_by("pk")


def template_for(service, now):
    """What is to be said now, None for nothing."""
    if now >= service.ends_at:
        return ENDED
    left = (last_day(service.ends_at) - timezone.localdate(now)).days
    return REMINDER if left <= REMINDED_BEFORE else None


@transaction.atomic
def remind(pk, now=None):
    """Once each, however often it is asked for; a day on which nothing ran is made up for."""
    now = now or timezone.now()
    Service.objects.select_for_update().filter(pk=pk).first()
    service = running(now).filter(pk=pk).first()
    if service and (template := template_for(service, now)):
        tell_everybody(template, service, but=told(template, service))


def told(template, service):
    """The addresses to which this mail went since the service began."""
    link = f"/{service.notice.key}/"
    known = Message.objects.filter(template=f"grants/{template}", created_at__gte=service.message_at)
    return set(known.filter(context__link__endswith=link).values_list("recipient", flat=True))
