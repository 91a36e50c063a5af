"""Which steps are due today, and doing them: one entry at a time, so that each step is whole or did not happen."""

from dataclasses import dataclass
from datetime import timedelta

import pghistory
from django.db import transaction
from django.utils import timezone

from .. import indexing
from ..models import FreshnessStep, Organisation
from . import letters, recipients, schedule
from .schedule import Kind

# No eleven months are shorter; which entries are really due, the schedule knows.
SHORTEST_WAIT = timedelta(days=334)


@dataclass(frozen=True)
class Due:
    """`recipients`: who can be written to, whether or not this step writes to anybody."""

    entry: Organisation
    kind: Kind
    recipients: list


def due(day, entries=None):
    """What is to be done on this day, in the order of the entries' names."""
    entries = (Organisation.objects if entries is None else entries).published()
    unconfirmed = entries.exclude(confirmed_on__gt=day - SHORTEST_WAIT).prefetch_related("freshness_steps")
    waiting = [entry for entry in unconfirmed if schedule.is_asked(entry) and schedule.begins(entry) <= day]
    people = recipients.of(waiting, day)
    judged = [(entry, step(entry, day, people[entry.pk])) for entry in waiting]
    return [Due(entry, kind, people[entry.pk]) for entry, kind in judged if kind]


def step(entry, day, people):
    return schedule.next_step(entry, entry.freshness_steps.all(), day, bool(people))


@transaction.atomic
def carry_out(pk, day):
    """Does the step of one entry, if it is still due; returns what was done. Whoever comes second waits, and finds
    nothing left to do."""
    locked = Organisation.objects.filter(pk=pk).select_for_update(of=["self"])
    done = due(day, locked)
    for one in done:
        perform(one, day)
    return done


def perform(one, day):
    entry = one.entry
    with pghistory.context(freshness=one.kind.value):
        count = letters.send(entry, one.kind, one.recipients, day) if one.kind in schedule.LETTERS else 0
        FreshnessStep.objects.create(
            organisation=entry, confirmed_on=entry.confirmed_on, kind=one.kind, on=day, mails=count
        )
        if one.kind == Kind.HIDDEN:
            hide(entry)


def hide(entry):
    Organisation.objects.filter(pk=entry.pk).update(state=Organisation.State.HIDDEN, changed_at=timezone.now())
    indexing.index([entry.pk])
