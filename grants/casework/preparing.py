"""A decision is prepared by one person and waits for another. An award takes its money from the pot at once."""

import json
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.money import ZERO

from .. import plans, terms, workflow
from ..models import Decision
from ..permissions import may_prepare
from ..workflow import NotPossible
from . import assessing, deciding, legal_time, pots

State, Kind = workflow.State, Decision.Kind
KINDS = {State.DECIDING: (*Decision.GIVES, Kind.WAITING, Kind.REJECTION), State.AWARDED: (Kind.REVOCATION,)}
YEAR = 12


@transaction.atomic
def prepare(application, user, kind, amount=ZERO, at=None, **fields):
    """The pending decision. `fields` are its columns; the amount is in EUR. Raises NotPossible, in words."""
    application, at = pots.lock(application), at or timezone.now()
    check_possible(application, user, kind)
    if not fields.get("reasons", "").strip():
        raise NotPossible(gettext("Write the reasons. The applicant reads them."))
    fields = {"amount": amount, **fields}
    if kind in Decision.GIVES:
        fields = given(application, kind, amount, fields)
    if kind == Kind.REVOCATION:
        check_revocation(fields.get("known_on"), fields.get("heard_on"), at)
    pots.take(application.call, amount)
    return Decision.objects.create(application=application, kind=kind, prepared_by=user, prepared_at=at, **fields)


def check_possible(application, user, kind):
    if not may_prepare(user, application):
        raise NotPossible(gettext("This is for %(who)s.") % {"who": workflow.PREPARER.words})
    if kind not in KINDS.get(application.state, ()):
        told = {"state": application.get_state_display()}
        raise NotPossible(gettext("That is not possible: the application is “%(state)s”.") % told)
    if deciding.pending(application):
        raise NotPossible(gettext("A decision waits already. Take it back first."))


# Awards


def kind_of(application, amount):
    """Whoever gets all that was requested gets an award, with less it is a partial one."""
    return Kind.AWARD if amount == application.requested else Kind.PARTIAL


def given(application, kind, amount, fields):
    """The columns of an award: those that were said, else as proposed, and what it rests on."""
    fields = proposed(application) | fields | {"amount": amount}
    financing = fields["financing"]
    if wrong := wrong_amount(application, financing, amount):
        raise NotPossible(wrong)
    if kind != kind_of(application, amount):
        raise NotPossible(gettext("An award gives what was requested, a partial award less."))
    found, plan = assessing.assessed(application, financing), assessing.plan_of(application)
    return fields | {"eligible": found.eligible, "plan": plans.answers_of(plan)}


def wrong_amount(application, financing, amount):
    """Why this sum cannot be given, in words, or ""."""
    if amount <= 0:
        return gettext("Enter more than 0, or reject the application.")
    return assessing.too_much(application, financing, amount)


def proposed(application):
    """What an award begins with: {column: value}, from the appraisal and the project's days as they were sent."""
    appraisal = assessing.appraisal_of(application)
    begins, ends = project_days(application)
    return {
        "amount": appraisal.amount if appraisal else most(application),
        "financing": appraisal.financing if appraisal else terms.of_version(application.version).financing,
        "period_from": begins,
        "period_until": ends,
        "report_due_on": ends and report_due(ends),
    }


def most(application):
    """What the call's own financing type gives at most."""
    return assessing.most(application, terms.of_version(application.version).financing)


def project_days(application):
    """When the project begins and ends, from what was sent last; None where it does not say so."""
    project = json.loads(application.submissions.last().content)["answers"]["projekt"]
    return [date.fromisoformat(day) if (day := project.get(name)) else None for name in ("begins_on", "ends_on")]


def report_due(ends):
    """The day until which the report is due, never on a weekend or holiday (§ 31 (3) VwVfG)."""
    return legal_time.next_working_day(ends + timedelta(days=settings.REPORT_DUE_DAYS))


# Revocations


def last_day(known_on):
    """The last day on which a revocation can be released: one year after full knowledge, § 49 (3) 2, § 48 (4)
    HVwVfG."""
    return legal_time.in_months(known_on, YEAR)


def check_revocation(known_on, heard_on, at):
    """Raises NotPossible unless the days are said, are not ahead, and the year is not over."""
    today = legal_time.day_of(at)
    if not (known_on and heard_on):
        raise NotPossible(gettext("Enter since when all facts are known, and when the applicant was heard."))
    if max(known_on, heard_on) > today:
        raise NotPossible(gettext("The day of full knowledge and the hearing cannot be ahead."))
    if today > last_day(known_on):
        told = {"day": date_format(last_day(known_on), "DATE_FORMAT")}
        raise NotPossible(gettext("The year for a revocation is over: its last day was %(day)s.") % told)
