"""Where a call stands on a given moment, for the office: from its draft to its decision."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models.call import SECOND
from .terms import BERLIN

DRAFT, UPCOMING, OPEN, CLOSED, DECIDED, ARCHIVED = "draft", "upcoming", "open", "closed", "decided", "archived"
STATES = {
    DRAFT: _("draft, never published"),
    UPCOMING: _("not open yet"),
    OPEN: _("open"),
    CLOSED: _("closed, not decided"),
    DECIDED: _("decided"),
    ARCHIVED: _("taken from the public pages"),
}


def among(calls, state, at=None):
    """Those of the calls that are in this state."""
    shown = calls.filter(published__isnull=False, archived=False)
    return {
        DRAFT: lambda: calls.filter(published=None, archived=False),
        UPCOMING: lambda: shown.upcoming(at),
        OPEN: lambda: shown.open(at),
        CLOSED: lambda: shown.past(at).filter(decided_on=None),
        DECIDED: lambda: shown.past(at).filter(decided_on__isnull=False),
        ARCHIVED: lambda: calls.filter(archived=True),
    }[state]()


def state(call, at=None):
    at = at or timezone.now()
    if call.archived or not call.published:
        return ARCHIVED if call.archived else DRAFT
    if at < call.published.opens_at:
        return UPCOMING
    if at - SECOND < call.published.closes_at:
        return OPEN
    return DECIDED if call.decided_on else CLOSED


def in_words(call, at=None):
    """The state with the moment that matters in it, in Berlin's time."""
    found, version = state(call, at), call.published
    if found == UPCOMING:
        return gettext("opens %(moment)s") % {"moment": moment(version.opens_at)}
    if found == OPEN:
        return gettext("open until %(moment)s") % {"moment": moment(version.closes_at)}
    if found == CLOSED:
        return gettext("closed since %(moment)s") % {"moment": moment(version.closes_at)}
    if found == DECIDED:
        return gettext("decided on %(day)s") % {"day": date_format(call.decided_on, "SHORT_DATE_FORMAT")}
    return str(STATES[found])


def moment(value):
    return date_format(value.astimezone(BERLIN), "SHORT_DATETIME_FORMAT")
