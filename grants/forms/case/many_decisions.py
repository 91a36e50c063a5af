"""Many decisions of a call prepared at once: reasons that hold for several, and a row for each application."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.money import MoneyField

from ...casework import preparing
from ...models import Decision
from .deciding import text

Kind = Decision.Kind
LATER = "later"
KINDS = [
    (LATER, _("decide later")),
    (Kind.AWARD, _("award")),
    (Kind.WAITING, Kind.WAITING.label),
    (Kind.REJECTION, Kind.REJECTION.label),
]
RESTS = [one for one in KINDS if one[0] != Kind.AWARD]


class CommonForm(forms.Form):
    use_required_attribute = False

    awards = text(_("Common reasons of the awards"), _("They stand in each letter."), required=False)
    others = text(_("Common reasons of waiting list and rejections"), _("They stand in each letter."), required=False)


class RowForm(forms.Form):
    """`columns` are what `preparing.prepare` takes; empty for what is decided later."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Decision"), choices=KINDS)
    amount = MoneyField(label=_("Grant in euros"), required=False)
    reasons = text(_("Own reasons instead of the common ones"), rows=2, required=False)

    def __init__(self, *args, row, **kwargs):
        self.row, self.application = row, row.application
        super().__init__(*args, prefix=str(row.application.pk), **kwargs)

    def clean(self):
        found = super().clean()
        if found.get("kind") == Kind.AWARD and "amount" in found:
            financing = preparing.proposed(self.application)["financing"]
            wrong = preparing.wrong_amount(self.application, financing, found["amount"] or 0)
            if wrong:
                self.add_error("amount", wrong)
        return found

    def take(self, common):
        """Takes the common reasons where there are no own ones; says so where there are neither."""
        kind, own = self.cleaned_data.get("kind"), self.cleaned_data.get("reasons")
        self.reasons = own or common["awards" if kind == Kind.AWARD else "others"]
        if kind and kind != LATER and not self.reasons:
            self.add_error("reasons", gettext("Write the reasons, here or above for all."))

    @property
    def columns(self):
        kind = self.cleaned_data["kind"]
        if kind == LATER:
            return {}
        if kind != Kind.AWARD:
            return {"kind": kind, "reasons": self.reasons}
        amount = self.cleaned_data["amount"]
        kind = preparing.kind_of(self.application, amount)
        return {"kind": kind, "amount": amount, "reasons": self.reasons}


class ManyForm:
    """All of it: `common`, and `rows`, a form for each application that can be decided on."""

    def __init__(self, division, rest, data=None):
        beginning = [(row, Kind.AWARD) for row in division.above] + [(row, rest) for row in division.below]
        self.common = CommonForm(data)
        self.rows = [
            RowForm(data, row=row, initial={"kind": kind, "amount": row.amount})
            for row, kind in beginning
            if row.can_be_prepared and was_shown(row, data)
        ]

    def is_valid(self):
        forms_are = [one.is_valid() for one in (self.common, *self.rows)]
        if self.common.is_valid():
            for row in self.rows:
                row.take(self.common.cleaned_data)
        return all(forms_are) and not any(row.errors for row in self.rows)

    @property
    def wishes(self):
        """[(application, {column: value})]"""
        return [(row.application, row.columns) for row in self.rows if row.columns]

    @property
    def errors(self):
        """[(application, what is wrong)]"""
        return [(row.application, one) for row in self.rows for wrong in row.errors.values() for one in wrong]


def was_shown(row, data):
    """What can be decided on only since the page was opened is not in what was sent."""
    return data is None or f"{row.application.pk}-kind" in data
