"""What waits for the office of the people of associations: who asks to join, who registers, and where nobody signs."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from darmstadt_mso.lib.desk import Box

from . import people
from .models import JoinRequest

FIRST = 5
LIST = "admin:organisations_joinrequest_changelist"


def boxes(user):
    found = []
    if user.has_perm("organisations.change_joinrequest"):
        found += [registrations(), requests()]
    if user.has_perm("organisations.change_membership"):
        found += without_signatory()
    return found


def actions(user):
    return []


def registrations():
    title, done = gettext("New associations"), gettext("No new association waits.")
    return box("registrations", title, done, registers=True)


def requests():
    title, done = gettext("Requests to join"), gettext("Nobody waits to speak for an association.")
    return box("join_requests", title, done, registers=False)


def box(key, title, done, registers):
    """The longest waiting first."""
    found = JoinRequest.objects.open().filter(registers=registers).select_related("organisation")
    url = f"{reverse(LIST)}?state__exact=open&registers__exact={int(registers)}"
    return Box(key, title, found.count(), url, done, [item(one) for one in found[:FIRST]])


def item(request):
    day = date_format(localdate(request.created_at), "SHORT_DATE_FORMAT")
    note = gettext("since %(day)s") % {"day": day}
    return request.organisation.name, note, reverse("admin:organisations_joinrequest_change", args=[request.pk])


def without_signatory():
    """No box while there are none."""
    found = people.without_signatory()
    items = [(one.name, "", reverse("admin:organisations_organisation_change", args=[one.pk])) for one in found[:FIRST]]
    url = f"{reverse('admin:organisations_membership_changelist')}?signatory=none"
    title = gettext("Associations without a signatory")
    return [Box("without_signatory", title, found.count(), url, "", items)] if items else []
