"""Cutting the cost: of each cost line what is recognised, and why it is less."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import MoneyField

from ... import quantities, terms
from ..sections.base import text

LONGEST_REASON = 250


@dataclass(frozen=True)
class Row:
    """A cost line with its two fields; `note` says what a colleague saved meanwhile, "" for nothing else."""

    line: object
    category: str
    product: str
    recognised: forms.BoundField
    reason: forms.BoundField
    note: str

    @property
    def name(self):
        return ": ".join(filter(None, (self.category, self.line.label)))

    @property
    def fields(self):
        return self.recognised, self.reason


class CutsForm(forms.Form):
    """`costs` are the lines in their order; `colleague` says that somebody saved since this was typed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, costs, rules, initial=None):
        super().__init__(data, initial={**texts_of(costs), **(initial or {})})
        self.costs, self.rules, self.colleague = costs, rules, False
        for line in costs:
            self.fields[name("recognised", line)] = MoneyField(label=_("Recognised"), required=False)
            self.fields[name("reason", line)] = text(_("Why less"), limit=LONGEST_REASON, required=False)

    def clean(self):
        cleaned = super().clean()
        for line in self.costs:
            if name("recognised", line) in cleaned and name("reason", line) in cleaned:
                self.judge(line, *self.typed(line))
        return cleaned

    def typed(self, line):
        return tuple(self.cleaned_data[name(field, line)] for field in ("recognised", "reason"))

    def judge(self, line, recognised, reason):
        if recognised is not None and recognised > line.amount:
            words = gettext("No more than was asked for: %(sum)s.") % {"sum": money.shown(line.amount)}
            self.add_error(name("recognised", line), words)
        elif recognised not in (None, line.amount) and not reason:
            self.add_error(name("reason", line), gettext("Say why less is recognised."))
        elif recognised in (None, line.amount) and reason:
            self.add_error(
                name("recognised", line), gettext("All of it is recognised. Enter less, or leave the reason empty.")
            )

    def lines(self):
        """For `assessing.cut`."""
        return {line.pk: self.typed(line) for line in self.costs}

    def rows(self):
        return [self.row(line) for line in self.costs]

    def row(self, line):
        kind = self.rules.cost_kind(line.kind)
        return Row(
            line,
            terms.in_language(kind.name) if kind else "",
            product(line),
            self[name("recognised", line)],
            self[name("reason", line)],
            self.note(line),
        )

    def note(self, line):
        """What stands there now, where a colleague saved something else than what was typed."""
        saved = (line.recognised, line.cut_reason)
        if not self.colleague or saved == self.typed(line):
            return ""
        if line.recognised is None:
            return gettext("all of it")
        return f"{money.shown(line.recognised)}: {line.cut_reason}"


def name(field, line):
    return f"{field}-{line.pk}"


def texts_of(costs):
    recognised = {name("recognised", line): money.plain(line.recognised) for line in costs}
    return recognised | {name("reason", line): line.cut_reason for line in costs}


def product(line):
    """“20 × 30,00 €”, or nothing."""
    if line.quantity is None or line.rate is None:
        return ""
    return f"{quantities.shown(line.quantity)} × {money.shown(line.rate)}"
