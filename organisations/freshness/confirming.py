"""An association says by its link that the entry is right."""

import pghistory
from django.db import transaction
from django.utils import timezone

from .. import indexing, permissions, publishing
from ..models import Organisation
from . import links, waiting

State = Organisation.State


def is_shown(entry):
    """Whether whoever has the link may see it: as everybody, or although it has faded."""
    return entry.is_public or has_faded(entry)


def has_faded(entry):
    """Hidden by the portal, and not by a person since then."""
    return waiting.faded(Organisation.objects.filter(pk=entry.pk)).exists() and hidden_by_portal(entry)


def hidden_by_portal(entry):
    """What the history says of its last way out of sight."""
    states = Organisation.pgh_event_model.objects.filter(pgh_obj=entry).order_by("pgh_id")
    seen = states.exclude(state=State.HIDDEN).last()
    hiding = states.filter(pgh_id__gt=seen.pgh_id if seen else 0).first()
    return bool(hiding and "freshness" in (hiding.pgh_context or {}))


@transaction.atomic
def confirm(entry, token, user):
    """Notes today, and shows again what has faded; returns whether the link was still good for it."""
    entry = Organisation.objects.select_for_update(of=["self"]).get(pk=entry.pk)
    if links.read(entry, token) != links.Link.OPEN or not is_shown(entry):
        return False
    with pghistory.context(confirmed="link"):
        Organisation.objects.filter(pk=entry.pk).update(**values(entry, user))
    indexing.index([entry.pk])
    return True


def values(entry, user):
    person = user if user.is_authenticated and permissions.speaks_for(user, entry) else None
    noted = {"confirmed_on": timezone.localdate(), "confirmed_by": person, "changed_at": timezone.now()}
    return noted if publishing.no_publishing(entry) else noted | {"state": State.PUBLISHED}
