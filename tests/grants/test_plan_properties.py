"""Plans of every kind: what was typed, kept as answers and read back comes to the same, exact to the cent."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from darmstadt_mso.lib.money import ZERO, cents, plain
from grants import funding, imbalances, plans
from tests.grants.planning import kind, make_form, make_terms


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def numbers(most, places=2):
    return st.decimals(0, most, places=places, allow_nan=False, allow_infinity=False)


def or_none(strategy):
    return st.none() | strategy


SUMS, RATES, HOURS = numbers(5000), numbers(120), numbers(200)
KEYS = ("a", "b", "c")
LABELS = st.text("abc äß", min_size=1).filter(str.strip)


@st.composite
def rules(draw):
    kinds = [
        kind(
            key,
            eligible=draw(st.booleans()),
            unit=draw(st.sampled_from([{}, {"de": "Stunde"}])),
            rate_max=draw(or_none(RATES)),
            cap=draw(or_none(SUMS)),
            cap_share=draw(or_none(numbers(100))),
        )
        for key in KEYS
    ]
    financing = draw(st.sampled_from(["deficit", "share", "fixed", "full"]))
    return make_terms(
        cost_categories=kinds,
        financing=financing,
        share=draw(numbers(100)),
        maximum=draw(SUMS if financing == "fixed" else or_none(SUMS)),
        own_share=draw(or_none(numbers(100))),
        voluntary_rate=draw(or_none(RATES)),
        voluntary_share=draw(or_none(numbers(100))),
        voluntary_cap=draw(or_none(SUMS)),
    )


products = st.builds(
    lambda key, label, quantity, rate: funding.Cost(key, label, cents(quantity * rate), quantity, rate),
    st.sampled_from(KEYS),
    LABELS,
    HOURS,
    RATES,
)
amounts = st.builds(funding.Cost, st.sampled_from(KEYS), LABELS, SUMS)
incomes = st.builds(funding.Income, st.sampled_from(funding.IncomeKind.values), LABELS, SUMS)
voluntary = st.builds(funding.Voluntary, LABELS, HOURS)
wholes = st.builds(
    funding.Plan,
    st.lists(products | amounts, max_size=6),
    st.lists(incomes, max_size=4),
    st.lists(voluntary, max_size=2),
    or_none(SUMS),
)


def typed(plan):
    """The plan as somebody types it, in German notation."""
    return {
        "costs": [
            {"category": one.kind, "label": one.label, "quantity": plain(one.quantity), "rate": plain(one.rate)}
            | {"amount": "" if one.quantity is not None else plain(one.amount)}
            for one in plan.costs
        ],
        "income": [{"kind": one.kind, "label": one.label, "amount": plain(one.amount)} for one in plan.income],
        "voluntary": [{"label": one.label, "hours": plain(one.hours)} for one in plan.voluntary],
        "requested": plain(plan.requested),
    }


@given(rules(), wholes)
def test_what_was_typed_comes_to_the_same_when_read_back(terms, plan):
    form = make_form(terms=terms, **typed(plan))
    assert form.mistakes() == {}
    read = plans.plan_of(plans.answers_of(form.plan))
    assert read == form.plan
    assert funding.assess(terms, read) == form.found == funding.assess(terms, plan)


@given(rules(), wholes)
def test_sums_are_exact_and_balance(terms, plan):
    found = funding.assess(terms, plan)
    assert found.total == cents(sum((one.exact for one in plan.costs), ZERO))
    assert found.eligible + found.ineligible == found.total
    assert found.income + found.own == sum((one.amount for one in plan.income), ZERO)
    assert found.income + found.own + found.requested + found.gap == found.total
    assert ZERO <= found.highest <= found.deficit
    every = [getattr(found, name) for name in found.__dataclass_fields__]
    assert all(isinstance(one, Decimal) and one == cents(one) for one in every)


@given(rules(), wholes)
def test_the_steps_in_words_lead_to_the_sum(terms, plan):
    """What the words take for the reason is the reason."""
    found = funding.assess(terms, plan)
    assert found.highest == min(plans.limit(terms, found), plans.left(found))
    assert plans.steps(terms, found)[-1].count(plans.money.shown(found.highest)) == 1


@given(rules(), wholes)
def test_a_plan_blocks_exactly_when_something_does_not_fit(terms, plan):
    found = funding.assess(terms, plan)
    blocking = [one for one in imbalances.remarks(terms, plan, found) if one.blocks]
    fits = (
        found.total > 0
        and plan.requested != 0
        and found.requested <= found.highest
        and (found.gap == 0 or plan.requested is None)
        and found.own_contribution >= found.own_contribution_needed
    )
    assert (not blocking) == fits


@given(rules(), wholes)
def test_a_sum_within_the_highest_is_never_too_much(terms, plan):
    found = funding.assess(terms, plan)
    assert found.requested == 0 or found.requested > found.highest or found.gap >= 0


@given(rules(), wholes)
def test_remarks_stand_at_lines_that_exist(terms, plan):
    found = imbalances.remarks(terms, plan, funding.assess(terms, plan))
    sizes = {"kosten": len(plan.costs), "einnahmen": len(plan.income)}
    assert all(one.line is None or one.line < sizes[one.at] for one in found)


@given(rules(), wholes)
def test_what_counts_of_the_categories_is_told_wherever_it_is_less(terms, plan):
    """Every cent that no grant is possible for is named at some line."""
    found = funding.assess(terms, plan)
    told = [one for one in imbalances.remarks(terms, plan, found) if one.at == "kosten" and one.line is not None]
    assert bool(told) >= bool(found.ineligible)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["category", "label", "quantity", "rate", "amount"]), st.text(), min_size=1)
    )
)
def test_whatever_is_typed_is_judged_and_stays(lines):
    form = make_form(lines, requested="x")
    form.keep_only_mistakes()
    shown = {line[name].html_name: line[name].value() for line in form.costs.typed for name in line.fields}
    sent = {f"kosten-{number}-{name}": text for number, line in enumerate(lines) for name, text in line.items()}
    assert {name: text for name, text in shown.items() if text is not None} == sent
    assert not form.is_complete
