"""What is true of cuts and scores whatever the office types."""

from decimal import Decimal
from types import SimpleNamespace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from grants import funding
from grants.casework import assessing, scoring
from grants.models import BudgetLine, Score
from grants.models.assessing import MOST_POINTS
from grants.terms import Criterion
from tests.grants.money import kind, terms
from tests.grants.test_funding_properties import amounts, rules

KEYS = ("material", "honorar", "miete")
ASSOCIATION = 1
PLAIN = terms("full", [kind(key) for key in KEYS])


class Lines(list):
    """What `budget_lines` of an application is, without a database."""

    all = list.copy


@st.composite
def cost_line(draw):
    quantity, rate = draw(st.none() | amounts(200)), draw(amounts(200))
    amount = draw(amounts()) if quantity is None else funding.cents(quantity * rate)
    share = draw(st.none() | st.integers(0, 100))
    recognised = None if share is None else (amount * share / 100).quantize(Decimal("0.01"), "ROUND_DOWN")
    return BudgetLine(
        side="expense",
        kind=draw(st.sampled_from(KEYS)),
        quantity=quantity,
        rate=None if quantity is None else rate,
        amount=amount,
        recognised=recognised,
    )


def income_line(amount):
    return BudgetLine(side="income", kind="fees", amount=amount)


COSTS = st.lists(cost_line(), min_size=1, max_size=5)


def assess(call, costs, income=Decimal(0), sent=False):
    application = SimpleNamespace(budget_lines=Lines([*costs, income_line(income)]), requested=Decimal(500))
    cost_of = assessing.cost_as_sent if sent else lambda line: assessing.recognised_cost(call, line)
    return funding.assess(call, assessing.as_plan(application, cost_of))


def recognised(line):
    """To the cent where it was cut, else the exact product."""
    return assessing.cost_as_sent(line).exact if line.recognised is None else line.recognised


@given(COSTS)
def test_where_everything_is_eligible_the_recognised_lines_are_the_eligible_cost(costs):
    assert assess(PLAIN, costs).eligible == funding.cents(sum((recognised(line) for line in costs), Decimal(0)))


@given(rules(), COSTS)
def test_eligible_and_ineligible_parts_are_the_recognised_sum(call, costs):
    found = assess(call, costs)
    assert found.eligible + found.ineligible == found.total
    assert abs(found.total - sum((recognised(line) for line in costs), Decimal(0))) <= Decimal("0.005")


@given(rules(), COSTS, amounts())
def test_a_cut_never_raises_cost_or_deficit(call, costs, income):
    sent, now = assess(call, costs, income, sent=True), assess(call, costs, income)
    names = ("total", "eligible", "deficit")
    # A line is cut from its amount, which was rounded to the cent.
    slack = Decimal("0.005") * len(costs) + Decimal("0.01")
    assert all(getattr(now, name) <= getattr(sent, name) + slack for name in names)
    assert now.income == sent.income


@given(rules(), COSTS, amounts(), amounts())
def test_what_may_be_proposed_is_never_above_the_highest_grant_nor_what_was_asked_for(call, costs, income, amount):
    for financing in assessing.possible_financing(call):
        found = assess(msgspec.structs.replace(call, financing=str(financing)), costs, income)
        wrong = assessing.above(found, financing, amount)
        assert bool(wrong) == (amount > min(found.highest, found.requested))


# Scores


@st.composite
def sheets(draw):
    """Criteria with their weights, and who gave which points; some are not done, some are tied."""
    weights = draw(st.lists(st.integers(0, 9), max_size=4))
    criteria = [Criterion(f"k{number}", {"de": "?"}, {}, weight) for number, weight in enumerate(weights)]
    scores = [
        Score(criterion=one.key, assessor_id=person, points=draw(st.integers(0, MOST_POINTS)), justification="?")
        for person in range(1, 5)
        for one in criteria
        if draw(st.booleans())
    ]
    tied = {(person, ASSOCIATION) for person in draw(st.sets(st.integers(1, 4)))}
    return criteria, scores, tied


def total_of(criteria, scores, tied):
    return scoring.exact_total(criteria, scoring.judged(criteria, ASSOCIATION, scores, tied))


@given(sheets())
def test_a_total_lies_between_nothing_and_everything(sheet):
    total = scoring.shown(total_of(*sheet))
    assert total is None or 0 <= total <= 100


@given(sheets(), st.integers(0, MOST_POINTS))
def test_who_all_give_the_same_have_that_total(sheet, points):
    criteria, scores, tied = sheet
    for one in scores:
        one.points = points
    assert total_of(criteria, scores, tied) in (None, Decimal(100 * points) / MOST_POINTS)


@given(sheets())
def test_scores_of_the_tied_change_nothing(sheet):
    criteria, scores, tied = sheet
    before = total_of(criteria, scores, tied)
    for one in scores:
        if (one.assessor_id, ASSOCIATION) in tied:
            one.points = MOST_POINTS - one.points
    assert total_of(criteria, scores, tied) == before


@given(sheets(), st.data())
def test_more_points_never_lower_the_total(sheet, data):
    criteria, scores, tied = sheet
    before = total_of(criteria, scores, tied)
    if scores:
        one = data.draw(st.sampled_from(scores))
        one.points = min(MOST_POINTS, one.points + 1)
    after = total_of(criteria, scores, tied)
    assert (before is None) == (after is None)
    assert before is None or after >= before
