"""Sessions of advisory bodies that are ahead or not closed, on the desk; members of a body see their own."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box

from .casework import agendas

FIRST = 5
PAGE = "admin:grants_advisorysession"
AHEAD = timedelta(days=21)


def boxes(user):
    now = timezone.now()
    found = agendas.sessions_for(user).filter(closed_at=None, held_at__lte=now + AHEAD).order_by("held_at")
    items = [item(one) for one in found[:FIRST]]
    is_to_close = user.has_perm("grants.change_advisorysession") and found.filter(held_at__lte=now).exists()
    title, url = gettext("Sessions of the next three weeks, and not closed"), reverse(f"{PAGE}_changelist")
    return [Box("sessions", title, found.count(), url, "", items, is_quiet=not is_to_close)] if items else []


def actions(user):
    return []


def item(session):
    held_at = date_format(timezone.localtime(session.held_at), "SHORT_DATETIME_FORMAT")
    return session.body, held_at, reverse(f"{PAGE}_change", args=[session.pk])
