"""Plans for tests: terms without a database, and what a browser sends."""

from datetime import UTC, datetime
from decimal import Decimal

from django.http import QueryDict

from grants.forms.sections.plan import PlanForm
from grants.terms import CostKind, ProgrammeTerms, Terms


def kind(key, **more):
    fields = {"name": {"de": key.title()}, "help": {}, "example": {}, "eligible": True, "unit": {}}
    return CostKind(key=key, **fields | more)


def make_terms(**fields):
    """75 % of the deficit, at most 500 EUR; fees by the hour, food up to 200 EUR, rent without grant."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    kinds = [
        kind("honorare", unit={"de": "Stunde", "en": "hour"}, rate_max=Decimal("50.00")),
        kind("essen", cap=Decimal("200.00")),
        kind("material"),
        kind("miete", eligible=False),
    ]
    no_texts = dict.fromkeys(("title", "summary", "text", "focus", "note", "advisory_name", "contact_name"), {})
    no_rules = dict.fromkeys(
        "project_from project_until lead_days pot own_share voluntary_rate voluntary_share voluntary_cap limit".split()
    )
    lists = {name: [] for name in "legal_forms questions papers declarations criteria milestones".split()}
    flags = dict.fromkeys(("show_pot", "counts_withdrawn", "charitable", "local", "not_begun", "advisory"), False)
    plain = {"slug": "a", "year": 2026, "opens_at": moment, "closes_at": moment, "grace_minutes": 0, "period": "call"}
    contact = {"register_court": "", "contact_phone": "", "contact_email": "", "cost_categories": kinds}
    money = {"financing": "deficit", "share": Decimal(75), "maximum": Decimal(500)}
    programme = ProgrammeTerms(slug="p", code="AAA", name={}, purpose={}, legal_basis={})
    return Terms(**no_texts | no_rules | lists | flags | plain | contact | money | {"programme": programme} | fields)


def typed(costs=(), income=(), voluntary=(), requested=""):
    """What a browser sends: each line a dict of texts."""
    data = QueryDict(mutable=True)
    for prefix, lines in (("kosten", costs), ("einnahmen", income), ("ehrenamt", voluntary)):
        for number, line in enumerate(lines):
            data.update({f"{prefix}-{number}-{name}": text for name, text in line.items()})
    data["requested"] = requested
    return data


def make_form(*args, terms=None, **lines):
    return PlanForm(typed(*args, **lines), application=None, terms=terms or make_terms())


def cost(category="material", label="Stoff", quantity="", rate="", amount=""):
    return {"category": category, "label": label, "quantity": quantity, "rate": rate, "amount": amount}


def income(kind="own", amount="", label=""):
    return {"kind": kind, "label": label, "amount": amount}
