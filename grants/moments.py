"""Moments in words: a deadline with its clock time and zone, and how long it is until then. All in Berlin's time."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from .terms import BERLIN

SECOND, LAST = timedelta(seconds=1), "23:59:59"


def day(value):
    """A date as it is read, "30 November 2026"; "" for None."""
    return date_format(value, "DATE_FORMAT") if value else ""


def on_day(moment):
    return timezone.localdate(moment, BERLIN)


def clock(moment):
    """ "18:00", with seconds only where the moment names some."""
    local = moment.astimezone(BERLIN)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def zone(moment):
    """The letters that people know for the time that is valid then."""
    is_summer = moment.astimezone(BERLIN).dst()
    return gettext("CEST") if is_summer else gettext("CET")


def zone_in_words(moment):
    is_summer = moment.astimezone(BERLIN).dst()
    return gettext("Central European Summer Time") if is_summer else gettext("Central European Time")


def moment_in_words(moment):
    """ "Monday, 30 November 2026, 18:00 (CET)"; "" for None."""
    if not moment:
        return ""
    local = moment.astimezone(BERLIN)
    words = {"weekday": date_format(local, "l"), "day": day(local), "time": clock(local), "zone": zone(local)}
    return pgettext("a moment", "%(weekday)s, %(day)s, %(time)s (%(zone)s)") % words


def deadline_in_words(moment):
    """As a moment, but the end of a day is 24:00 of that day, as people say; "" for None."""
    last = moment and next((one for one in (moment, moment - SECOND) if clock(one) == LAST), None)
    if not last:
        return moment_in_words(moment)
    local = last.astimezone(BERLIN)
    words = {"weekday": date_format(local, "l"), "day": day(local), "time": "24:00", "zone": zone(local)}
    return pgettext("a moment", "%(weekday)s, %(day)s, %(time)s (%(zone)s)") % words


def days_until(moment, at):
    """Nights between the two, as people count."""
    return (on_day(moment) - on_day(at)).days


def time_left(closes_at, at):
    """How long one can still apply."""
    days, time = days_until(closes_at, at), clock(closes_at)
    if days <= 0:
        return gettext("today until %(time)s") % {"time": time}
    if days == 1:
        return gettext("until tomorrow, %(time)s") % {"time": time}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def time_until(opens_at, at):
    """How long it is until one can apply."""
    days, time = days_until(opens_at, at), clock(opens_at)
    if days <= 0:
        return gettext("opens today at %(time)s") % {"time": time}
    if days == 1:
        return gettext("opens tomorrow at %(time)s") % {"time": time}
    return ngettext("opens in %(days)d day", "opens in %(days)d days", days) % {"days": days}
