"""The assessment of the money: what of the cost the office recognises, what it proposes, and when that is done.

Amounts in EUR. Raises `workflow.NotPossible`, which says why in words, for whatever does not go.
"""

import hashlib

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import ZERO

from .. import funding, terms, workflow
from ..funding import Financing
from ..models import Application, Appraisal, BudgetLine
from ..permissions import may_work_on
from . import advising, deciding, pots

State, Side = Application.State, BudgetLine.Side
TEXTS = ("need", "others", "secured", "note")
# Without this number in the call's terms the financing type cannot be computed.
NEEDS = {Financing.DEFICIT: "share", Financing.SHARE: "share", Financing.FIXED: "maximum"}


class Overtaken(workflow.NotPossible):
    """A colleague saved since the person looked; nothing was saved."""


# What it comes to


def plan_of(application):
    """The plan with what the office recognises of each cost."""
    rules = terms.of_version(application.version)
    return as_plan(application, lambda line: recognised_cost(rules, line))


def sent_plan(application):
    """The plan as the association sent it."""
    return as_plan(application, cost_as_sent)


def as_plan(application, cost_of):
    lines = list(application.budget_lines.all())
    income = [line for line in lines if line.side == Side.INCOME]
    voluntary = [line for line in lines if line.side == Side.VOLUNTARY]
    return funding.Plan(
        costs=[cost_of(line) for line in lines if line.side == Side.EXPENSE],
        income=[funding.Income(line.kind, line.label, line.amount) for line in income],
        voluntary=[funding.Voluntary(line.label, line.quantity or ZERO) for line in voluntary],
        requested=application.requested,
    )


def cost_as_sent(line):
    return funding.Cost(line.kind, line.label, line.amount, line.quantity, line.rate)


def recognised_cost(rules, line):
    """A cost that is cut is an amount; only where more is recognised than the call's highest rate lets count, the
    quantity stays and the rate is what the amount gives, so that a cut never makes more count."""
    sent = cost_as_sent(line)
    if line.recognised is None:
        return sent
    kind = rules.cost_kind(line.kind)
    if kind is None or line.recognised <= funding.within_rate(kind, sent):
        return funding.Cost(line.kind, line.label, line.recognised)
    return funding.Cost(line.kind, line.label, line.recognised, line.quantity, line.recognised / line.quantity)


def assessed(application, financing=None):
    """What the recognised plan comes to, under the call's financing type or another one of `possible_financing`."""
    return funding.assess(terms_with(application, financing), plan_of(application))


def assessed_as_sent(application):
    return funding.assess(terms.of_version(application.version), sent_plan(application))


def terms_with(application, financing=None):
    rules = terms.of_version(application.version)
    return msgspec.structs.replace(rules, financing=str(financing)) if financing else rules


def possible_financing(rules):
    """The types that can be computed with what the call says of share and highest grant, the call's own first."""
    computable = [one for one in Financing if one not in NEEDS or getattr(rules, NEEDS[one]) is not None]
    return sorted(computable, key=lambda one: one != rules.financing)


def most(application, financing):
    """The highest sum that can be proposed: no more than was asked for."""
    found = assessed(application, financing)
    return min(found.highest, found.requested)


# Cuts


def seen_of(lines):
    """A fingerprint of the plan's lines as somebody has them before their eyes."""
    told = [(line.pk, str(line.amount), str(line.recognised), line.cut_reason) for line in lines]
    return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:20]


def costs_of(application):
    return list(application.budget_lines.filter(side=Side.EXPENSE))


@transaction.atomic
def cut(application, lines, user, seen=None):
    """`lines` are {key of the cost line: (recognised or None for all of it, why less)}, all saved or none.

    With `seen` (of `seen_of`) it raises Overtaken where somebody saved another cut since.
    """
    costs = costs_of(locked(application, user))
    wanted = [(line, tidy(line, *lines[line.pk])) for line in costs if line.pk in lines]
    changes = [(line, new) for line, new in wanted if new != (line.recognised, line.cut_reason)]
    if changes and seen not in (None, seen_of(costs)):
        raise Overtaken(overtaken())
    for line, new in changes:
        line.recognised, line.cut_reason = new
        line.save(update_fields=["recognised", "cut_reason"])


