"""Rules, moments and the worked example in words. In English, the language of the sources."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from django.utils import translation

from grants import call_paper, funding, moments, terms, words, worked_example
from grants.terms import BERLIN
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 12, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def terms_of(**fields):
    return terms.of_call(make_call(publish=False, **fields))


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        ({"minutes": 1}, "today until 12:01"),
        ({"hours": 11, "minutes": 59, "seconds": 59}, "today until 23:59:59"),
        ({"hours": 12}, "until tomorrow, 00:00"),
        ({"days": 1, "hours": 6}, "until tomorrow, 18:00"),
        ({"days": 3, "hours": -11}, "3 days left"),
        # Over the night in which the clocks go forward.
        ({"days": 20}, "20 days left"),
    ],
)
def test_time_left_counts_nights_and_names_the_clock_time_at_the_end(delta, words):
    assert moments.time_left(AT + timedelta(**delta), AT) == words


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        ({"hours": 1}, "opens today at 13:00"),
        ({"days": 1}, "opens tomorrow at 12:00"),
        ({"days": 8}, "opens in 8 days"),
    ],
)
def test_time_until_the_opening(delta, words):
    assert moments.time_until(AT + timedelta(**delta), AT) == words


def test_a_moment_names_the_zone_that_is_valid_then():
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    assert moments.moment_in_words(twice) == "Sunday, 25 October 2026, 02:30 (CEST)"
    assert moments.moment_in_words(twice.replace(fold=1)) == "Sunday, 25 October 2026, 02:30 (CET)"


def test_every_rule_of_the_call_is_told():
    rules = terms_of(
        legal_forms=["ev"], register_court="Darmstadt", charitable=True, limit=2, period="year", counts_withdrawn=True,
        project_from="2026-01-01", project_until="2026-12-31", lead_days=14, own_share=Decimal("12.5"),
        voluntary_rate=Decimal(15), voluntary_share=Decimal(20), voluntary_cap=Decimal(200),
    )  # fmt: skip
    rules = msgspec.convert(terms.as_json(rules), terms.Terms)
    who, what, money = (
        " ".join(map(str, found(rules))) for found in (words.who_may_apply, words.for_what, words.how_much)
    )
    assert "registered association" in who.lower()
    assert "register of associations of Darmstadt" in who and "charitable" in who
    assert "At most 2 applications per organisation and year. Withdrawn applications count too." in who
    assert "from 1 January 2026 to 31 December 2026" in what and "at least 14 days before" in what
    assert "at most 75% of the deficit" in money and "at most €500.00 per application" in money
    assert "at least 12.5% of the cost yourselves" in money
    assert "€15.00 of your own contribution. Altogether it counts up to 20% of the eligible cost" in money
    assert "up to €200.00" in money


def test_a_rule_that_a_call_does_not_have_is_not_told():
    rules = terms_of(local=False, not_begun=False, maximum=None)
    assert words.for_what(rules) == []
    assert [str(rule) for rule in words.who_may_apply(rules)] == [
        "Organisations of every legal form may apply, registered or not."
    ]
    assert "per application" not in " ".join(map(str, words.how_much(rules)))


KINDS = [
    {"financing": "deficit", "share": Decimal(75), "maximum": 500},
    {"financing": "deficit", "share": Decimal(100), "maximum": None},
    {"financing": "share", "share": Decimal("33.33"), "maximum": 1000},
    {"financing": "share", "share": Decimal(80), "maximum": 1000, "own_share": Decimal(30)},
    {"financing": "fixed", "share": None, "maximum": 300},
    {"financing": "full", "share": None, "maximum": 800},
    {"financing": "full", "share": None, "maximum": Decimal("7.77"), "own_share": Decimal(50)},
]


@pytest.mark.parametrize("fields", KINDS)
def test_the_example_is_a_plan_that_the_call_would_accept(fields):
    rules = terms_of(**fields)
    lines = worked_example.of(rules)
    cost, grant, own = lines[0].amount, *(line.amount for line in lines[-2:])
    income = sum(line.amount for line in lines if line.label.startswith("Income"))
    paid = [funding.Income("fees", amount=income), funding.Income("own", amount=own)]
    plan = funding.Plan([funding.Cost("honorare", amount=cost)], paid, requested=grant)
    found = funding.assess(rules, plan)
    assert found.is_balanced
    assert Decimal(0) < grant <= found.highest
    assert found.own_contribution >= found.own_contribution_needed


def test_the_example_of_the_rules_of_2008():
    assert [(line.label, line.sum) for line in worked_example.of(terms_of())] == [
        ("Cost: Honorare", "€800.00"),
        ("Income: participants' fees", "€200.00"),
        ("Deficit: eligible cost minus income", "€600.00"),
        ("75% of that", "€450.00"),
        ("Highest grant per application", "€500.00"),
        ("The grant can be at most", "€450.00"),
        ("Your association pays", "€150.00"),
    ]


def test_without_eligible_cost_there_is_no_example():
    assert worked_example.of(terms_of(costs=())) is None


def test_the_paper_has_every_text_of_the_call_and_nothing_of_unknown_rules():
    call = make_call(publish=False, title="Feste", note="Achtung", focus="Bildung")
    call.questions.create(text="Welches Ziel?", limit=250)
    data = call_paper.call_data(terms.of_call(call), 1, AT)
    assert (data["title"], data["note"]) == ("Feste", "Achtung")
    assert ["Version of the rules", "version 1 of 10 March 2026"] in data["facts"]
    assert {"kind": "part", "title": "Welches Ziel?"} in [part for one in data["sections"] for part in one["parts"]]
    unknown = call_paper.call_data(terms.of_call(make_call(publish=False, rules_known=False, text="x")))
    assert [one["title"] for one in unknown["sections"]] == ["What this call is about"]
    assert [name for name, _value in unknown["facts"]] == ["Programme", "Year"]
