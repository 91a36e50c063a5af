"""The cost and financing plan of an application: what it comes to, and how that came about, in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import ZERO, cents

from . import funding, quantities
from .funding import Financing
from .words import percent


def plan_of(answers):
    """The Plan from its answers, as `answers_of` gives them and a submission keeps them."""
    return funding.Plan(
        costs=[cost_of(line) for line in answers["costs"]],
        income=[funding.Income(line["kind"], line["label"], Decimal(line["amount"])) for line in answers["income"]],
        voluntary=[funding.Voluntary(line["label"], Decimal(line["hours"])) for line in answers["voluntary"]],
        requested=decimal(answers["requested"]),
    )


def cost_of(line):
    numbers = {name: decimal(line[name]) for name in ("amount", "quantity", "rate")}
    return funding.Cost(line["kind"], line["label"], **numbers)


def decimal(text):
    return None if text is None else Decimal(text)


def answers_of(plan):
    """The plan as JSON: numbers as text with two decimals, or null. A cost always has its amount, to the cent."""
    return {
        "costs": [
            {
                "kind": cost.kind,
                "label": cost.label,
                "quantity": text(cost.quantity),
                "rate": text(cost.rate),
                "amount": text(cents(cost.exact)),
            }
            for cost in plan.costs
        ],
        "income": [{"kind": one.kind, "label": one.label, "amount": text(one.amount)} for one in plan.income],
        "voluntary": [{"label": one.label, "hours": text(one.hours)} for one in plan.voluntary],
        "requested": text(plan.requested),
    }


def text(number):
    return None if number is None else f"{number:.2f}"


@dataclass(frozen=True)
class Figure:
    """A line of the summary; `key` says which, `value` is to be read."""

    key: str
    label: str
    value: str


def figures(terms, found):
    """The money of the plan, from the cost to what is missing."""
    lines = [("total", gettext("Cost"), found.total)]
    if found.ineligible:
        lines += [
            ("eligible", gettext("of this a grant is possible for"), found.eligible),
            ("ineligible", gettext("no grant is possible for"), found.ineligible),
        ]
    lines += [("income", gettext("Income of the project"), found.income), ("own", gettext("Own money"), found.own)]
    lines.append(("deficit", gettext("Deficit"), found.deficit))
    shown = [Figure(key, label, money.shown(amount)) for key, label, amount in lines]
    return [*shown, *grant_figures(terms, found)]


def grant_figures(terms, found):
    shares = terms.financing in (Financing.DEFICIT, Financing.SHARE)
    share = [Figure("share", share_label(terms), percent(terms.share))] if shares else []
    cap = [Figure("cap", gettext("At most"), money.shown(terms.maximum))] if terms.maximum is not None else []
    return [
        *share,
        *cap,
        Figure("highest", gettext("Highest possible grant"), money.shown(found.highest)),
        Figure("requested", gettext("Requested sum"), money.shown(found.requested)),
        Figure("gap", gap_label(found.gap), money.shown(abs(found.gap))),
    ]


def share_label(terms):
    is_deficit = terms.financing == Financing.DEFICIT
    return gettext("Share of the deficit") if is_deficit else gettext("Share of the cost")


def gap_label(gap):
    if not gap:
        return gettext("Still missing")
    return gettext("Still missing") if gap > 0 else gettext("Too much")


def contribution_figures(terms, found):
    """Voluntary work, which is no money, and the association's own contribution."""
    lines = []
    if found.voluntary_hours:
        lines.append(Figure("hours", gettext("Voluntary work"), hours(found.voluntary_hours)))
    if found.voluntary_hours and terms.voluntary_rate is not None:
        lines.append(Figure("voluntary", gettext("counts as own contribution"), money.shown(found.voluntary_value)))
    if terms.own_share:
        lines += [
            Figure("contribution", gettext("Own contribution"), money.shown(found.own_contribution)),
            Figure("needed", gettext("needed at least"), money.shown(found.own_contribution_needed)),
        ]
    return lines


def hours(number):
    return gettext("%(number)s hours") % {"number": quantities.shown(number)}


def steps(terms, found):
    """How the highest possible grant comes about, sentence by sentence."""
    sentences = [base(terms, found), rule(terms, found)]
    if left(found) < found.deficit and left(found) <= limit(terms, found):
        sentences.append(
            gettext("Own money is used first, so %(left)s are left to be paid.") % {"left": money.shown(left(found))}
        )
    elif left(found) < limit(terms, found):
        sentences.append(
            gettext("No grant is higher than what nobody else pays: %(left)s.") % {"left": money.shown(left(found))}
        )
    result = gettext("The highest possible grant is %(sum)s.") % {"sum": money.shown(found.highest)}
    return [one for one in [*sentences, result] if one]


def base(terms, found):
    """What the share is taken from, where that is the deficit."""
    if terms.financing not in (Financing.DEFICIT, Financing.FULL):
        return ""
    values = {"cost": found.eligible, "income": found.income, "deficit": found.deficit}
    values = {name: money.shown(amount) for name, amount in values.items()}
    return gettext("%(cost)s of cost less %(income)s of income leave a deficit of %(deficit)s.") % values


def rule(terms, found):
    """What the financing type gives, in words, with the sum at which it ends."""
    given = cents(funding.by_type(terms, found.eligible, found.deficit))
    of = found.deficit if terms.financing == Financing.DEFICIT else found.eligible
    values = {"share": terms.share and percent(terms.share), "of": money.shown(of), "sum": money.shown(given)}
    values["cap"] = money.shown(terms.maximum)
    capped = terms.maximum is not None
    if terms.financing == Financing.FIXED:
        return gettext("The call gives a fixed sum of %(cap)s.") % values
    if terms.financing == Financing.FULL:
        return gettext("The call pays the whole deficit, at most %(cap)s.") % values if capped else ""
    if capped:
        return gettext("%(share)s of %(of)s are %(sum)s; at most %(cap)s.") % values
    return gettext("%(share)s of %(of)s are %(sum)s.") % values


def limit(terms, found):
    """What financing type and cap give, before anybody asks who pays the rest."""
    given = cents(funding.by_type(terms, found.eligible, found.deficit))
    return given if terms.maximum is None else min(given, terms.maximum)


def left(found):
    """What is left of the deficit after own money, which pays first what no grant is possible for."""
    return max(ZERO, found.deficit - max(ZERO, found.own - found.ineligible))
