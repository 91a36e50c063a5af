"""Which calls there are now, soon and no more, each in the order in which people need them."""

from itertools import groupby

from django.core.paginator import Paginator

from .call_pages import of_published
from .models import Call

PAST_ON_A_PAGE = 20


def visible(user):
    return Call.objects.visible_to(user).select_related("published")


def open_now(user, at):
    """Those whose deadline comes next first."""
    return pages(visible(user).open(at).order_by("published__closes_at", "slug"), at)


def upcoming(user, at):
    return pages(visible(user).upcoming(at).order_by("published__opens_at", "slug"), at)


def past(user, at, number):
    """A page of a paginator; those that closed last first."""
    found = visible(user).past(at).order_by("-published__closes_at", "slug")
    return Paginator(found, PAST_ON_A_PAGE).page(number)


def by_year(calls, at):
    """(year, pages of calls)"""
    found = sorted(pages(calls, at), key=lambda page: -page.terms.year)
    return [(year, list(group)) for year, group in groupby(found, key=lambda page: page.terms.year)]


def of_programme(user, programme, at):
    """The newest first."""
    return pages(visible(user).filter(programme=programme).order_by("-published__closes_at", "slug"), at)


def from_day(user, start):
    """Those that take applications on the day that begins at `start` or later, whatever hour of the day it is."""
    found = visible(user).filter(published__closes_at__gte=start).order_by("published__closes_at", "slug")
    return pages(found, start)


def pages(calls, at):
    return [of_published(call, at) for call in calls]
