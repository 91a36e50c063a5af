"""Applications that arrived in the last days, on the office's desk."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box
from darmstadt_mso.lib.money import shown

from .models import Application

FIRST = 5
NEW_FOR = timedelta(days=7)


def boxes(user):
    if not user.has_perm("grants.view_application"):
        return []
    since = timezone.now() - NEW_FOR
    found = Application.objects.filter(state=Application.State.SUBMITTED, submitted_at__gte=since)
    found = found.select_related("organisation").order_by("-submitted_at")
    title, done = gettext("New applications of the last 7 days"), gettext("No application arrived in the last 7 days.")
    url = f"{reverse('admin:grants_application_changelist')}?state=submitted"
    return [Box("applications", title, found.count(), url, done, [item(one) for one in found[:FIRST]])]


def actions(user):
    return []


def item(application):
    day = date_format(timezone.localtime(application.submitted_at), "SHORT_DATETIME_FORMAT")
    note = gettext("%(reference)s, %(sum)s, %(day)s")
    note %= {"reference": application.reference, "sum": shown(application.requested), "day": day}
    return application.organisation.name, note, reverse("admin:grants_application_change", args=[application.pk])
