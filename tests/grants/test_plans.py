"""What a plan comes to, and what does not fit in it, in words."""

from decimal import Decimal

import pytest
from django.utils import translation

from grants import funding, imbalances, plans
from grants.funding import Cost, Income, Plan, Voluntary
from tests.grants.planning import make_terms


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def cost(amount, kind="material"):
    return Cost(kind, "Stoff", Decimal(amount))


def own(amount):
    return Income("own", "", Decimal(amount))


def fees(amount):
    return Income("fees", "", Decimal(amount))


def make_plan(costs=(), income=(), requested=None, hours=None):
    voluntary = [Voluntary("Aufbau", Decimal(hours))] if hours else []
    return Plan(list(costs), list(income), voluntary, None if requested is None else Decimal(requested))


def remarks(plan, **terms):
    """(where, line, whether it blocks, words) of each."""
    rules = make_terms(**terms)
    found = imbalances.remarks(rules, plan, funding.assess(rules, plan))
    return [(one.at, one.line, one.blocks, one.text) for one in found]


def steps(plan, **terms):
    rules = make_terms(**terms)
    return plans.steps(rules, funding.assess(rules, plan))


def figures(plan, **terms):
    rules = make_terms(**terms)
    return {one.key: one.value for one in plans.figures(rules, funding.assess(rules, plan))}


FITS = make_plan([cost(500)], [own(125)], 375)


def test_of_a_plan_that_fits_there_is_nothing_to_say():
    assert remarks(FITS) == []


def test_answers_read_back_are_the_plan():
    plan = make_plan([Cost("honorare", "Leitung", Decimal(100), Decimal("2.50"), Decimal(40)), cost("7.10")], [own(3)])
    assert plans.plan_of(plans.answers_of(plan)) == plan


def test_without_cost_only_that_is_said():
    assert remarks(make_plan([], [own(5)], 5)) == [("kosten", None, True, "Enter what the project costs.")]


def test_cost_without_grant_is_said_at_its_line():
    plan = make_plan([cost(500), cost(100, "miete")], [own(225)], 375)
    words = "No grant is possible for this. It stays in the plan; others must pay it."
    assert remarks(plan) == [("kosten", 1, False, words)]


def test_a_rate_above_the_highest_is_said_at_its_line():
    plan = make_plan([Cost("honorare", "", None, Decimal(8), Decimal(60))], [own(180)], 300)
    words = "A unit counts only up to €50.00: of €480.00, €400.00 count."
    assert remarks(plan)[0] == ("kosten", 0, False, words)


def test_a_category_above_its_cap_is_said_where_it_passes_it():
    costs = [cost(150, "essen"), cost(400), cost(40, "essen"), cost(50, "essen"), cost(60, "essen")]
    found = remarks(make_plan(costs, [own(250)], 450))
    assert found == [("kosten", 3, False, "“Essen” counts only up to €200.00; together it is €300.00.")]


def test_a_category_above_its_part_of_all_cost_is_told_with_the_percent():
    terms = make_terms()
    kinds = [
        type(one)(**{name: getattr(one, name) for name in one.__struct_fields__} | {"cap_share": Decimal(20)})
        for one in terms.cost_categories
    ]
    plan = make_plan([cost(400, "material"), cost(100, "honorare")], [own(365)], 135)
    found = remarks(plan, cost_categories=kinds)
    words = "“Material” counts only up to 20% of all cost: of €400.00, €100.00 count."
    assert found[0] == ("kosten", 0, False, words)


def test_too_much_requested_says_what_to_do_and_by_how_much():
    plan = make_plan([cost(900)], [fees(100)], 800)
    words = (
        "Request at most €500.00; €300.00 must come from own money or other income then. "
        "This is €300.00 more than possible."
    )
    assert remarks(plan) == [("requested", None, True, words)]


@pytest.mark.parametrize(
    ("income", "requested", "where", "words"),
    [
        ([own(125)], "300", "requested", "€75.00 are still missing to pay all cost. You can request €375.00."),
        (
            [own(100)],
            "375",
            "einnahmen",
            "€25.00 are still missing to pay all cost. Enter more own money or other income, or plan with less cost.",
        ),
    ],
)
def test_a_gap_is_told_where_it_is_mended(income, requested, where, words):
    assert (where, None, True, words) in remarks(make_plan([cost(500)], income, requested))


def test_too_much_requested_is_told_once_even_where_the_sums_do_not_fit_either():
    found = remarks(make_plan([cost(500)], [fees(500)], 20))
    words = "With these sums no grant is possible. There is €20.00 more money than the project costs."
    assert found[1:] == [("requested", None, True, words)]


