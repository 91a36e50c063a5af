"""What a call's money rules come to, with round figures and the same computation as in an application."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext

from darmstadt_mso.lib.money import ZERO, cents, shown

from . import funding
from .models import Programme
from .terms import in_language
from .words import percent

Financing = Programme.Financing
# What the grant of the example comes to where the call names no highest one.
USUAL = Decimal(1000)
ROUND = Decimal(50)
# Percent of own contribution beyond which there is no place for income.
HALF = Decimal(50)
MOST_OF_THE_MAXIMUM = Decimal("0.9")


@dataclass(frozen=True)
class Line:
    """`kind` says how it is shown: a sum, a step on the way, or the result."""

    label: str
    amount: Decimal
    kind: str = "step"

    @property
    def sum(self):
        return shown(self.amount)


def of(terms):
    """The lines of the example; None where the call names no cost for which there is money."""
    kind = plain_kind(terms)
    if not kind:
        return None
    cost, income = figures(terms)
    found = funding.assess(terms, plan(kind, cost, income))
    grant = min(found.highest, max(ZERO, cost - income - found.own_contribution_needed))
    return [*steps(terms, kind, found), *result(found, grant)]


def plain_kind(terms):
    """A kind of eligible cost, one without limits if there is one."""
    kinds = [kind for kind in terms.cost_categories if kind.eligible]
    return next((kind for kind in kinds if kind.cap is None and kind.cap_share is None), kinds[0] if kinds else None)


def figures(terms):
    """(cost, income) for which the grant stays a little below the highest one."""
    grant = (terms.maximum or USUAL) * MOST_OF_THE_MAXIMUM
    if terms.financing == Financing.FIXED:
        grant = terms.maximum
    # A share of 0 is no rule to compute with.
    deficit = grant * 100 / terms.share if terms.share and terms.financing in ("deficit", "share") else grant
    deficit = max(ROUND, rounded(deficit))
    if terms.financing == Financing.SHARE or (terms.own_share or ZERO) > HALF:
        return deficit, ZERO
    income = rounded(deficit / 3)
    return deficit + income, income


def rounded(amount):
    return cents((amount / ROUND).quantize(Decimal(1), ROUND_HALF_UP) * ROUND)


def plan(kind, cost, income):
    costs = [funding.Cost(kind=kind.key, amount=cost)]
    return funding.Plan(costs=costs, income=[funding.Income(kind=funding.IncomeKind.FEES, amount=income)])


def steps(terms, kind, found):
    name = in_language(kind.name)
    yield Line(gettext("Cost: %(kind)s") % {"kind": name}, found.total)
    if found.ineligible:
        yield Line(gettext("Of that eligible"), found.eligible)
    if found.income:
        yield Line(gettext("Income: participants' fees"), found.income)
    if terms.financing in (Financing.DEFICIT, Financing.FULL):
        yield Line(gettext("Deficit: eligible cost minus income"), found.deficit, "sum")
    if terms.financing in (Financing.DEFICIT, Financing.SHARE):
        base = found.deficit if terms.financing == Financing.DEFICIT else found.eligible
        label = gettext("%(share)s of that") % {"share": percent(terms.share)}
        yield Line(label, cents(funding.percent(terms.share, base)))
    if terms.maximum is not None:
        fixed = terms.financing == Financing.FIXED
        yield Line(gettext("Fixed sum") if fixed else gettext("Highest grant per application"), terms.maximum)


def result(found, grant):
    yield Line(gettext("The grant can be at most"), grant, "result")
    yield Line(gettext("Your association pays"), found.total - found.income - grant)
