"""What waits in the grants, on the office's desk."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box

from . import call_states, publishing
from .models import Call

FIRST = 5
CLOSING_WITHIN = timedelta(days=14)
LIST = "admin:grants_call_changelist"


def boxes(user):
    """Calls that close soon, for everybody in the grants; what is not published, for those who write them."""
    found = [closing()] if user.has_perm("grants.view_call") else []
    if user.has_perm("grants.change_call"):
        found += [changed(), drafts()]
    return [box for box in found if box.count]


def actions(user):
    if not user.has_perm("grants.add_call"):
        return []
    return [(gettext("New call"), reverse("admin:grants_call_add"))]


def closing():
    soon = timezone.now() + CLOSING_WITHIN
    found = call_states.among(Call.objects.all(), call_states.OPEN).filter(published__closes_at__lte=soon)
    found = found.select_related("published").order_by("published__closes_at")
    return box("closing", gettext("Calls that close within 14 days"), list(found), call_states.in_words, "?state=open")


def changed():
    found = publishing.with_changes(Call.objects.order_by("title"))
    return box("call_changes", gettext("Calls with unpublished changes"), found, last_change, "?changes=yes")


def drafts():
    found = list(call_states.among(Call.objects.order_by("-changed_at"), call_states.DRAFT))
    return box("call_drafts", gettext("Calls that were never published"), found, last_change, "?state=draft")


def last_change(call):
    day = date_format(timezone.localdate(call.changed_at), "SHORT_DATE_FORMAT")
    return gettext("changed on %(day)s") % {"day": day}


def box(key, title, calls, note, query):
    items = [(one.title, note(one), reverse("admin:grants_call_change", args=[one.pk])) for one in calls[:FIRST]]
    return Box(key, title, len(calls), f"{reverse(LIST)}{query}", "", items, is_quiet=True)
