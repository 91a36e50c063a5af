"""Periods of the law in Berlin's time: § 31 HVwVfG with §§ 187 to 193 BGB, and the service of letters by § 41 HVwVfG.

Days are dates. A period ends with the end of a day, which is the first moment of the day after it.
"""

import calendar
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from ..terms import BERLIN

DAY = timedelta(days=1)
FETCH_DAYS = 10
SATURDAY, SUNDAY = 5, 6


@cache
def holidays_of(year):
    """Those of Hesse but for the Sundays, each of which is one, too."""
    return frozenset(holidays.country_holidays("DE", subdiv="HE", years=year, expand=False))


def is_holiday(day):
    return day.weekday() == SUNDAY or day in holidays_of(day.year)


def is_working_day(day):
    return day.weekday() != SATURDAY and not is_holiday(day)


def next_working_day(day):
    """The day itself if it is one: where a period ends that would end on this day (§ 31 (3))."""
    while not is_working_day(day):
        day += DAY
    return day


def in_months(day, months):
    """The last day of a period of so many months that an event of this day begins, not moved (§ 188 (2), (3) BGB)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def end_of(day):
    """24:00 of the day, as a moment."""
    return datetime.combine(day + DAY, time(), BERLIN)


def last_day(moment):
    """The day with whose end a period ends at this moment."""
    return day_of(moment - timedelta(microseconds=1))


def day_of(moment):
    return moment.astimezone(BERLIN).date()


def fetch_limit(message_at):
    """Until when a letter can be fetched, as a moment: ten days after the message, whose day does not count."""
    return end_of(next_working_day(day_of(message_at) + FETCH_DAYS * DAY))


def served_by_download(fetched_at):
    """The day after the first download, whatever day that is (§ 41 (2a))."""
    return day_of(fetched_at) + DAY


def objection_until(served_on):
    """The last day of the month in which one can object (§ 70 VwGO)."""
    return next_working_day(in_months(served_on, 1))
