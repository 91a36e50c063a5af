"""Plans of very many lines, and lines that no browser sends."""

import pytest
from django.utils import translation

from grants.forms.sections import plan_lines
from grants.forms.sections.plan import PlanForm
from tests.grants.planning import cost, make_form, make_terms, typed

MATERIAL = cost(amount="1")
TOLD = "At most 100 lines count in this table. Put small things together in one line."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def made(monkeypatch):
    """The prefixes of all lines that were made."""
    found, begin = [], plan_lines.Line.__init__

    def noting(self, *args, prefix, **options):
        found.append(prefix)
        begin(self, *args, prefix=prefix, **options)

    monkeypatch.setattr(plan_lines.Line, "__init__", noting)
    return found


def test_a_hundred_lines_count():
    form = make_form([MATERIAL] * 100)
    assert (len(form.costs.counted), form.costs.remarks, form.costs.further) == (100, [], [])


def test_further_lines_are_told_and_do_not_count():
    form = make_form([MATERIAL] * 102)
    assert form.found.total == 100
    assert [one.text for one in form.costs.remarks] == [TOLD]
    names = ("category", "label", "quantity", "rate", "amount")
    assert [name for name, _text in form.costs.further] == [f"kosten-{n}-{name}" for n in (100, 101) for name in names]
    assert ("kosten-101-amount", "1") in form.costs.further
    assert form.costs.blank == []
    assert form.costs.next == 102


def test_however_many_lines_are_sent_only_so_many_are_read(made):
    form = make_form([MATERIAL] * 2000 + [cost("", "")] * 500)
    assert (len(form.costs.filled), len(form.costs.typed)) == (100, 200)
    assert len(made) == 200


def test_titles_are_made_once_for_all_mistakes(monkeypatch):
    form = make_form([cost(amount="x")] * 30)
    made, title_of = [], plan_lines.Lines.title_of
    monkeypatch.setattr(plan_lines.Lines, "title_of", lambda *args: made.append(args) or title_of(*args))
    assert [label for _name, label, _text in form.told()][29] == "Cost, line 30: Amount"
    assert len(made) == 30 * 5


@pytest.mark.parametrize("label", ["a\r\n" * 99 + "a", "a\n\n b\u2028c"])
def test_what_a_line_is_for_stands_on_one_line(label):
    form = make_form([cost(label=label, amount="5")])
    kept = form.answers()["costs"][0]["label"]
    assert (kept, form.mistakes()) == (" ".join(label.split()), {})
    assert len(kept) <= 200


def test_lines_whose_fields_are_unknown_are_none():
    data = typed([MATERIAL])
    data.update({f"kosten-{number}-{name}": "x" for number in range(1, 200) for name in ("other", "label-more")})
    form = PlanForm(data, application=None, terms=make_terms())
    assert (len(form.costs.filled), form.costs.further) == (1, [])
