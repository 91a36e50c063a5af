"""What is true of money under any rules and any plan."""

import dataclasses
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from grants.funding import Cost, Income, IncomeKind, Plan, Voluntary, assess, eligible_by_kind
from tests.grants.money import kind, terms

HALF = Decimal("0.005")
KEYS = ("material", "honorar", "miete", "unbekannt")


def amounts(most=20_000):
    return st.decimals(min_value=0, max_value=most, places=2)


def maybe(strategy):
    return st.none() | strategy


PERCENT = st.decimals(min_value=0, max_value=100, places=2)
LIMITS = {"rate_max": maybe(amounts(100)), "cap": maybe(amounts(2000)), "cap_share": maybe(PERCENT)}
LIMITED = st.fixed_dictionaries({"eligible": st.booleans(), **LIMITS})


@st.composite
def rules(draw):
    kinds = [kind(key, **draw(LIMITED)) for key in KEYS[:3]]
    financing = draw(st.sampled_from(["deficit", "share", "fixed", "full"]))
    maximum = draw(amounts() if financing == "fixed" else maybe(amounts()))
    numbers = {name: draw(maybe(PERCENT)) for name in ("own_share", "voluntary_share")}
    numbers |= {name: draw(maybe(amounts(500))) for name in ("voluntary_rate", "voluntary_cap")}
    return terms(financing, kinds, maximum=maximum, share=draw(PERCENT), **numbers)


COSTS = st.one_of(
    st.builds(Cost, kind=st.sampled_from(KEYS), amount=amounts()),
    st.builds(Cost, kind=st.sampled_from(KEYS), quantity=amounts(200), rate=amounts(200)),
    st.builds(Cost, kind=st.sampled_from(KEYS)),
)
INCOME = st.builds(Income, kind=st.sampled_from(IncomeKind.values), amount=amounts())
PLANS = st.builds(
    Plan,
    costs=st.lists(COSTS, max_size=6),
    income=st.lists(INCOME, max_size=4),
    voluntary=st.lists(st.builds(Voluntary, hours=amounts(300)), max_size=2),
    requested=maybe(amounts()),
)


@given(rules(), PLANS)
def test_money_is_decimal_to_the_cent(call, plan):
    values = dataclasses.asdict(assess(call, plan))
    assert {name: type(value) for name, value in values.items()} == dict.fromkeys(values, Decimal)
    hours = values.pop("voluntary_hours")
    assert {name: value.as_tuple().exponent for name, value in values.items()} == dict.fromkeys(values, -2)
    assert hours == sum(one.hours for one in plan.voluntary)


@given(rules(), PLANS)
def test_sums_balance(call, plan):
    found = assess(call, plan)
    exact = sum((cost.exact for cost in plan.costs), Decimal(0))
    assert abs(found.total - exact) <= HALF
    assert found.eligible + found.ineligible == found.total
    assert found.income + found.own == sum(one.amount for one in plan.income)
    assert found.income + found.own + found.requested + found.gap == found.total
    assert found.own + found.voluntary_value == found.own_contribution


@given(rules(), PLANS)
def test_nothing_but_the_gap_is_ever_negative(call, plan):
    found = dataclasses.asdict(assess(call, plan)) | {"gap": 0}
    assert min(found.values()) >= 0
    assert assess(call, plan).ineligible >= 0


@given(rules(), PLANS)
def test_no_grant_is_above_any_limit(call, plan):
    """The grant is rounded half up once, so it may lie half a cent above an exact limit."""
    found = assess(call, plan)
    eligible = sum(eligible_by_kind(call, plan).values(), Decimal(0))
    deficit = max(Decimal(0), eligible - found.income)
    limits = [found.deficit, found.eligible, max(Decimal(0), found.total - found.income - found.own)]
    if call.maximum is not None:
        limits.append(call.maximum)
    assert found.highest <= min(limits)
    share = {"deficit": call.share * deficit / 100, "share": call.share * eligible / 100}
    assert found.highest <= share.get(call.financing, found.eligible) + HALF


@given(rules(), PLANS)
def test_a_category_never_counts_more_than_its_cost_and_its_limits(call, plan):
    counted = eligible_by_kind(call, plan)
    total = sum((cost.exact for cost in plan.costs), Decimal(0))
    for key, amount in counted.items():
        category = call.cost_kind(key)
        assert category.eligible
        assert 0 <= amount <= sum(cost.exact for cost in plan.costs if cost.kind == key)
        assert amount <= (category.cap if category.cap is not None else amount)
        assert amount <= (category.cap_share * total / 100 if category.cap_share is not None else amount)


@given(rules(), PLANS, INCOME)
def test_more_income_never_raises_the_grant(call, plan, more):
    richer = dataclasses.replace(plan, income=[*plan.income, more])
    assert assess(call, richer).highest <= assess(call, plan).highest


@given(rules(), PLANS, amounts(300))
def test_voluntary_work_changes_no_cash(call, plan, hours):
    more = dataclasses.replace(plan, voluntary=[*plan.voluntary, Voluntary(hours=hours)])
    cash = ("total", "eligible", "income", "own", "deficit", "highest", "requested", "gap", "own_contribution_needed")
    before, after = assess(call, plan), assess(call, more)
    assert [getattr(after, name) for name in cash] == [getattr(before, name) for name in cash]
    assert after.own_contribution >= before.own_contribution


@given(rules(), PLANS, amounts())
def test_more_eligible_cost_without_limits_never_lowers_the_grant(call, plan, amount):
    call = with_first(call, kind("material"))
    more = dataclasses.replace(plan, costs=[*plan.costs, Cost(kind="material", amount=amount)])
    assert assess(call, more).highest >= assess(call, plan).highest


def with_first(call, first):
    return terms(
        call.financing,
        [first, *call.cost_categories[1:]],
        **{name: getattr(call, name) for name in ("maximum", "share", "own_share", "voluntary_rate")},
    )


@given(rules(), PLANS)
def test_the_order_of_lines_does_not_matter(call, plan):
    assume(len(plan.costs) > 1)
    turned = dataclasses.replace(plan, costs=plan.costs[::-1], income=plan.income[::-1])
    assert assess(call, turned) == assess(call, plan)
