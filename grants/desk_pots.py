"""Pots in which there is little left while somebody still waits for money, on the desk."""

from decimal import Decimal

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from darmstadt_mso.lib import money
from darmstadt_mso.lib.desk import Box

from .casework import waiting
from .models import Application, Call

FIRST = 5


def boxes(user):
    if not user.has_perm("grants.change_call"):
        return []
    found = nearly_empty(timezone.now())
    title, url = gettext("Pots that are nearly empty"), reverse("admin:grants_call_changelist")
    return [Box("pots", title, found.count(), url, "", [item(one) for one in found[:FIRST]])] if found else []


def actions(user):
    return []


def nearly_empty(now):
    """Calls that are open or have undecided cases, with less left than settings.POT_LOW_PERCENT of their pot."""
    undecided = Application.objects.filter(call=OuterRef("pk"), state__in=waiting.OPEN)
    living = Call.objects.filter(Exists(undecided) | Q(published__closes_at__gt=now), archived=False)
    low = F("pot") * Decimal(settings.POT_LOW_PERCENT) / 100
    return living.filter(pot__gt=0, pot__lt=F("committed") + low).order_by("title")


def item(call):
    note = gettext("%(left)s of %(pot)s left") % {
        "left": money.shown(call.pot - call.committed),
        "pot": money.shown(call.pot),
    }
    return call.title, note, f"{reverse('admin:grants_application_changelist')}?call__id__exact={call.pk}"
