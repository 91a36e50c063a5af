"""The association's side of a letter: who may fetch it, the first download, and what its pages tell."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from organisations.permissions import signs_for, speaks_for

from ..models import Consent, Notice, Service
from ..workflow import NotPossible
from . import letter_files, serving


@dataclass(frozen=True)
class Letter:
    """A notice as its association sees it."""

    notice: Notice
    served: serving.Served
    is_readable: bool

    @property
    def can_be_fetched(self):
        return self.served.state == serving.WAITING


@dataclass(frozen=True)
class Box:
    """The letters of an application, and whether its association agreed to fetch them."""

    letters: list
    consent: Consent | None
    signs: bool
    wants_post: bool

    @property
    def waiting(self):
        return [one for one in self.letters if one.can_be_fetched]


def letters_box(application, user, at=None):
    """What `grants/members/letters_box.html` shows as `box`."""
    at, consent = at or timezone.now(), serving.consent_of(application)
    found = application.notices.select_related("text").order_by("-made_at", "-pk")
    wants_post = consent is None and application.consents.exists()
    return Box([letter(one, at) for one in found], consent, signs_for(user, application.organisation), wants_post)


def letter(notice, at):
    served = serving.state(notice, at)
    return Letter(notice, served, is_readable(served, at))


def is_readable(served, at):
    """Once it was fetched, and once it counts as served by post."""
    return served.state == serving.FETCHED or served.is_served(serving.day_of(at))


@transaction.atomic
def fetch(notice, user, at):
    """The first download: noted once, by whoever comes first, and nothing that is done later changes it.

    `at` is the moment by the database's clock. Raises NotPossible, in words: without consent, and outside the limit.
    """
    if not speaks_for(user, notice.application.organisation):
        raise NotPossible(gettext("This letter is for the people of the association."))
    if serving.consent_of(notice.application) is None:
        raise NotPossible(gettext("Somebody who is entitled to sign has to agree first."))
    if notice.services.filter(fetched_at__isnull=False).exists():
        return
    waiting = notice.services.filter(way=Service.Way.DOWNLOAD, message_at__lte=at, ends_at__gt=at, fetched_at=None)
    service = waiting.order_by("-number").first()
    if service is None:
        raise NotPossible(refusal(serving.state(notice, at)))
    stamp(service, user, at)


def stamp(service, user, at):
    """Of two who fetch it at once, the first one is noted."""
    Service.objects.filter(pk=service.pk, fetched_at=None).update(fetched_at=at, fetched_by=user)


def refusal(served):
    told = {
        serving.SENDING: gettext("The letter is being made. Please try again in a few minutes."),
        serving.LAPSED: gettext(
            "The time for fetching this letter is over, so it is not served. The office will send it anew or by post."
        ),
    }
    return told.get(served.state, gettext("The letter comes by post."))


def paper(notice, at):
    """The PDF for the association; None while it may not be read yet."""
    return letter_files.read(notice) if letter(notice, at).is_readable else None
