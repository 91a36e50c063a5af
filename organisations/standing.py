"""How an entry stands, as its people see it, and how they confirm it with their account."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import indexing
from .freshness import confirming, schedule
from .models import Organisation

State = Organisation.State
# What people read, and how it is marked.
TOLD = {
    State.DRAFT: (_("waits for the office"), "warm"),
    State.PENDING: (_("waits for the office"), "warm"),
    State.PUBLISHED: (_("public"), "ok"),
    State.HIDDEN: (_("hidden: residents do not find it"), "warm"),
    State.DISSOLVED: (_("dissolved"), ""),
    State.MERGED: (_("merged with another entry"), ""),
}


def told(entry):
    """(state in words, its mark)"""
    return TOLD[entry.state]


def due_on(entry):
    """The day from which the portal asks for the next confirmation; None while nobody is asked."""
    return schedule.begins(entry) if schedule.is_asked(entry) else None


def is_due(entry):
    """Whether that day has come."""
    day = due_on(entry)
    return bool(day and day <= timezone.localdate())


def can_be_confirmed(entry):
    return confirming.is_shown(entry)


@transaction.atomic
def confirm(entry, user):
    """Notes today and who it was, and shows again what has faded; False where there is nothing to confirm."""
    entry = Organisation.objects.select_for_update(of=["self"]).get(pk=entry.pk)
    if not can_be_confirmed(entry):
        return False
    Organisation.objects.filter(pk=entry.pk).update(**confirming.values(entry, user))
    indexing.index([entry.pk])
    return True
