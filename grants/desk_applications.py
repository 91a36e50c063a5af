"""Applications that arrived and that nobody has taken yet, on the office's desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box
from darmstadt_mso.lib.money import shown

from .casework import waiting

FIRST = 5


def boxes(user):
    """For whoever reads cases; a mail goes to those who take them."""
    if not user.has_perm(waiting.KINDS["new"].right):
        return []
    found = waiting.of("new", user, timezone.now()).select_related("organisation")
    title, done = str(waiting.KINDS["new"].title), gettext("No new application waits.")
    url = f"{reverse('admin:grants_application_changelist')}?state=submitted"
    items, is_quiet = [item(one) for one in found[:FIRST]], not user.has_perm("grants.change_application")
    return [Box("applications", title, found.count(), url, done, items, is_quiet=is_quiet)]


def actions(user):
    return []


def item(application):
    day = date_format(timezone.localtime(application.submitted_at), "SHORT_DATETIME_FORMAT")
    note = gettext("%(reference)s, %(sum)s, %(day)s")
    note %= {"reference": application.reference, "sum": shown(application.requested), "day": day}
    return application.organisation.name, note, reverse("admin:grants_application_change", args=[application.pk])
