"""Publishing, hiding and confirming entries, one or many at once."""

from collections.abc import Callable
from dataclasses import dataclass

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import indexing
from .models import Organisation

State = Organisation.State


@dataclass(frozen=True)
class Act:
    """`obstacle(organisation)` says in words why it cannot be done to this one, else "" ."""

    key: str
    name: str
    done: str
    consequence: str
    obstacle: Callable
    values: Callable


def no_publishing(organisation):
    if organisation.state == State.PUBLISHED:
        return gettext("is published already")
    if organisation.state == State.MERGED:
        return gettext("was merged with another entry")
    return "" if organisation.basis else gettext("does not say yet why it may be published")


def no_hiding(organisation):
    if organisation.kind == Organisation.Kind.OFFICE:
        return gettext("is the office itself, which the contact page needs")
    return "" if organisation.state == State.PUBLISHED else gettext("is not published")


def no_confirming(organisation):
    return "" if organisation.state == State.PUBLISHED else gettext("is not published")


ACTS = [
    Act(
        "publish",
        _("Publish"),
        _("published"),
        _("Everybody can find and read these entries at once."),
        no_publishing,
        lambda user: {"state": State.PUBLISHED},
    ),
    Act(
        "hide",
        _("Hide"),
        _("hidden"),
        _("Residents no longer find these entries. Nothing is deleted; you can publish them again."),
        no_hiding,
        lambda user: {"state": State.HIDDEN},
    ),
    Act(
        "confirm",
        _("Confirm"),
        _("confirmed"),
        _("The entries show today as the day on which they were last confirmed."),
        no_confirming,
        lambda user: {"confirmed_on": timezone.localdate(), "confirmed_by": user},
    ),
]


def sort_out(act, organisations):
    """(those to which it can be done, [(those to which not, why)])"""
    judged = [(organisation, act.obstacle(organisation)) for organisation in organisations]
    return [one for one, why in judged if not why], [(one, why) for one, why in judged if why]


@transaction.atomic
def carry_out(act, organisations, user):
    """Does it to all of them to which it can be done by now; returns how many."""
    locked = organisations.order_by("pk").select_for_update(of=["self"])
    possible, _others = sort_out(act, locked)
    pks = [organisation.pk for organisation in possible]
    with pghistory.context(user=user.pk, bulk=act.key):
        Organisation.objects.filter(pk__in=pks).update(**act.values(user), changed_at=timezone.now())
    indexing.index(pks)
    return len(pks)
