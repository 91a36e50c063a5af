"""The office asks the applicant (Nachforderung): single sections open again, until a day, for one answer.

The answer is a submission of its own, in which the sections that were not opened stand as they were sent before.
"""

import json
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.addresses import absolute

from .. import sections, submitting, telling, terms, workflow
from ..models import Application, BudgetLine, Query
from ..moments import deadline_in_words, on_day
from ..permissions import may_work_on

REMIND = "grants.jobs.remind_of_query"
DAYS_BEFORE = (7, 1)
ORDER = tuple(sections.BY_KEY)


class NotInTime(submitting.NotSubmitted):
    """It came after the day that the office named, or the day lies in the past; everything typed is kept."""


def end_of(day):
    """The last second of the day in Berlin, which counts as a whole."""
    return datetime.combine(day, time(23, 59, 59), terms.BERLIN)


def is_in_time(query, at):
    return at < query.due_at.replace(microsecond=0) + timedelta(seconds=1)


def lock(application):
    """As it is now; whoever writes, asks, answers or closes waits for the others."""
    locked = Application.objects.select_for_update(of=["self"])
    return locked.select_related("organisation", "call", "version").get(pk=application.pk)


def hand_on(locked, application):
    """What the step has changed, for whoever holds the object that came in."""
    for name in ("state", "requested", "title"):
        setattr(application, name, getattr(locked, name))


# Asking


@transaction.atomic
def ask(application, user, sections, text, due_on):
    """Opens these sections (keys) until the end of the day and tells the people of the association.

    Raises NotInTime for a day that has begun, and workflow.NotPossible.
    """
    found = lock(application)
    last = found.queries.last()
    workflow.perform(workflow.ASK, found, user)
    query = found.queries.create(
        number=last.number + 1 if last else 1,
        sections=sorted(set(sections), key=ORDER.index),
        text=text,
        asked_by=user,
        asked_at=timezone.now(),
        due_at=later(due_on),
    )
    tell("query", query)
    hand_on(found, application)
    return query


def later(day):
    if day <= on_day(submitting.arrival()):
        raise NotInTime
    return end_of(day)


@transaction.atomic
def prolong(application, user, due_on):
    """Another day for the open query, earlier or later; the people of the association are told anew."""
    query = still_open(lock(application), user)
    query.due_at, query.reminded_on = later(due_on), timezone.localdate()
    query.save(update_fields=["due_at", "reminded_on"])
    tell("query", query)
    return query


def still_open(application, user):
    if not may_work_on(user, application):
        raise workflow.NotPossible(gettext("This is for %(who)s.") % {"who": workflow.OFFICE.words})
    if query := application.open_query:
        return query
    raise workflow.NotPossible(gone(application))


def gone(application):
    told = {"state": application.get_state_display()}
    return gettext("That is no longer possible: the application is now “%(state)s”.") % told


def tell(template, query, **facts):
    """Mails to the people of the association, each in their language; without what is asked."""
    for reader in telling.people(query.application.organisation):
        with translation.override(reader.language):
            until = deadline_in_words(query.due_at)
            link = absolute(reverse("grants:query", args=[query.application.handle]))
        telling.tell(template, query.application, [reader], until=until, link=link, **facts)


# Answering


@transaction.atomic
def answer(application, answers, numbers, user, at):
    """The submission with the next number; for whoever comes second, the one that is there already.

    `answers` are complete in the opened sections, `numbers` those of their texts, `at` is the arrival by the
    database's clock. Raises NotInTime, submitting.Changed, or workflow.NotPossible.
    """
    found = lock(application)
    query = found.open_query
    if query is None:
        submission = answered(found)
    else:
        check(found, query, answers, numbers, at)
        submission = freeze(found, query, answers, user, at)
    hand_on(found, application)
    return submission


def answered(application):
    """The newest version, if it is the answer to the newest query."""
    last = application.queries.last()
    if last and last.answered_at:
        return application.submissions.last()
    raise workflow.NotPossible(gone(application))


def check(application, query, answers, numbers, at):
    if not is_in_time(query, at):
        raise NotInTime
    if not submitting.is_as_seen(application, answers, numbers, query.sections):
        raise submitting.Changed


def freeze(application, query, answers, user, at):
    former = application.submissions.last()
    before = json.loads(former.content)
    answers = merged(before["answers"], answers, query.sections)
    plan = answers[sections.PLAN]
    note = renew_lines(application, plan) if plan != before["answers"][sections.PLAN] else ""
    columns = {"requested": Decimal(plan["requested"]), "title": title(answers)}
    workflow.perform(workflow.ANSWER, application, user, note=note, at=at, **columns)
    application.queries.open().update(answered_by=user, answered_at=at)
    content = contents(application, before, answers, query, user, at)
    return submitting.keep(application, content, user, at, number=former.number + 1)


