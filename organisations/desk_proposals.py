"""What associations changed or want changed in their entries, on the office's desk."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from darmstadt_mso.lib.desk import Box

from .models import ChangeProposal, ProposedChange

FIRST = 5
Verdict = ProposedChange.Verdict


def boxes(user):
    """Proposals that wait; and what was published at once and not looked at, while there is any."""
    if not user.has_perm("organisations.change_changeproposal"):
        return []
    found = [waiting(), at_once()]
    return [box for box in found if box.count or box.key == "proposals"]


def actions(user):
    return []


def waiting():
    done = gettext("No proposed change waits.")
    return box("proposals", gettext("Proposed changes"), "waiting", ChangeProposal.objects.open(), done)


def at_once():
    return box("at_once", gettext("Published without approval"), "unread", ChangeProposal.objects.unread(), "")


def box(key, title, state, found, done):
    """Counted are those changes that `found` was filtered by."""
    url = f"{reverse('admin:organisations_changeproposal_changelist')}?state={state}"
    proposals = found.annotate(fields=Count("changes")).order_by("created_at")
    items = [(one.organisation.name, note(one), page(one)) for one in proposals.select_related("organisation")[:FIRST]]
    return Box(key, title, found.count(), url, done, items)


def note(proposal):
    fields = ngettext("%(n)s field", "%(n)s fields", proposal.fields) % {"n": proposal.fields}
    day = date_format(timezone.localdate(proposal.created_at), "SHORT_DATE_FORMAT")
    return gettext("%(fields)s, since %(day)s") % {"fields": fields, "day": day}


def page(proposal):
    return reverse("admin:organisations_changeproposal_change", args=[proposal.pk])