def test_nobody_is_told_of_a_gap_before_a_sum_is_requested():
    assert remarks(make_plan([cost(500)], [own(1)])) == []


def test_more_money_than_cost_is_told_at_the_requested_sum():
    words = "Request at most €275.00, or enter less own money. There is €0.01 more money than the project costs."
    assert remarks(make_plan([cost(500)], [own(225)], "275.01")) == [("requested", None, True, words)]


def test_more_money_than_cost_and_more_than_possible_are_both_told():
    [(_at, _line, _blocks, words)] = remarks(make_plan([cost(1000)], [fees(100)], 950))
    assert words.endswith("There is €50.00 more money than the project costs. This is €450.00 more than possible.")


def test_income_that_pays_all_leaves_no_grant():
    found = remarks(make_plan([cost(500)], [fees(500)], 0))
    assert found == [
        ("einnahmen", None, False, "Others already pay all cost that counts, so no grant is possible."),
        ("requested", None, True, "Enter a sum above 0."),
    ]


def test_own_contribution_too_small_is_told_at_the_own_money():
    plan = make_plan([cost(500)], [fees(100), own(25)], 375)
    words = "Enter more own money. Your association contributes at least 10% of the cost: €50.00. €25.00 are missing."
    found = remarks(plan, own_share=Decimal(10), share=Decimal(100))
    assert found == [("einnahmen", 1, True, words)]


def test_voluntary_work_helps_the_own_contribution_where_it_has_a_value():
    plan = make_plan([cost(500)], [fees(100), own(25)], 375, hours=2)
    rules = {"own_share": Decimal(10), "share": Decimal(100)}
    assert remarks(plan, **rules, voluntary_rate=Decimal("12.50")) == []
    words = "Enter more own money or voluntary work. Your association contributes"
    assert remarks(plan, **rules, voluntary_rate=Decimal(10))[0][3].startswith(words)


def test_voluntary_work_without_a_value_is_still_read():
    found = remarks(make_plan([cost(500)], [own(125)], 375, hours=9))
    words = "This call does not count voluntary work as own contribution. The office still reads it."
    assert found == [("ehrenamt", None, False, words)]


def test_voluntary_work_above_its_cap_is_told():
    found = remarks(
        make_plan([cost(500)], [own(125)], 375, hours=9), voluntary_rate=Decimal(15), voluntary_cap=Decimal(40)
    )
    assert found == [("ehrenamt", None, False, "Of this work, €40.00 count as own contribution.")]


def test_steps_with_a_part_of_the_deficit():
    assert steps(make_plan([cost(900)], [fees(100)])) == [
        "€900.00 of cost less €100.00 of income leave a deficit of €800.00.",
        "75% of €800.00 are €600.00; at most €500.00.",
        "The highest possible grant is €500.00.",
    ]


def test_steps_where_own_money_lowers_the_grant():
    assert steps(make_plan([cost(400), cost(50, "miete")], [own(250)]))[1:] == [
        "75% of €400.00 are €300.00; at most €500.00.",
        "Own money is used first, so €200.00 are left to be paid.",
        "The highest possible grant is €200.00.",
    ]


def test_steps_with_the_other_kinds_of_financing():
    plan = make_plan([cost(400)], [fees(300)])
    assert steps(plan, financing="share") == [
        "75% of €400.00 are €300.00; at most €500.00.",
        "No grant is higher than what nobody else pays: €100.00.",
        "The highest possible grant is €100.00.",
    ]
    assert steps(plan, financing="fixed", share=None, maximum=Decimal(80)) == [
        "The call gives a fixed sum of €80.00.",
        "The highest possible grant is €80.00.",
    ]
    assert steps(plan, financing="full", share=None, maximum=None) == [
        "€400.00 of cost less €300.00 of income leave a deficit of €100.00.",
        "The highest possible grant is €100.00.",
    ]


def test_german_words_have_german_numbers():
    with translation.override("de"):
        assert figures(make_plan([cost("1234.50")]))["total"] == "1.234,50\u00a0€"


def test_figures_from_the_cost_to_what_is_missing():
    assert figures(make_plan([cost(500), cost(100, "miete")], [fees(50), own(20)], 300)) == {
        "total": "€600.00",
        "eligible": "€500.00",
        "ineligible": "€100.00",
        "income": "€50.00",
        "own": "€20.00",
        "deficit": "€450.00",
        "share": "75%",
        "cap": "€500.00",
        "highest": "€337.50",
        "requested": "€300.00",
        "gap": "€230.00",
    }