def merged(former, answers, opened):
    """The former answers, with those of the opened sections in their place."""
    return {key: answers[key] if key in opened else value for key, value in former.items()}


def title(answers):
    return " ".join(answers[sections.PROJECT]["title"].split())[:200]


def contents(application, former, answers, query, user, at):
    """In the same shape as the former version; the association's entry anew only where its section was opened."""
    content = submitting.contents(application, terms.of_version(application.version), answers, user, at)
    known = content if sections.ASSOCIATION in query.sections else former
    return content | {"organisation": known["organisation"]}


# The lines of the plan


def renew_lines(application, plan):
    """Makes them anew from the plan; a cut stays where nothing of its line has changed. The note on what was lost."""
    cuts = list(application.budget_lines.exclude(recognised=None))
    new = submitting.budget_lines(application, plan)
    for line in new:
        if cut := next((one for one in cuts if is_same(one, line)), None):
            cuts.remove(cut)
            line.recognised, line.cut_reason = cut.recognised, cut.cut_reason
    application.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(new)
    return lost(cuts)


def is_same(one, line):
    numbers = all(number(getattr(one, name)) == number(getattr(line, name)) for name in ("quantity", "rate", "amount"))
    return numbers and (one.side, one.kind, one.label) == (line.side, line.kind, line.label)


def number(value):
    return None if value is None else Decimal(value)


def lost(cuts):
    """In the office's language, in whichever the applicant reads."""
    if not cuts:
        return ""
    names = ", ".join(f"“{cut.label or cut.kind}”" for cut in cuts)
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("These lines of the plan have changed and are assessed anew: %(lines)s.") % {"lines": names}


# Ending without an answer


@transaction.atomic
def close(application, user, note=""):
    """Goes on with what was sent; what was typed since stays typed."""
    found = lock(application)
    workflow.perform(workflow.CLOSE_QUERY, found, user, note=note)
    close_open(found, user)
    telling.tell("query_closed", found, telling.people(found.organisation))
    hand_on(found, application)


@transaction.atomic
def lapse(application, user, note=""):
    """Only once the day has passed. Raises workflow.NotPossible."""
    found = lock(application)
    query = found.open_query
    if query and is_in_time(query, submitting.arrival()):
        raise workflow.NotPossible(
            gettext("The association can still answer until %(until)s.") % {"until": deadline_in_words(query.due_at)}
        )
    workflow.perform(workflow.LAPSE, found, user, note=note)
    close_open(found, user)
    telling.tell("lapsed", found, telling.people(found.organisation))
    hand_on(found, application)


def close_open(application, user):
    """Nothing can be answered any more. Whoever calls has done a step, and so holds the application's row."""
    Query.objects.open().filter(application=application).update(closed_by=user, closed_at=timezone.now())


# What waits


def typed_since(application, query):
    """(section, when it was written in last) of what was typed in the opened sections and is not sent."""
    found = application.sections.filter(key__in=query.sections, edited_at__gt=query.asked_at)
    moments = dict(found.values_list("key", "edited_at"))
    added = application.attachments.filter(added_at__gt=query.asked_at).order_by("added_at").last()
    if added and sections.PAPERS in query.sections:
        moments[sections.PAPERS] = added.added_at
    return [(sections.BY_KEY[key], moments[key]) for key in ORDER if key in moments]


def remind(today):
    """Asks for the reminders that are due, each a job of its own."""
    for query in due(today):
        jobs.defer(REMIND, query=query.pk)


def due(today):
    found = open_queries().order_by("due_at", "pk")
    return [query for query in found if is_due(query, today)]


def open_queries():
    return Query.objects.open().filter(application__state=Application.State.QUERIED).select_related("application")


def days_left(query, today):
    return (on_day(query.due_at) - today).days


def is_due(query, today):
    """Whether a threshold was passed since people were told last; a day on which nothing ran is made up for."""
    left = days_left(query, today)
    threshold = min((days for days in DAYS_BEFORE if 0 <= left <= days), default=None)
    if threshold is None:
        return False
    told = query.reminded_on or on_day(query.asked_at)
    return told < on_day(query.due_at) - timedelta(days=threshold)


@transaction.atomic
def remind_one(pk, today):
    """Once for each threshold, however often it is asked for."""
    query = open_queries().select_for_update(of=["self"]).filter(pk=pk).first()
    if query is None or not is_due(query, today):
        return
    query.reminded_on = today
    query.save(update_fields=["reminded_on"])
    tell("query_reminder", query, days=days_left(query, today))
