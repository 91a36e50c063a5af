"""What waits in the cases, on the office's desk: a box for each kind of work, with the way to its list."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box

from .casework import waiting

FIRST = 5
# New applications have a box of their own.
KEYS = tuple(key for key in waiting.KINDS if key != "new")
# Nothing is to be done about these.
QUIET = ("fetch",)
# How the list of applications is asked for these.
QUERIES = {"overdue": "due=overdue"}


def boxes(user):
    found = [box(key, user, timezone.now()) for key in KEYS]
    return [one for one in found if one.count]


def actions(user):
    return []


def box(key, user, now):
    found = waiting.of(key, user, now).select_related("organisation", "officer")
    items = [item(one, user) for one in found[:FIRST]]
    url = f"{reverse('admin:grants_application_changelist')}?{QUERIES.get(key, f'waits={key}')}"
    return Box(f"cases-{key}", str(waiting.KINDS[key].title), found.count(), url, "", items, is_quiet=key in QUIET)


def item(application, user):
    url = reverse("admin:grants_application_change", args=[application.pk])
    return application.organisation.name, note(application, user), url


def note(application, user):
    """The reference, and who has it."""
    if application.officer is None:
        arrived = date_format(timezone.localtime(application.submitted_at), "SHORT_DATE_FORMAT")
        return gettext("%(reference)s, submitted %(day)s") % {"reference": application.reference, "day": arrived}
    if application.officer == user:
        return gettext("%(reference)s, yours") % {"reference": application.reference}
    return f"{application.reference}, {application.officer}"
