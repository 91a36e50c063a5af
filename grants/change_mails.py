"""Mails to everybody whose association has begun or sent an application, when its call is changed."""

from django.utils import translation

from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails

from . import telling, terms
from .casework.requests import UNDECIDED
from .models import Application

State = Application.State


def concerned(call):
    """Drafts of the call, and the applications on which nobody has decided yet."""
    found = Application.objects.filter(state__in=(State.DRAFT, *UNDECIDED), call=call)
    return found.select_related("organisation").order_by("organisation__name_key", "pk")


def readers(call):
    """{person: their associations' applications}"""
    found = {}
    for application in concerned(call):
        for person in telling.people(application.organisation):
            found.setdefault(person, []).append(application)
    return found


def tell(call, version):
    """One mail per person, in their language; returns how many."""
    found = readers(call)
    for person, applications in found.items():
        with translation.override(person.language):
            context = contents(call, version, applications)
        mails.queue("grants/call_changed", person.email, context, language=person.language)
    return len(found)


def contents(call, version, applications):
    """In the language that is active. `why` is quoted as the office wrote it."""
    return {
        "call": terms.in_language(terms.of_version(version).title),
        "why": version.note,
        "url": absolute(call.get_absolute_url()),
        "applications": [line(one) for one in applications],
    }


def line(application):
    link, title = absolute(application.get_absolute_url()), application.title
    return {"organisation": application.organisation.name, "title": title, "url": link, "draft": application.is_draft}
