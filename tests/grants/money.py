"""Terms and plans for tests of money, without a database: only what counts in money can be said."""

from datetime import UTC, datetime
from decimal import Decimal

from grants.funding import Cost, Income, IncomeKind, Plan, Voluntary
from grants.terms import CostKind, ProgrammeTerms, Terms

OWN, FEES = IncomeKind.OWN, IncomeKind.FEES


def dec(number):
    return None if number is None else Decimal(str(number))


def kind(key="material", eligible=True, rate_max=None, cap=None, cap_share=None):
    limits = {"rate_max": dec(rate_max), "cap": dec(cap), "cap_share": dec(cap_share)}
    return CostKind(key=key, name={"de": key}, help={}, example={}, unit={}, eligible=eligible, **limits)


KINDS = [kind(), kind("miete", eligible=False)]
PROGRAMME = ProgrammeTerms(slug="anis", code="ANI", name={"de": "Anis"}, purpose={}, legal_basis={})
NOTHING = {name: {} for name in ("title", "summary", "text", "focus", "note", "advisory_name", "contact_name")}
NO_RULES = {
    "project_from": None,
    "project_until": None,
    "lead_days": None,
    "limit": None,
    "period": "call",
    "counts_withdrawn": False,
    "legal_forms": [],
    "register_court": "",
    "charitable": False,
    "local": False,
    "not_begun": False,
    "advisory": False,
}
NO_LISTS = {name: [] for name in ("questions", "papers", "declarations", "criteria", "milestones")}
NUMBERS = ("maximum", "share", "own_share", "voluntary_rate", "voluntary_share", "voluntary_cap")


def terms(financing="deficit", kinds=KINDS, **rules):
    """A call that takes applications in 2026; without a named rule that rule does not exist."""
    numbers = {name: dec(rules.pop(name, None)) for name in NUMBERS}
    fixed = {
        "slug": "anis-2026",
        "programme": PROGRAMME,
        "year": 2026,
        "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
        "closes_at": datetime(2026, 12, 1, tzinfo=UTC),
        "grace_minutes": 0,
        "pot": None,
        "show_pot": False,
        "contact_phone": "",
        "contact_email": "",
    }
    return Terms(**fixed | NOTHING | NO_RULES | NO_LISTS | numbers | rules, financing=financing, cost_categories=kinds)


def plan(*costs, fees=0, own=0, hours=0, requested=None):
    """`costs` are (kind, amount) or (kind, quantity, rate)."""
    lines = [cost(*one) for one in costs]
    income = [Income(kind=FEES, amount=dec(fees)), Income(kind=OWN, amount=dec(own))]
    return Plan(costs=lines, income=income, voluntary=[Voluntary(hours=dec(hours))], requested=dec(requested))


def cost(kind, *numbers):
    if len(numbers) == 1:
        return Cost(kind=kind, amount=dec(numbers[0]))
    return Cost(kind=kind, quantity=dec(numbers[0]), rate=dec(numbers[1]))
