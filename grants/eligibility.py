"""Whether an application fits the rules of its call, in three values and with reasons.

The same rules judge the check before the log-in, the submission and the office's formal check; only where the facts
come from differs.
"""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from django.db.models import Q

from . import funding, papers, plans
from .funding import IncomeKind
from .models import Application, Call, Programme
from .rules import RULES, Facts, Finding, Verdict
from .terms import BERLIN, CostKind, of_version

__all__ = [
    "RULES",
    "Facts",
    "Finding",
    "Verdict",
    "facts_of_answers",
    "facts_of_check",
    "judge",
    "overall",
    "used_in_period",
]

ANSWERS = {"yes": True, "no": False}
MONTHS = {Call.Period.QUARTER: 3, Call.Period.HALF_YEAR: 6, Call.Period.YEAR: 12}
# What people write before the place of a court.
COURT_WORDS = {"amtsgericht", "ag", "registergericht", "vereinsregister"}
ELIGIBLE, OTHER = "eligible", "other"
# What the check can know; papers and a balanced plan come with the application.
CHECKED = frozenset(
    {"legal_form", "register", "charitable", "limit", "local", "not_begun", "window", "lead_days", "in_time"}
)
CHECKED_WITH_COST = frozenset({"eligible", "own_contribution"})
CHECKED_WITH_SUM = frozenset({"requested"})
# Whoever wants too much wants less; it excludes nobody.
MENDED_BY_ASKING_LESS = "requested"


def judge(terms, facts):
    """A finding for each rule that exists in this call and can be known where the facts come from."""
    return [rule.finding(terms, facts) for rule in RULES if rule.exists(terms) and facts.can_know(rule.key)]


def overall(findings):
    """Whether somebody can apply at all: a sum too high is told, see the rule, but is no reason against it."""
    verdicts = {finding.verdict for finding in findings if finding.key != MENDED_BY_ASKING_LESS}
    return next((verdict for verdict in (Verdict.NO, Verdict.ASK) if verdict in verdicts), Verdict.YES)


# From an application


def facts_of_answers(application, answers, at):
    """`answers` are those of the whole application, as a submission keeps them."""
    terms, organisation = of_version(application.version), application.organisation
    project = answers["projekt"]
    return Facts(
        at=at,
        legal_form=organisation.legal_form or None,
        is_registered=is_same_court(organisation.register_court, terms.register_court),
        is_charitable=ANSWERS.get(answers["verein"].get("charitable")),
        is_local=ANSWERS.get(project.get("local")),
        has_begun=ANSWERS.get(project.get("begun")),
        begins_on=day_of(project.get("begins_on")),
        ends_on=day_of(project.get("ends_on")),
        used=used_in_period(organisation, terms, at, without=application),
        money=funding.assess(terms, plans.plan_of(answers["plan"])),
        missing_papers=missing_papers(application, terms, answers),
    )


def is_same_court(typed, court):
    """None where nothing was typed; "Amtsgericht Darmstadt" is the court of Darmstadt."""
    words = [set(text.casefold().replace(".", " ").split()) - COURT_WORDS for text in (typed, court)]
    return words[1] <= words[0] if words[0] else None


def day_of(text):
    return date.fromisoformat(text) if text else None


def missing_papers(application, terms, answers):
    attached = {one["paper"] for one in answers["anlagen"]}
    wanted = terms.papers_for(papers.is_first(application.organisation, application))
    return tuple(paper for paper in wanted if paper.required and paper.key not in attached)


# From the check before the log-in


def facts_of_check(terms, cleaned, at):
    """`cleaned` is what the check's form understood so far. Before a call opens, it is judged as on its first day."""
    money = money_of_check(terms, cleaned)
    asked = CHECKED | (CHECKED_WITH_COST if money else set())
    return Facts(
        at=max(at, terms.opens_at),
        legal_form=None if cleaned.get("legal_form") == "unsure" else cleaned.get("legal_form") or None,
        is_registered=ANSWERS.get(cleaned.get("register")),
        is_charitable=ANSWERS.get(cleaned.get("charitable")),
        is_local=ANSWERS.get(cleaned.get("local")),
        has_begun=ANSWERS.get(cleaned.get("begun")),
        begins_on=cleaned.get("begins_on"),
        ends_on=cleaned.get("ends_on"),
        used=cleaned.get("used"),
        money=money,
        asked=asked | (CHECKED_WITH_SUM if money and money.requested else set()),
    )


def money_of_check(terms, cleaned):
    """None while no cost is known. Limits of single cost categories cannot be known before there is a plan."""
    cost = {kind: cleaned.get(f"{kind}_cost") for kind in (ELIGIBLE, OTHER)}
    if not any(amount is not None for amount in cost.values()):
        return None
    income = {IncomeKind.OTHER: cleaned.get("income"), IncomeKind.OWN: cleaned.get("own")}
    plan = funding.Plan(
        costs=[funding.Cost(kind=kind, amount=amount) for kind, amount in cost.items() if amount],
        income=[funding.Income(kind=kind, amount=amount) for kind, amount in income.items() if amount],
        voluntary=[funding.Voluntary(hours=cleaned.get("hours") or Decimal(0))],
        requested=cleaned.get("requested"),
    )
    return funding.assess(without_categories(terms), plan)


def without_categories(terms):
    return msgspec.structs.replace(terms, cost_categories=[category(ELIGIBLE, True), category(OTHER, False)])


def category(key, eligible):
    return CostKind(key=key, name={}, help={}, example={}, unit={}, eligible=eligible)


# How often


def used_in_period(organisation, terms, at, *, without=None):
    """How many submitted applications of the organisation count at the moment `at`, `without` one of them.

    A period of the calendar counts in the whole programme, in Berlin's time; otherwise this call alone counts.
    """
    counted = Application.objects.submitted().filter(organisation=organisation)
    if not terms.counts_withdrawn:
        counted = counted.exclude(state=Application.State.WITHDRAWN)
    if without is not None:
        counted = counted.exclude(pk=without.pk)
    if terms.period == Call.Period.CALL:
        # A call may have moved to another address since its terms were published.
        return counted.filter(Q(call__slug=terms.slug) | Q(version__content__slug=terms.slug)).count()
    begins, ends = period(terms.period, at)
    return counted.filter(
        call__programme__in=programmes(terms), submitted_at__gte=begins, submitted_at__lt=ends
    ).count()


def programmes(terms):
    """That of the call; its letters and address may be others since the terms were published."""
    return Programme.objects.filter(Q(calls__slug=terms.slug) | Q(calls__versions__content__slug=terms.slug))


def period(kind, at):
    """The first moment of the quarter, half year or year of `at`, and the first one after it."""
    day, months = at.astimezone(BERLIN), MONTHS[kind]
    first = day.month - (day.month - 1) % months
    years, month = divmod(first - 1 + months, 12)
    return datetime(day.year, first, 1, tzinfo=BERLIN), datetime(day.year + years, month + 1, 1, tzinfo=BERLIN)
