"""Openings and deadlines of calls for calendars."""

from urllib.parse import urlsplit

import vobject
from django.utils.translation import gettext
from vobject.icalendar import utc

from darmstadt_mso.lib.addresses import absolute

from .moments import moment_in_words
from .terms import in_language

PRODUCT = "-//Darmstadt//MSO//DE"


def calendar(pages):
    """RFC 5545: an event for each deadline and each opening that is to come; moments in UTC, without alarms."""
    found = vobject.iCalendar()
    found.add("prodid").value = PRODUCT
    found.add("method").value = "PUBLISH"
    found.add("x-wr-calname").value = gettext("Deadlines of calls")
    for page in pages:
        if page.is_upcoming:
            add_event(found, page, "opens", page.terms.opens_at, gettext("Opens: %(title)s"))
        add_event(found, page, "closes", page.terms.closes_at, gettext("Deadline: %(title)s"))
    return found.serialize()


def add_event(found, page, kind, moment, words):
    """The identifier stays when the moment moves, so that a calendar moves its event."""
    event, version = found.add("vevent"), page.call.published
    url = absolute(page.call.get_absolute_url())
    event.add("uid").value = f"{page.call.slug}-{kind}@{urlsplit(url).hostname}"
    event.add("sequence").value = str(version.number - 1)
    event.add("dtstamp").value = version.published_at.astimezone(utc)
    event.add("dtstart").value = moment.astimezone(utc)
    event.add("summary").value = words % {"title": page.title}
    about = [moment_in_words(moment), in_language(page.terms.summary), url]
    event.add("description").value = "\n".join(filter(None, about))
    event.add("url").value = url
    event.add("transp").value = "TRANSPARENT"
