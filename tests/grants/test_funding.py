"""The rules of money by hand: what is computed here was computed on paper first."""

from decimal import Decimal

import pytest

from grants.funding import assess
from tests.grants.money import kind, plan, terms

M, R = "material", "miete"  # eligible, not eligible
DEFICIT = {"financing": "deficit", "share": 75, "maximum": 500}
SHARE = {"financing": "share", "share": 80, "maximum": 1000}
FIXED = {"financing": "fixed", "maximum": 300}
FULL = {"financing": "full", "maximum": 600}


def highest(rules, wanted):
    return str(assess(terms(**rules), wanted).highest)


@pytest.mark.parametrize(
    ("wanted", "grant"),
    [
        (plan((M, 400)), "300.00"),
        (plan((M, 400), fees=100), "225.00"),
        (plan((M, "666.66")), "500.00"),
        (plan((M, "666.67")), "500.00"),
        (plan((M, "666.65")), "499.99"),
        (plan((M, 5000)), "500.00"),
        (plan((M, 400), fees=400), "0.00"),
        (plan((M, 400), fees=900), "0.00"),
        (plan(), "0.00"),
        # A quarter is left to the association, and it brings just that.
        (plan((M, 400), own=100), "300.00"),
        # It brings more: own money is used first.
        (plan((M, 400), own=150), "250.00"),
        (plan((M, 400), own=400), "0.00"),
        (plan((M, 400), own=900), "0.00"),
        # Own money pays what is not eligible, and only the rest of it lowers the grant.
        (plan((M, 400), (R, 150), own=150), "300.00"),
        (plan((M, 400), (R, 150), own=250), "300.00"),
        (plan((M, 400), (R, 150), own=251), "299.00"),
        # What is not eligible raises nothing; income pays the eligible cost.
        (plan((M, 400), (R, 1000)), "300.00"),
        (plan((M, 400), (R, 1000), fees=100), "225.00"),
        (plan((R, 400)), "0.00"),
        (plan(("unbekannt", 400)), "0.00"),
        # Half a cent: 75 % of 0.02 is 0.015, of 0.10 is 0.075.
        (plan((M, "0.02")), "0.02"),
        (plan((M, "0.10")), "0.08"),
        (plan((M, "0.01")), "0.01"),
    ],
)
def test_part_of_the_deficit(wanted, grant):
    assert highest(DEFICIT, wanted) == grant


@pytest.mark.parametrize(
    ("wanted", "grant"),
    [
        (plan((M, 1000)), "800.00"),
        (plan((M, 5000)), "1000.00"),
        # Income does not lower the share, but nobody is paid twice.
        (plan((M, 1000), fees=200), "800.00"),
        (plan((M, 1000), fees=300), "700.00"),
        (plan((M, 1000), fees=100, own=200), "700.00"),
        (plan((M, 1000), (R, 500), fees=100, own=200), "800.00"),
        (plan((M, 1000), fees=2000), "0.00"),
    ],
)
def test_share_of_the_cost(wanted, grant):
    assert highest(SHARE, wanted) == grant


@pytest.mark.parametrize(
    ("wanted", "grant"),
    [
        (plan((M, 1000)), "300.00"),
        (plan((M, 250)), "250.00"),
        (plan((M, 1000), fees=800), "200.00"),
        (plan((M, 1000), fees=500, own=400), "100.00"),
        (plan((M, 1000), fees=1000), "0.00"),
    ],
)
def test_fixed_sum(wanted, grant):
    assert highest(FIXED, wanted) == grant


@pytest.mark.parametrize(
    ("wanted", "grant"),
    [
        (plan((M, 400), fees=100), "300.00"),
        (plan((M, 400), fees=100, own=50), "250.00"),
        (plan((M, 1000)), "600.00"),
        (plan((M, 400), (R, 100), fees=100, own=50), "300.00"),
    ],
)
def test_whole_deficit(wanted, grant):
    assert highest(FULL, wanted) == grant


def test_without_a_highest_grant_nothing_caps():
    found = [assess(terms(financing=one, share=50), plan((M, 9000))).highest for one in ("deficit", "share", "full")]
    assert found == [Decimal(4500), Decimal(4500), Decimal(9000)]