def tidy(line, recognised, reason):
    """All of it is no cut and needs no reason."""
    return (None, "") if recognised in (None, line.amount) else (recognised, reason)


def overtaken():
    return gettext("A colleague has saved something else meanwhile. Nothing of yours was saved yet.")


def locked(application, user):
    """The application, kept in the assessment until the end of the transaction."""
    found = Application.objects.select_for_update(of=["self"]).select_related("version").get(pk=application.pk)
    if not may_work_on(user, found):
        raise workflow.NotPossible(gettext("This is for %(who)s.") % {"who": workflow.OFFICE.words})
    if found.state != State.ASSESSING:
        raise workflow.NotPossible(no_longer(found))
    return found


def no_longer(application):
    told = {"state": application.get_state_display()}
    return gettext("That is no longer possible: the application is now “%(state)s”.") % told


# The appraisal (Prüfvermerk)


def appraisal_of(application):
    return Appraisal.objects.filter(application=application).select_related("by").first()


def seen_appraisal(appraisal):
    return appraisal.at.isoformat() if appraisal else ""


@transaction.atomic
def appraise(application, user, *, financing, amount, seen=None, at=None, **texts):
    """Keeps the one appraisal of the application; `texts` are those of TEXTS.

    With `seen` (of `seen_appraisal`) it raises Overtaken where somebody saved another one since.
    """
    found = locked(application, user)
    before = appraisal_of(found)
    wanted = {"financing": financing, "amount": amount, **texts}
    if before and all(getattr(before, name) == value for name, value in wanted.items()):
        return before
    if seen not in (None, seen_appraisal(before)):
        raise Overtaken(overtaken())
    if problem := too_much(found, financing, amount):
        raise workflow.NotPossible(problem)
    columns = wanted | {"by": user, "at": at or timezone.now()}
    return Appraisal.objects.update_or_create(application=found, defaults=columns)[0]


def too_much(application, financing, amount):
    """Why this sum cannot be proposed, else ""."""
    if financing not in possible_financing(terms.of_version(application.version)):
        return gettext("With the call's rules this financing type cannot be computed.")
    return above(assessed(application, financing), financing, amount)


def above(found, financing, amount):
    """In words, which limit of the Assessment the sum exceeds, else ""."""
    if amount > found.highest:
        told = {"type": Financing(financing).label, "sum": money.shown(found.highest)}
        return gettext("With “%(type)s” at most %(sum)s are possible.") % told
    if amount > found.requested:
        return gettext("No more than was asked for: %(sum)s.") % {"sum": money.shown(found.requested)}
    return ""


# The end of the assessment


def obstacles(application):
    """In words, what is missing before the assessment is done."""
    appraisal = appraisal_of(application)
    if appraisal is None:
        found = gettext("There is no appraisal with a proposed sum yet.")
    else:
        found = too_much(application, appraisal.financing, appraisal.amount)
    return [one for one in (found, vote_missing(application)) if one]


def vote_missing(application):
    if not terms.of_version(application.version).advisory:
        return ""
    if application.agenda_items.filter(voted_at__isnull=False).exists():
        return ""
    return gettext("The call has an advisory body: put the application on the agenda of a session.")


@transaction.atomic
def conclude(application, user, note=""):
    """The application can be decided on."""
    missing = obstacles(locked(application, user))
    if missing:
        raise workflow.NotPossible(" ".join(missing))
    return workflow.perform(workflow.CONCLUDE, application, user, note=note)


@transaction.atomic
def reassess(application, user, note=""):
    """Back to the assessment: it leaves the agenda, and a decision that waits is taken back with its money."""
    pots.lock(application)
    change = workflow.perform(workflow.REASSESS, application, user, note=note)
    advising.leave_agenda(application)
    deciding.cancel_pending(application, user)
    return change
