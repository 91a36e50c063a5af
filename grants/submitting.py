"""Submitting: a draft that is complete becomes a frozen version with a reference number, once, in one transaction."""

import hashlib
from decimal import Decimal

from django.db import connection, transaction
from django.utils.translation import gettext

from darmstadt_mso.lib import jobs
from organisations.models import Membership, Organisation

from . import eligibility, sections, terms, workflow
from .models import Application, BudgetLine, ReferenceCounter

SEND_RECEIPT = "grants.jobs.send_receipt"
FORMAT = 1
Side = BudgetLine.Side


class NotSubmitted(Exception):
    """It stays a draft."""


class Late(NotSubmitted):
    """It arrived after the deadline."""


class NotOpenYet(NotSubmitted):
    """The call's opening was moved while somebody wrote."""


class Changed(NotSubmitted):
    """What was reviewed is not what would be sent: somebody wrote, or the call's rules were published anew."""


class LimitReached(NotSubmitted):
    """The association has as many applications in this period as the call allows."""


def arrival():
    """The moment by the database's clock, which judges the deadline."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def submit(application, answers, numbers, user, arrived_at):
    """The submission; for whoever comes second, the one that is there already.

    `answers` are complete, `numbers` those of the sections from which they were read, of which the person has seen
    every one. Raises NotSubmitted, or workflow.NotPossible for somebody who may not.
    """
    try:
        return submit_once(application, answers, numbers, user, arrived_at)
    except Late:
        keep_late(application, arrived_at)
        raise


def keep_late(application, arrived_at):
    """Notes that somebody wanted to submit it after the deadline; the first time is kept."""
    Application.objects.filter(pk=application.pk, reference=None, late_at=None).update(late_at=arrived_at)


@transaction.atomic
def submit_once(application, answers, numbers, user, arrived_at):
    # Always the association first, as those who merge and decide about it do; its limit is counted under this lock.
    Organisation.objects.select_for_update(no_key=True).get(pk=application.organisation_id)
    locked = Application.objects.select_for_update(of=["self"]).select_related("version", "call__programme")
    draft = locked.get(pk=application.pk)
    if draft.reference:
        return draft.submissions.first()
    rules = terms.of_version(draft.version)
    check_time(rules, arrived_at)
    check_unchanged(draft, application, answers, numbers)
    check_limit(draft, rules, arrived_at)
    return freeze(draft, rules, answers, user, arrived_at)


def check_time(rules, arrived_at):
    if arrived_at < rules.opens_at:
        raise NotOpenYet
    if not rules.is_taken(arrived_at):
        raise Late


def check_unchanged(draft, seen, answers, numbers):
    if draft.version_id != seen.version_id or not is_as_seen(draft, answers, numbers, sections.BY_KEY):
        raise Changed


def is_as_seen(application, answers, numbers, keys):
    """Whether nobody has written in one of these sections since their answers were read."""
    present = dict(application.sections.filter(key__in=keys).exclude(number=0).values_list("key", "number"))
    shown = {key: number for key, number in numbers.items() if number and key in sections.TYPED and key in keys}
    return present == shown and (sections.PAPERS not in keys or papers_are_as_seen(application, answers))


def papers_are_as_seen(application, answers):
    present = sorted(application.attachments.values_list("paper", "document__sha256"))
    return present == sorted((one["paper"], one["sha256"]) for one in answers[sections.PAPERS])


def check_limit(draft, rules, arrived_at):
    if rules.limit is None:
        return
    if eligibility.used_in_period(draft.organisation, rules, arrived_at, without=draft) >= rules.limit:
        raise LimitReached


def freeze(draft, rules, answers, user, arrived_at):
    requested = Decimal(answers["plan"]["requested"])
    reference = next_reference(draft.call.programme, arrived_at)
    columns = {"reference": reference, "requested": requested, "submitted_at": arrived_at}
    workflow.perform(workflow.SUBMIT, draft, user, at=arrived_at, **columns)
    submission = keep(draft, contents(draft, rules, answers, user, arrived_at), user, arrived_at)
    BudgetLine.objects.bulk_create(budget_lines(draft, answers["plan"]))
    return submission


def keep(application, content, user, arrived_at, number=1):
    """The version that is sent, with its receipt on the way."""
    text = terms.canonical(content)
    submission = application.submissions.create(
        number=number,
        version=application.version,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        arrived_at=arrived_at,
        by=user,
    )
    jobs.defer(SEND_RECEIPT, submission=submission.pk)
    return submission


def next_reference(programme, arrived_at):
    """Without a gap: a number that is taken back with its transaction is the next one's."""
    year = arrived_at.astimezone(terms.BERLIN).year
    ReferenceCounter.objects.bulk_create([ReferenceCounter(programme=programme, year=year)], ignore_conflicts=True)
    locked = ReferenceCounter.objects.select_for_update(of=["self"]).select_related("programme")
    counter = locked.get(programme=programme, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return str(counter)


# What is frozen


def contents(application, rules, answers, user, arrived_at):
    version = application.version
    return {
        "format": FORMAT,
        "reference": application.reference,
        "arrived_at": arrived_at.isoformat(),
        "call": {"slug": rules.slug, "title": rules.title, "programme": rules.programme.name},
        "rules": {"version": version.number, "sha256": version.sha256},
        "organisation": organisation_facts(application.organisation),
        "signed": signature(application.organisation, user),
        "answers": answers,
    }


def organisation_facts(organisation):
    names = ("name", "short_name", "legal_form", "register_court", "register_number", "street", "postcode", "city")
    facts = {name: getattr(organisation, name) for name in names}
    return facts | {"uuid": str(organisation.uuid), "website": organisation.website}


def signature(organisation, user):
    membership = Membership.objects.current().signatories().filter(organisation=organisation, user=user).first()
    return {"name": str(user), "role": membership.role}


def budget_lines(application, plan):
    """The frozen plan as the rows that later steps work with."""
    lines = [
        *(BudgetLine(side=Side.EXPENSE, **filled(line)) for line in plan["costs"]),
        *(BudgetLine(side=Side.INCOME, **filled(line)) for line in plan["income"]),
        *(BudgetLine(side=Side.VOLUNTARY, label=line["label"], quantity=line["hours"]) for line in plan["voluntary"]),
    ]
    for position, line in enumerate(lines):
        line.application, line.position = application, position
    return lines


def filled(line):
    return {name: value for name, value in line.items() if value is not None}


def refusal(error):
    """In words, for whoever pressed the button."""
    if isinstance(error, LimitReached):
        return gettext("Your association has already submitted as many applications as this call allows.")
    if isinstance(error, NotOpenYet):
        return gettext("The call is not open yet. Everything that you typed is kept.")
    return gettext("Something has changed since you looked. Please check your answers once more.")
