"""Before a call closes, the people of each draft get a mail, so many days before."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from darmstadt_mso.lib.outbox.models import Message

from . import telling, terms
from .models import Application

DAYS_BEFORE = (14, 3)
TEMPLATE, UNSUBSCRIBE = "deadline_near", "deadlines"


def days_left(application, today):
    return (application.version.closes_at.astimezone(terms.BERLIN).date() - today).days


def due(today):
    """The drafts of which people are reminded today, unless they were since the last threshold."""
    return [draft for draft in drafts().order_by("pk") if threshold(draft, today)]


def drafts():
    found = Application.objects.filter(state=Application.State.DRAFT, call__archived=False)
    return found.select_related("version")


def threshold(draft, today):
    """That of DAYS_BEFORE which was passed last; None before the first one and from the last day on."""
    left = days_left(draft, today)
    return min((days for days in DAYS_BEFORE if left <= days), default=None) if left > 0 else None


@transaction.atomic
def remind(pk, today):
    """Once for each threshold, however often it is asked for; a day on which nothing ran is made up for."""
    draft = drafts().select_for_update(of=["self"]).filter(pk=pk).first()
    if draft is None or threshold(draft, today) is None:
        return
    told = already_told(draft, today)
    readers = [one for one in telling.people(draft.organisation) if one.email not in told]
    telling.tell(TEMPLATE, draft, readers, unsubscribe=UNSUBSCRIBE, days=days_left(draft, today))


def already_told(draft, today):
    """The addresses to which a mail went since the last threshold; in whichever language, it leads to the draft."""
    known = Message.objects.filter(template=f"grants/{TEMPLATE}", context__link__endswith=f"/{draft.draft_key}/")
    begun = today - timedelta(days=threshold(draft, today) - days_left(draft, today))
    return {one.recipient for one in known if timezone.localdate(one.created_at) >= begun}
