"""What a cost and financing plan comes to under a call's terms. Amounts in EUR; sums are exact and rounded once.

Cash cost is paid by income (fees, other grants, donations), the association's own money and the grant. Voluntary work
is worth something, but is no cash: it never enters cost, income or deficit, only the own contribution.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.money import ZERO, cents

from .models import Programme

Financing = Programme.Financing
HUNDRED = Decimal(100)


class IncomeKind(TextChoices):
    OWN = "own", _("own money of the association")
    FEES = "fees", _("participants' fees")
    DONATIONS = "donations", _("donations for the project")
    GRANTS = "grants", _("grants of others")
    OTHER = "other", _("other income")


@dataclass(frozen=True)
class Cost:
    """`kind` is the key of a cost category; the amount is quantity × rate where both are given."""

    kind: str
    label: str = ""
    amount: Decimal | None = None
    quantity: Decimal | None = None
    rate: Decimal | None = None

    @property
    def exact(self):
        if self.quantity is not None and self.rate is not None:
            return self.quantity * self.rate
        return self.amount or ZERO


@dataclass(frozen=True)
class Income:
    kind: str
    label: str = ""
    amount: Decimal = ZERO


@dataclass(frozen=True)
class Voluntary:
    label: str = ""
    hours: Decimal = ZERO


@dataclass(frozen=True)
class Plan:
    costs: list[Cost] = field(default_factory=list)
    income: list[Income] = field(default_factory=list)
    voluntary: list[Voluntary] = field(default_factory=list)
    requested: Decimal | None = None


@dataclass(frozen=True)
class Assessment:
    """`highest` is the highest possible grant; `gap` what is missing (or, below 0, too much) to pay the cost."""

    total: Decimal
    eligible: Decimal
    income: Decimal
    own: Decimal
    deficit: Decimal
    highest: Decimal
    requested: Decimal
    gap: Decimal
    voluntary_hours: Decimal
    voluntary_value: Decimal
    own_contribution: Decimal
    own_contribution_needed: Decimal

    @property
    def ineligible(self):
        return self.total - self.eligible

    @property
    def is_balanced(self):
        return self.gap == 0


def assess(terms, plan):
    total = sum((cost.exact for cost in plan.costs), ZERO)
    eligible = sum(eligible_by_kind(terms, plan).values(), ZERO)
    income = sum((one.amount for one in plan.income if one.kind != IncomeKind.OWN), ZERO)
    own = sum((one.amount for one in plan.income if one.kind == IncomeKind.OWN), ZERO)
    hours = sum((one.hours for one in plan.voluntary), ZERO)
    value = voluntary_value(terms, hours, eligible)
    requested = plan.requested or ZERO
    return Assessment(
        total=cents(total),
        eligible=cents(eligible),
        income=income,
        own=own,
        deficit=cents(max(ZERO, eligible - income)),
        highest=highest_grant(terms, eligible, total - eligible, income, own),
        requested=requested,
        gap=cents(total) - income - own - requested,
        voluntary_hours=hours,
        voluntary_value=value,
        own_contribution=own + value,
        own_contribution_needed=cents(percent(terms.own_share or ZERO, total)),
    )


def highest_grant(terms, eligible, ineligible, income, own):
    """The highest possible grant, rounded half up to the cent.

    Own money is used first: it pays the cost that is not eligible, and the rest of it lowers the grant. Whatever the
    financing type, no grant exceeds what nobody else pays.
    """
    deficit = max(ZERO, eligible - income)
    uncovered = max(ZERO, deficit - max(ZERO, own - ineligible))
    limits = [uncovered, by_type(terms, eligible, deficit)]
    if terms.maximum is not None:
        limits.append(terms.maximum)
    return cents(min(limits))


def by_type(terms, eligible, deficit):
    """What the financing type gives before caps; exact."""
    if terms.financing == Financing.DEFICIT:
        return percent(terms.share, deficit)
    if terms.financing == Financing.SHARE:
        return percent(terms.share, eligible)
    return terms.maximum if terms.financing == Financing.FIXED else deficit


def percent(share, amount):
    return share * amount / HUNDRED


def eligible_by_kind(terms, plan):
    """{key of the category: what of its cost counts}, exact; categories that are not eligible count nothing."""
    total = sum((cost.exact for cost in plan.costs), ZERO)
    found = defaultdict(lambda: ZERO)
    for cost in plan.costs:
        kind = terms.cost_kind(cost.kind)
        if kind and kind.eligible:
            found[kind.key] += within_rate(kind, cost)
    return {key: within_caps(terms.cost_kind(key), amount, total) for key, amount in found.items()}


def within_rate(kind, cost):
    if kind.rate_max is None or cost.rate is None or cost.quantity is None:
        return cost.exact
    return cost.quantity * min(cost.rate, kind.rate_max)


def within_caps(kind, amount, total):
    caps = [amount]
    if kind.cap is not None:
        caps.append(kind.cap)
    if kind.cap_share is not None:
        caps.append(percent(kind.cap_share, total))
    return min(caps)


def voluntary_value(terms, hours, eligible):
    """What voluntary work counts as own contribution; 0 where the call knows no value of an hour."""
    if terms.voluntary_rate is None:
        return ZERO
    limits = [hours * terms.voluntary_rate]
    if terms.voluntary_share is not None:
        limits.append(percent(terms.voluntary_share, eligible))
    if terms.voluntary_cap is not None:
        limits.append(terms.voluntary_cap)
    return cents(min(limits))
