"""Which step is due on which day. Only dates of the calendar here, so hours and clock changes do not matter."""

import calendar
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from ..models import FreshnessStep, Organisation

Kind = FreshnessStep.Kind
ASKED_AFTER = 11  # months
PAUSE = timedelta(weeks=2)
LETTERS = (Kind.ASKED, Kind.REMINDED, Kind.REMINDED_AGAIN)


def next_step(entry, steps, day, reachable):
    """The step that is due for this entry on the day, or None; at most one, so that no mail follows another at once.

    `steps` are its FreshnessSteps; those of former rounds count no more. `reachable`: somebody can be written to.
    Without that the office has to telephone, and the portal hides nothing by itself.
    """
    done = in_round(entry, steps)
    if not is_asked(entry) or Kind.HIDDEN in done or day < begins(entry):
        return None
    if not reachable:
        return None if Kind.DESK in done else Kind.DESK
    kind = next(kind for kind in Kind if kind not in done)
    return kind if day >= due(kind, entry, done) else None


def is_asked(entry):
    """The office itself needs nobody's confirmation."""
    return entry.is_public and entry.kind != Organisation.Kind.OFFICE


def in_round(entry, steps):
    """{kind: day on which it was done} since the entry was last confirmed."""
    return {step.kind: step.on for step in steps if step.confirmed_on == entry.confirmed_on}


def begins(entry):
    return months_after(entry.confirmed_on or timezone.localdate(entry.created_at), ASKED_AFTER)


def due(kind, entry, done):
    """Counted from the day on which the step before was really done, however late that was."""
    if kind == Kind.ASKED:
        return begins(entry)
    if kind == Kind.HIDDEN:
        # The office may have been told long before anybody could be asked.
        return max(done[Kind.DESK], after(Kind.REMINDED_AGAIN, done[Kind.REMINDED_AGAIN])) + grace()
    before = [*Kind][[*Kind].index(kind) - 1]
    return after(before, done[before])


def after(kind, on):
    """The first day of what follows a letter that was written on the day `on`."""
    return on + (timedelta(days=settings.FRESHNESS_DESK_DAYS) if kind == Kind.REMINDED_AGAIN else PAUSE)


def hidden_from(kind, on):
    """The first day on which an entry may be hidden whose letter of this kind is written on the day `on`."""
    for letter in LETTERS[LETTERS.index(kind) :]:
        on = after(letter, on)
    return on + grace()


def grace():
    return timedelta(days=settings.FRESHNESS_GRACE_DAYS)


def months_after(day, months):
    """The same day of the month, or the last one where the month is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
