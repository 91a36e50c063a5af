"""An application as one reads it: what was typed so far, or what was sent."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.formats import date_format

from darmstadt_mso.lib.money import MoneyField, cents, shown

from .. import funding, plans, printing, sections, submitting, terms
from .sections import FORMS
from .sections.content import PREFIX as QUESTION
from .sections.declarations import PREFIX as DECLARATION
from .sections.plan_lines import typed
from .sections.project import DAYS

PREFIXES = {sections.CONTENT: QUESTION, sections.DECLARATIONS: DECLARATION}


@dataclass(frozen=True)
class Paper:
    """`title` is what the call asks for; `name` that of the file, `size` in bytes."""

    title: str
    key: str
    name: str
    size: int
    pages: int | None


@dataclass(frozen=True)
class PlanRead:
    """The cost and financing plan with what it comes to. `costs` are [(name of the category, cost, its amount)],
    `income` [(name of its kind, income)]."""

    costs: list
    income: list
    voluntary: list
    figures: list


@dataclass(frozen=True)
class Part:
    """A section of the application. `lines` are [(label, text)]; the plan is None where it is not understood yet."""

    info: sections.SectionInfo
    lines: list = field(default_factory=list)
    papers: list = field(default_factory=list)
    plan: PlanRead | None = None


def of_content(application, rules, content):
    """Every section of what was sent (JSON), in the words of these rules."""
    known = {sections.ASSOCIATION: entry(content["organisation"])}
    parts = [of_section(application, rules, info, content["answers"][info.key]) for info in sections.SECTIONS]
    return [replace(one, lines=[*known.get(one.info.key, []), *one.lines]) for one in parts]


def entry(facts):
    """What the directory says of the association, as it is printed."""
    known = {name: text for name, text in facts.items() if name != "uuid"}
    return [(label, "" if text == printing.empty() else text) for label, text in printing.rows(known)]


def of_section(application, rules, info, answers):
    if info.key == sections.PAPERS:
        return Part(info, papers=[paper(rules, one) for one in answers])
    if info.key == sections.PLAN:
        return Part(info, plan=plan_read(rules, answers))
    prefix = PREFIXES.get(info.key, "")
    form = FORMS[info.key](None, application=application, terms=rules)
    # Not what a new page would begin with.
    form.initial = {prefix + name: as_read(name, value) for name, value in answers.items()}
    return Part(info, lines_of(form))


def as_read(name, value):
    """Days in words, and an IBAN in groups of four."""
    if name in DAYS and value:
        return date_format(date.fromisoformat(value))
    return " ".join(re.findall(".{1,4}", value)) if name == "iban" else value


def lines_of(form):
    return [(label, form.shown(part)) for part, label in form.parts()]


def paper(rules, one):
    title = next((terms.in_language(wanted.name) for wanted in rules.papers if wanted.key == one["paper"]), "")
    return Paper(title, one["key"], one["name"], one["size"], one["pages"])


def plan_read(rules, answers):
    plan = plans.plan_of(answers)
    found = funding.assess(rules, plan)
    costs = [(name_of_cost(rules, cost), cost, cents(cost.exact)) for cost in plan.costs]
    income = [(funding.IncomeKind(one.kind).label, one) for one in plan.income]
    figures = [*plans.figures(rules, found), *plans.contribution_figures(rules, found)]
    return PlanRead(costs, income, plan.voluntary, figures)


def name_of_cost(rules, cost):
    kind = rules.cost_kind(cost.kind)
    return terms.in_language(kind.name) if kind else ""


# A draft, complete or not


def of_draft(whole):
    """Every section as it was typed last."""
    return [draft_part(whole, info) for info in sections.SECTIONS]


def draft_part(whole, info):
    if info.key == sections.PAPERS:
        return Part(info, papers=[paper(whole.terms, one) for one in whole.attached()])
    form = whole.forms[info.key]
    if info.key == sections.PLAN and form.is_complete:
        return Part(info, plan=plan_read(whole.terms, form.answers()))
    known = (
        entry(submitting.organisation_facts(whole.application.organisation)) if info.key == sections.ASSOCIATION else []
    )
    told = [(label, understood(form, name)) for name, label in form.parts()]
    return Part(info, [*known, *told, *form.lines_no_longer_asked()])


def understood(form, part):
    """Days and amounts in words where they are understood, everything else as it was typed."""
    if part in getattr(form, "tables", {}):
        return form.tables[part].in_words(said)
    return in_words(form, part) or form.shown(part)


def said(line, name):
    return in_words(line, name) or typed(line, name)


def in_words(form, name):
    """Nothing for what is no day and no amount, or is not understood."""
    value = form.cleaned_data.get(name) if form.is_bound and form.errors is not None else None
    if isinstance(value, date):
        return date_format(value)
    return shown(value) if isinstance(form.fields[name], MoneyField) else ""
