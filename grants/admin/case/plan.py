"""The plan in the case file: what was asked for, what the office recognises, and what that comes to."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import ZERO

from ... import funding, plans, terms
from ...casework import assessing
from ...forms.case.cuts import CutsForm, product
from ...models import Application, BudgetLine
from ...permissions import may_work_on
from ...workflow import NotPossible
from .base import Page, Panel, address, answer

State, Side = Application.State, BudgetLine.Side


@dataclass(frozen=True)
class CostRead:
    """A cost line as one reads it; `recognised` is all of it where nothing was cut."""

    category: str
    label: str
    product: str
    amount: Decimal
    recognised: Decimal
    reason: str
    is_eligible: bool


@dataclass(frozen=True)
class Sum:
    """A figure of the assessment: what it was as sent, and what it is after the cuts."""

    key: str
    label: str
    sent: str
    now: str


def panel(request, application):
    may_cut = application.state == State.ASSESSING and may_work_on(request.user, application)
    actions = [(_("Cut the cost"), address(application, "cuts"))] if may_cut else []
    context, is_done = read(application), application.state not in (State.ASSESSING, State.ADVISING)
    title = _("Cost and financing plan")
    return Panel("plan", title, "plan.html", context, actions, in_short(context, application), is_done)


def in_short(context, application):
    highest = next(one.now for one in context["sums"] if one.key == "highest")
    told = {"cost": money.shown(context["recognised"]), "sum": money.shown(application.requested), "highest": highest}
    if context["is_cut"]:
        return gettext("Recognised cost %(cost)s, requested %(sum)s, highest possible grant %(highest)s") % told
    return gettext("Cost %(cost)s, requested %(sum)s, highest possible grant %(highest)s") % told


def read(application):
    rules = assessing.terms_with(application)
    lines = list(application.budget_lines.all())
    costs = [cost_read(rules, line) for line in lines if line.side == Side.EXPENSE]
    return {
        "costs": costs,
        "asked": sum((one.amount for one in costs), ZERO),
        "recognised": sum((one.recognised for one in costs), ZERO),
        "income": [(kind_of_income(line), line) for line in lines if line.side == Side.INCOME],
        "voluntary": [
            (line.label, plans.hours(line.quantity or ZERO)) for line in lines if line.side == Side.VOLUNTARY
        ],
        "sums": sums(rules, application),
        "is_cut": any(one.recognised != one.amount for one in costs),
    }


def cost_read(rules, line):
    kind = rules.cost_kind(line.kind)
    return CostRead(
        category=terms.in_language(kind.name) if kind else "",
        label=line.label,
        product=product(line),
        amount=line.amount,
        recognised=line.amount if line.recognised is None else line.recognised,
        reason=line.cut_reason,
        is_eligible=kind is not None and kind.eligible,
    )


def kind_of_income(line):
    return dict(funding.IncomeKind.choices).get(line.kind, line.kind)


def sums(rules, application):
    sent, now = assessing.assessed_as_sent(application), assessing.assessed(application)
    labels = {
        "total": gettext("Cost"),
        "eligible": gettext("of this a grant is possible for"),
        "income": gettext("Income of the project"),
        "own": gettext("Own money"),
        "deficit": gettext("Deficit"),
        "highest": gettext("Highest possible grant"),
        "requested": gettext("Requested sum"),
    }
    return [
        Sum(name, label, money.shown(getattr(sent, name)), money.shown(getattr(now, name)))
        for name, label in labels.items()
    ]


# Cutting


def cuts(request, application):
    costs = assessing.costs_of(application)
    rules = assessing.terms_with(application)
    if request.method != "POST":
        form = CutsForm(costs=costs, rules=rules, initial={"seen": assessing.seen_of(costs)})
        return page(request, application, form)
    form = CutsForm(request.POST, costs=costs, rules=rules)
    if not form.is_valid():
        return page(request, application, form, 422)
    try:
        assessing.cut(application, form.lines(), request.user, form.cleaned_data["seen"])
    except NotPossible as refused:
        return refused_page(request, application, form, refused)
    messages.success(request, gettext("Saved. This is what the plan comes to now."))
    return redirect(f"{address(application)}#plan")


def refused_page(request, application, form, refused):
    """Everything typed beside what a colleague saved; whoever saves once more has seen it."""
    form.costs = assessing.costs_of(application)
    form.colleague = isinstance(refused, assessing.Overtaken)
    form.data = form.data.copy()
    form.data["seen"] = assessing.seen_of(form.costs)
    form.add_error(None, str(refused))
    application.refresh_from_db(fields=["state"])
    return page(request, application, form, 409)


def page(request, application, form, status=200):
    context = {"form": form, "may_save": application.state == State.ASSESSING, **read(application)}
    return answer(request, "cuts", application, gettext("Cut the cost"), status, **context)


PAGES = [Page("kosten/", "cuts", cuts, may_work_on)]
