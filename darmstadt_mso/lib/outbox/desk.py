"""Mails that wait for the office; there is no box while nothing is wrong."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box

from . import hiding
from .models import UNDELIVERED, State

FIRST = 5


def boxes(user):
    if not user.has_perm("outbox.change_message"):
        return []
    seen = hiding.visible_to(user)
    unsure = box(seen, "unsure", gettext("Perhaps sent"), State.UNSURE)
    held = box(seen, "held", gettext("Held mails"), State.HELD)
    undelivered = box(seen, "undelivered", gettext("Mails that could not be delivered"), *UNDELIVERED)
    return [one for one in (unsure, undelivered, held) if one.count]


def actions(user):
    return []


def box(seen, key, title, *states):
    found = seen.filter(state__in=states).order_by("-moved_at")
    items = [(one.subject, note(one), page("change", one.pk)) for one in found[:FIRST]]
    url = f"{page('changelist')}?{urlencode({'state__in': ','.join(states)})}"
    return Box(f"mails-{key}", title, found.count(), url, "", items)


def note(message):
    """The address only as far as the office needs it to know whom this is about."""
    day = date_format(timezone.localtime(message.moved_at), "SHORT_DATE_FORMAT")
    return gettext("to %(address)s, %(day)s") % {"address": message.recipient, "day": day}


def page(action, *args):
    return reverse(f"admin:outbox_message_{action}", args=args)
