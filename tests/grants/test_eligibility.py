"""Each rule by a table: what is known, and what the rule says to it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from grants.eligibility import Facts, Verdict, facts_of_check, is_same_court, judge, overall, period
from grants.funding import assess
from grants.terms import Paper
from tests.grants.money import PROGRAMME, kind, plan, terms

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
WINDOW = {"project_from": date(2026, 7, 1), "project_until": date(2026, 9, 30)}
OF_RULE = {
    "legal_form": {"legal_forms": ["ev", "ggmbh"]},
    "register": {"register_court": "Darmstadt"},
    "charitable": {"charitable": True},
    "local": {"local": True},
    "not_begun": {"not_begun": True},
    "lead_days": {"lead_days": 14},
    "window": WINDOW,
    "limit": {"limit": 2, "period": "quarter"},
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def finding(key, call, **facts):
    return next(one for one in judge(call, Facts(**{"at": NOON} | facts)) if one.key == key)


def verdict(key, call, **facts):
    return str(finding(key, call, **facts).verdict)


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        ("legal_form", {"legal_form": "ev"}, "yes"),
        ("legal_form", {"legal_form": "ggmbh"}, "yes"),
        ("legal_form", {"legal_form": "none"}, "no"),
        ("legal_form", {"legal_form": "public"}, "no"),
        ("legal_form", {"legal_form": "other"}, "ask"),
        ("legal_form", {}, "ask"),
        ("register", {"is_registered": True}, "yes"),
        ("register", {"is_registered": False}, "no"),
        ("register", {}, "ask"),
        ("charitable", {"is_charitable": True}, "yes"),
        ("charitable", {"is_charitable": False}, "no"),
        ("charitable", {}, "ask"),
        ("local", {"is_local": True}, "yes"),
        ("local", {"is_local": False}, "no"),
        ("local", {}, "ask"),
        ("not_begun", {"has_begun": False}, "yes"),
        ("not_begun", {"has_begun": True}, "no"),
        ("not_begun", {}, "ask"),
        ("not_begun", {"has_begun": False, "begins_on": date(2026, 6, 10)}, "yes"),
        ("not_begun", {"has_begun": False, "begins_on": date(2026, 6, 9)}, "no"),
        ("lead_days", {"begins_on": date(2026, 6, 24)}, "yes"),
        ("lead_days", {"begins_on": date(2026, 6, 23)}, "no"),
        ("lead_days", {}, "ask"),
        ("window", {"begins_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}, "yes"),
        ("window", {"begins_on": date(2026, 6, 30), "ends_on": date(2026, 9, 30)}, "no"),
        ("window", {"begins_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}, "no"),
        ("window", {"begins_on": date(2026, 10, 1)}, "no"),
        ("window", {"begins_on": date(2026, 7, 1)}, "ask"),
        ("window", {"ends_on": date(2026, 9, 30)}, "ask"),
        ("window", {}, "ask"),
        ("limit", {"used": 0}, "yes"),
        ("limit", {"used": 1}, "yes"),
        ("limit", {"used": 2}, "no"),
        ("limit", {"used": 3}, "no"),
        ("limit", {}, "ask"),
    ],
)
def test_a_rule_judges(rule, facts, expected):
    assert verdict(rule, terms(**OF_RULE[rule]), **facts) == expected


@pytest.mark.parametrize("rule", OF_RULE)
def test_a_rule_that_the_call_does_not_have_is_not_judged(rule):
    assert rule not in [one.key for one in judge(terms(), Facts(at=NOON))]


def test_a_call_without_rules_of_its_own_asks_for_time_and_money_only():
    keys = [one.key for one in judge(terms(), Facts(at=NOON))]
    assert keys == ["in_time", "eligible", "balanced", "requested"]


@pytest.mark.parametrize(
    ("at", "grace", "expected"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), 0, "no"),
        (datetime(2026, 1, 1, tzinfo=UTC), 0, "yes"),
        (datetime(2026, 12, 1, 0, 0, 0, 999_999, tzinfo=UTC), 0, "yes"),
        (datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC), 0, "no"),
        (datetime(2026, 12, 1, 0, 5, 0, 999_999, tzinfo=UTC), 5, "yes"),
        (datetime(2026, 12, 1, 0, 5, 1, tzinfo=UTC), 5, "no"),
    ],
)
def test_an_application_is_in_time_to_the_whole_second_and_within_the_grace(at, grace, expected):
    assert verdict("in_time", terms(grace_minutes=grace), at=at) == expected


def test_days_are_counted_in_berlin():
    """At 23:00 of the tenth in Greenwich it is the eleventh in Berlin."""
    late = datetime(2026, 6, 10, 23, tzinfo=UTC)
    call = terms(lead_days=14)
    found = [verdict("lead_days", call, at=late, begins_on=date(2026, 6, day)) for day in (24, 25)]
    assert found == ["no", "yes"]


def money(call, *costs, **more):
    return assess(call, plan(*costs, **more))


@pytest.mark.parametrize(
    ("rule", "more", "expected"),
    [
        ("eligible", {}, "yes"),
        ("own_contribution", {"own": 40}, "yes"),
        ("own_contribution", {"own": "39.99"}, "no"),
        ("own_contribution", {"hours": 4}, "yes"),
        ("own_contribution", {"own": 30, "hours": 1}, "yes"),
        ("balanced", {"own": 100, "requested": 300}, "yes"),
        ("balanced", {"own": 100, "requested": "299.99"}, "no"),
        ("balanced", {"own": 100, "requested": "300.01"}, "no"),
        ("requested", {"requested": 300}, "yes"),
        ("requested", {"requested": "300.01"}, "no"),
        ("requested", {}, "ask"),
    ],
)
def test_a_plan_is_judged(rule, more, expected):
    call = terms(share=75, maximum=500, own_share=10, voluntary_rate=10)
    assert verdict(rule, call, money=money(call, ("material", 400), **more)) == expected


def test_a_plan_needs_something_eligible():
    call = terms(share=75)
    assert verdict("eligible", call, money=money(call, ("miete", 400))) == "no"


@pytest.mark.parametrize("rule", ["eligible", "own_contribution", "balanced", "requested"])
def test_money_that_is_not_known_is_asked_for(rule):
    assert verdict(rule, terms(share=75, own_share=10)) == "ask"


def paper(key, on_file="", required=True):
    return Paper(key=key, name={"de": key}, help={}, applicants="all", required=required, on_file=on_file)


def test_missing_papers_are_named():
    call = terms(papers=[paper("Anis"), paper("Fenchel")])
    found = [finding("papers", call, missing_papers=papers) for papers in (None, (), tuple(call.papers))]
    assert [(str(one.verdict), one.reason) for one in found] == [
        ("ask", "It is not known yet which papers there are."),
        ("yes", "No paper is missing."),
        ("no", "Still missing: Anis, Fenchel."),
    ]


def test_a_call_without_required_papers_has_no_rule_of_papers():
    keys = [one.key for one in judge(terms(papers=[paper("Anis", required=False)]), Facts(at=NOON))]
    assert "papers" not in keys


def test_a_finding_names_the_rule_with_its_numbers_the_reason_and_the_paper():
    call = terms(lead_days=14, charitable=True, papers=[paper("Freistellungsbescheid 2025", "exemption")])
    lead = finding("lead_days", call, begins_on=date(2026, 6, 12))
    assert (lead.rule, lead.reason) == (
        "Apply at least 14 days before the project begins.",
        "Your project could begin on 24 June 2026 at the earliest.",
    )
    assert finding("charitable", call, is_charitable=False).paper == "Freistellungsbescheid 2025"


def test_without_a_paper_of_the_call_its_usual_name_settles_a_rule():
    assert finding("register", terms(register_court="Darmstadt")).paper == "extract from the register"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"is_local": True, "has_begun": False}, Verdict.YES),
        ({"is_local": None, "has_begun": False}, Verdict.ASK),
        ({"is_local": None, "has_begun": True}, Verdict.NO),
    ],
)
def test_one_no_is_a_no_and_one_doubt_is_to_be_asked(facts, expected):
    call = terms(local=True, not_begun=True)
    asked = frozenset({"local", "not_begun"})
    assert overall(judge(call, Facts(at=NOON, asked=asked, **facts))) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Darmstadt", True),
        ("Amtsgericht Darmstadt", True),
        ("AG DARMSTADT", True),
        ("Darmstadt-Dieburg", False),
        ("Frankfurt am Main", False),
        ("", None),
        ("Amtsgericht", None),
    ],
)
def test_a_court_is_known_by_its_place(typed, expected):
    assert is_same_court(typed, "Darmstadt") is expected


@pytest.mark.parametrize(
    ("kind_of_period", "at", "begins", "ends"),
    [
        ("quarter", (2026, 5, 31), (2026, 4, 1), (2026, 7, 1)),
        ("quarter", (2026, 12, 31), (2026, 10, 1), (2027, 1, 1)),
        ("half", (2026, 6, 30), (2026, 1, 1), (2026, 7, 1)),
        ("half", (2026, 7, 1), (2026, 7, 1), (2027, 1, 1)),
        ("year", (2026, 2, 3), (2026, 1, 1), (2027, 1, 1)),
    ],
)
def test_periods_are_those_of_the_calendar(kind_of_period, at, begins, ends):
    found = period(kind_of_period, datetime(*at, 12, tzinfo=UTC))
    assert tuple(one.timetuple()[:5] for one in found) == ((*begins, 0, 0), (*ends, 0, 0))


def test_a_period_begins_at_midnight_in_berlin():
    begins, ends = period("quarter", datetime(2026, 3, 31, 22, tzinfo=UTC))
    assert (begins.astimezone(UTC), ends.astimezone(UTC)) == (
        datetime(2026, 3, 31, 22, tzinfo=UTC),
        datetime(2026, 6, 30, 22, tzinfo=UTC),
    )


def test_the_check_judges_no_money_before_a_cost_is_typed():
    found = judge(terms(share=75), facts_of_check(terms(share=75), {"income": None}, NOON))
    assert [one.key for one in found] == ["in_time"]


def test_before_a_call_opens_the_check_judges_as_on_its_first_day():
    call = terms(lead_days=14)
    facts = facts_of_check(call, {"begins_on": date(2026, 1, 15)}, datetime(2025, 11, 1, tzinfo=UTC))
    assert overall(judge(call, facts)) == Verdict.YES


def test_the_check_knows_no_single_categories():
    call = terms(share=75, kinds=[kind(cap=10)], programme=PROGRAMME)
    assert facts_of_check(call, {"eligible_cost": Decimal(400)}, NOON).money.highest == 300
