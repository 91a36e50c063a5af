"""The form of a cost and financing plan, as it is typed."""

from decimal import Decimal
from operator import attrgetter

import pytest
from django.http import QueryDict
from django.utils import translation

from grants.forms.sections.plan import PlanForm
from tests.grants.planning import cost, income, make_form, make_terms, typed


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


MATERIAL = cost(amount="500,00")
WHOLE = {"costs": [MATERIAL], "income": [income(amount="125")], "requested": "375"}


def test_a_plan_that_fits_is_complete():
    form = make_form(**WHOLE)
    assert (form.mistakes(), form.missing(), form.is_complete, form.fits) == ({}, [], True, True)


def test_its_answers_are_canonical():
    lines = [cost("honorare", "Leitung", "8", "12,50"), cost(amount="1.300,5")]
    form = make_form(
        lines, [income("fees", "1.026"), income(amount="93,62")], [{"label": "Aufbau", "hours": "2,5"}], "280,88"
    )
    assert form.answers() == {
        "costs": [
            {"kind": "honorare", "label": "Leitung", "quantity": "8.00", "rate": "12.50", "amount": "100.00"},
            {"kind": "material", "label": "Stoff", "quantity": None, "rate": None, "amount": "1300.50"},
        ],
        "income": [
            {"kind": "fees", "label": "", "amount": "1026.00"},
            {"kind": "own", "label": "", "amount": "93.62"},
        ],
        "voluntary": [{"label": "Aufbau", "hours": "2.50"}],
        "requested": "280.88",
    }
    assert form.is_complete


def test_nothing_typed_at_all_lacks_the_cost_and_the_sum():
    form = PlanForm(QueryDict(), application=None, terms=make_terms())
    assert form.missing() == [("kosten", "Enter what the project costs."), ("requested", "Requested sum")]
    assert not form.is_complete
    assert form.mistakes() == {}


def test_a_page_that_nobody_saved_yet_has_empty_lines_and_no_complaint():
    form = PlanForm(None, application=None, terms=make_terms())
    assert [len(table.blank) for table in form.tables.values()] == [3, 3, 3]
    assert (form.remarks_at_requested, form.costs.remarks, form.mistakes()) == ([], [], {})
    assert not form.is_complete


def test_empty_lines_are_no_lines():
    lines = [cost("", ""), MATERIAL, cost("", "  ", " ", "", " ")]
    form = make_form(lines, [income(""), *WHOLE["income"]], [{"label": "", "hours": ""}], "375")
    assert [len(table.filled) for table in form.tables.values()] == [1, 1, 0]
    assert form.is_complete


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        (cost(""), ["Cost, line 1: Category", "Cost, line 1: Amount"]),
        (cost(label="", amount="5"), ["Cost, line 1: What for?"]),
        (cost(), ["Cost, line 1: Amount"]),
        (cost(quantity="5"), ["Cost, line 1: Price per unit"]),
        (cost(rate="5"), ["Cost, line 1: Quantity"]),
        (cost(quantity="5", amount="20"), ["Cost, line 1: Price per unit"]),
    ],
)
def test_a_line_half_filled_says_what_is_missing_there(line, missing):
    form = make_form([line, MATERIAL], WHOLE["income"], requested="375")
    assert [words for name, words in form.missing() if name.startswith("kosten-")] == missing
    assert form.mistakes() == {}
    assert not form.is_complete
    said = ", ".join(words.partition(": ")[2] for words in missing)
    assert form.costs.filled[0].lacks == f"Still missing: {said}"


def test_income_half_filled_says_what_is_missing():
    form = make_form([MATERIAL], [income("", "5"), income("fees"), income("grants", "5")], [{"hours": "3"}])
    assert [words for _name, words in form.missing()] == [
        "Income, line 1: Kind",
        "Income, line 2: Amount",
        "Income, line 3: From whom?",
        "Voluntary work, line 1: What do people do?",
        "Requested sum",
    ]


def test_quantity_times_rate_is_the_amount():
    form = make_form([cost("honorare", quantity="2,5", rate="33,33")])
    assert form.plan.costs[0].amount == Decimal("83.33")
    assert form.costs.filled[0].sum_in_words == "2.5 × €33.33 per hour are €83.33."


def test_an_amount_equal_to_the_product_is_no_contradiction():
    form = make_form([cost(quantity="2,5", rate="33,33", amount="83,33")])
    assert form.mistakes() == {}
    assert form.costs.filled[0].sum_in_words == "2.5 × €33.33 are €83.33."


def test_a_contradictory_amount_is_told():
    form = make_form([cost("honorare", quantity="8", rate="50", amount="390")], **{k: WHOLE[k] for k in ("requested",)})
    assert form.mistakes() == {
        "kosten-0-amount": [
            "8 × €50.00 per hour are €400.00, but €390.00 is entered. Leave the amount empty, or correct one of them."
        ]
    }
    assert form.uncounted == 1
    assert form.found.total == 0