@pytest.mark.parametrize(
    ("kinds", "wanted", "eligible"),
    [
        ([kind(M, cap=200)], plan((M, 150), (M, 150)), "200.00"),
        ([kind(M, cap=200)], plan((M, 150)), "150.00"),
        # 20 % of all cost, what is not eligible included.
        ([kind(M, cap_share=20), kind("honorar")], plan((M, 300), ("honorar", 700)), "900.00"),
        ([kind(M, cap_share=20), kind(R, eligible=False)], plan((M, 300), (R, 700)), "200.00"),
        ([kind(M, cap=150, cap_share=20), kind("honorar")], plan((M, 300), ("honorar", 700)), "850.00"),
        # 10 hours at 50, of which 40 count.
        ([kind(M, rate_max=40)], plan((M, 10, 50)), "400.00"),
        ([kind(M, rate_max=40)], plan((M, 10, 30)), "300.00"),
        ([kind(M, rate_max=40)], plan((M, 500)), "500.00"),
        ([kind(M, rate_max="0.20")], plan((M, 33, "0.305")), "6.60"),
        ([kind(M, rate_max=40, cap=350)], plan((M, 10, 50)), "350.00"),
    ],
)
def test_limits_of_a_cost_category(kinds, wanted, eligible):
    found = assess(terms(kinds=kinds, **DEFICIT), wanted)
    assert str(found.eligible) == eligible
    assert found.ineligible == found.total - found.eligible


def test_quantity_times_rate_is_summed_exactly_and_rounded_once():
    """Three times 1.005 are 3.015, so 3.02; rounded line by line they would be 3.03."""
    found = assess(terms(financing="full"), plan(*[(M, "1.5", "0.67")] * 3))
    assert (str(found.total), str(found.eligible), str(found.highest)) == ("3.02", "3.02", "3.02")


def test_a_share_is_taken_of_the_exact_sum_and_rounded_once():
    """75 % of 10.0065 are 7.504875, so 7.50; of the rounded 10.01 they would be 7.51."""
    found = assess(terms(**DEFICIT), plan((M, "0.35", "28.59")))
    assert (str(found.eligible), str(found.highest)) == ("10.01", "7.50")


@pytest.mark.parametrize(
    ("rules", "hours", "value"),
    [
        ({"voluntary_rate": 15}, 20, "300.00"),
        ({"voluntary_rate": 15}, "2.5", "37.50"),
        ({"voluntary_rate": 15, "voluntary_cap": 200}, 20, "200.00"),
        ({"voluntary_rate": 15, "voluntary_share": 20}, 20, "160.00"),
        ({"voluntary_rate": 15, "voluntary_share": 20, "voluntary_cap": 150}, 20, "150.00"),
        ({}, 20, "0.00"),
    ],
)
def test_voluntary_work_is_worth_something_but_no_cash(rules, hours, value):
    rules = rules | {"own_share": 10}
    without, found = (assess(terms(**DEFICIT, **rules), plan((M, 800), own=50, hours=one)) for one in (0, hours))
    assert (str(found.voluntary_value), str(found.own_contribution)) == (value, str(Decimal(value) + 50))
    cash = ("total", "eligible", "income", "own", "deficit", "highest", "gap", "own_contribution_needed")
    assert [getattr(found, name) for name in cash] == [getattr(without, name) for name in cash]


def test_the_own_contribution_is_a_part_of_all_cost():
    found = assess(terms(own_share="12.5", **DEFICIT), plan((M, 400), (R, 100)))
    assert str(found.own_contribution_needed) == "62.50"


@pytest.mark.parametrize(
    ("requested", "own", "gap"), [(300, 100, "0.00"), (300, 80, "20.00"), (320, 100, "-20.00"), (None, 100, "300.00")]
)
def test_what_is_missing_or_too_much(requested, own, gap):
    found = assess(terms(**DEFICIT), plan((M, 500), fees=100, own=own, requested=requested))
    assert (str(found.gap), found.is_balanced) == (gap, gap == "0.00")
