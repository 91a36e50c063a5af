"""A complete application to which the office has asked something, written as an association writes it."""

from datetime import timedelta

from django.utils import timezone

from grants import submitting
from grants.casework import asking
from grants.forms.answering import AnswerReview
from grants.models import Application, Query
from tests.grants.cases import case_worker
from tests.grants.factories import type_section
from tests.grants.paperwork import ASKED, add, make_call_for_papers
from tests.grants.submitting.making import fresh, make_sent

DAY = timedelta(days=1)
COSTLY = {"kosten-0-rate": "60,00", "einnahmen-0-amount": "225,00"}


def make_asked(*sections, text="Bitte ergänzen.", days=14, call=None, organisation=None):
    """(application, signatory, case worker)"""
    sent, signatory = make_sent(organisation, call)
    Application.objects.filter(pk=sent.pk).update(state="checking")
    sent, user = fresh(sent), case_worker()
    asking.ask(sent, user, sections or ("projekt",), text, timezone.localdate() + days * DAY)
    return fresh(sent), signatory, user


def retype(application, key, user, **changed):
    """Writes some fields of the page anew."""
    typed = application.sections.get(key=key).typed
    return type_section(application, key, user, **(typed | {name: [text] for name, text in changed.items()}))


def end(application, ago=DAY):
    """The day for the answer has passed."""
    Query.objects.filter(application=application).update(due_at=timezone.now() - ago)


def reviewed(application, at=None):
    application = fresh(application)
    return AnswerReview(application, application.open_query, at or submitting.arrival())


def reply(application, user, at=None, review=None):
    found = review or reviewed(application, at)
    return asking.answer(fresh(application), found.answers, found.whole.numbers(), user, found.at)


def make_asked_for_papers():
    """(application that was answered with a paper and is asked for papers once more, signatory)"""
    case, signatory, user = make_asked("anlagen", call=make_call_for_papers(ASKED[4:]))
    add(case, signatory, "angebot")
    reply(case, signatory)
    asking.ask(fresh(case), user, ["anlagen"], "Noch eins.", timezone.localdate() + 7 * DAY)
    return fresh(case), signatory