@pytest.mark.parametrize("text", ["12.50", "-5", "1,234", "abc", "12,5,0", "1.2345"])
def test_amounts_that_cannot_be_read_stay_as_typed(text):
    form = make_form([cost(amount=text)], [income(amount=text)], requested=text)
    form.keep_only_mistakes()
    assert set(form.mistakes()) == {"kosten-0-amount", "einnahmen-0-amount", "requested"}
    shown = [str(form.costs.filled[0]["amount"]), str(form.income.filled[0]["amount"]), str(form["requested"])]
    assert all(f'value="{text}"' in html for html in shown)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.5", "Write decimals behind a comma, for example 2,5. A dot groups thousands."),
        ("-2", "Enter the number without a minus."),
        ("2,555", "Enter at most two digits behind the comma, for example 2,5."),
        ("8 Std", "Enter a number only, for example 8 or 2,5."),
        ("1 2", "Enter a number only, for example 8 or 2,5."),
        ("2 5,5", "Enter a number only, for example 8 or 2,5."),
        ("٣,٥", "Enter a number only, for example 8 or 2,5."),
        ("9" * 5000, "Enter at most 99.999,99."),
        ("100000", "Enter at most 99.999,99."),
    ],
)
def test_hours_that_cannot_be_read_are_refused_in_words(text, words):
    form = make_form(voluntary=[{"label": "Aufbau", "hours": text}])
    assert form.mistakes() == {"ehrenamt-0-hours": [words]}


def test_a_product_too_large_is_refused():
    form = make_form([cost(quantity="99.999", rate="9.999.999")])
    assert form.mistakes() == {"kosten-0-amount": ["Enter at most 9.999.999.999,99."]}


def test_a_category_that_left_the_call_stays_chosen_and_is_told():
    form = make_form([cost("fahrt", amount="5")])
    assert form.mistakes() == {"kosten-0-category": ["Choose a category."]}
    assert '<option value="fahrt" selected>fahrt (not in this call any more)</option>' in str(
        form.costs.filled[0]["category"]
    )


def test_categories_without_grant_are_marked():
    html = str(make_form().costs.pattern["category"])
    assert '<option value="miete">Miete (no grant)</option>' in html
    assert '<option value="honorare" data-unit="hour">Honorare</option>' in html


def test_what_blocks_is_missing_but_no_mistake():
    form = make_form([MATERIAL], requested="375")
    assert form.mistakes() == {}
    assert [name for name, _words in form.missing()] == ["einnahmen"]
    assert not form.is_complete


def test_while_a_line_cannot_be_read_nobody_is_told_that_the_sums_do_not_fit():
    form = make_form([MATERIAL, cost(amount="x")], requested="400")
    assert form.missing() == []
    assert not form.is_complete
    assert not form.fits


def test_a_requested_sum_of_nothing_is_missing():
    form = make_form([MATERIAL], [income(amount="500")], requested="0")
    assert form.missing() == [("requested", "Enter a sum above 0.")]


def test_the_judgement_stays_when_only_mistakes_are_shown():
    form, fresh = (make_form([cost(), cost(amount="5,555")]) for _one in range(2))
    form.keep_only_mistakes()
    judged = attrgetter("lacking", "uncounted", "found", "is_complete")
    assert judged(form) == judged(fresh)
    assert form.mistakes() == fresh.mistakes()
    assert [dict(line.errors) for line in form.costs.filled] == [
        {},
        {"amount": ["Enter at most two digits behind the comma, for example 12,50."]},
    ]
    assert form.costs.filled[0].lacks == "Still missing: Amount"


def test_lines_are_found_whatever_their_numbers():
    data = typed(requested="375")
    for number, amount in ((7, "300"), (3, "200")):
        data.update({f"kosten-{number}-{name}": text for name, text in cost(amount=amount).items()})
    form = PlanForm(data, application=None, terms=make_terms())
    assert [line.prefix for line in form.costs.filled] == ["kosten-3", "kosten-7"]
    assert [line.prefix for line in form.costs.blank] == ["kosten-8", "kosten-9", "kosten-10"]
    assert form.found.total == 500


def test_numbers_of_lines_do_not_grow_with_each_save():
    data = typed([MATERIAL])
    data.update({f"kosten-{number}-label": "" for number in range(1, 40)})
    form = PlanForm(data, application=None, terms=make_terms())
    assert [line.prefix for line in form.costs.blank] == ["kosten-1", "kosten-2", "kosten-3"]


def test_a_part_reads_as_it_was_typed():
    form = make_form([cost("honorare", "Leitung", "8", "x"), MATERIAL], requested="viel")
    assert form.shown("kosten") == "Honorare · Leitung · 8 × x\nMaterial · Stoff · 500,00"
    assert form.shown("requested") == "viel"
    assert form.part_of("kosten-0-label") == "kosten"
    assert form.label_of("kosten-1-amount") == "Cost, line 2: Amount"
