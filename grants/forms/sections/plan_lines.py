"""The lines of a cost and financing plan, each a small form; a blank line is none."""

import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import MoneyField, cents, shown

from ... import quantities
from ...funding import Cost, Income, IncomeKind, Voluntary
from ...terms import in_language
from .base import REQUIRED, text

EMPTY_LINES = 3
# In each table; further ones are kept as they were typed, but nobody reads them.
MOST_LINES = 100
# Style sheets see by it whether anything is typed.
SEEN_WHILE_EMPTY = {"placeholder": " "}


class QuantityField(forms.CharField):
    """A line of text that becomes a number of hours, pieces or kilometres, or None where it is empty."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"} | SEEN_WHILE_EMPTY

    def to_python(self, value):
        typed = super().to_python(value)
        return quantities.parse(typed) if typed else None


class Select(forms.Select):
    """What was typed stays chosen even where the list does not know it any more."""

    units = {}

    def optgroups(self, name, value, attrs=None):
        known = {str(key) for key, _label in self.choices}
        lost = [(one, gettext("%(key)s (not in this call any more)") % {"key": one}) for one in value if one]
        self.choices = [*self.choices, *(one for one in lost if one[0] not in known)]
        return super().optgroups(name, value, attrs)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.units:
            option["attrs"]["data-unit"] = self.units[value]
        return option


def choice(label, error, choices=()):
    errors = {"required": error, "invalid_choice": error}
    return forms.ChoiceField(label=label, choices=choices, widget=Select, error_messages=errors)


def amount(label, **options):
    field = MoneyField(label=label, **options)
    field.widget.attrs |= {"dir": "ltr"} | SEEN_WHILE_EMPTY
    return field


def typed(line, name):
    return str(line[name].value() or "")


class Line(forms.Form):
    """What is wrong stands at the field, what is only missing and what the plan says of the line below it."""

    use_required_attribute = False
    # The fields without which the line does not count.
    counted = ()

    def __init__(self, data=None, *, terms, **kwargs):
        self.terms, self.remarks = terms, []
        super().__init__(data, empty_permitted=True, **kwargs)

    def clean_label(self):
        return " ".join(self.cleaned_data["label"].split())

    @cached_property
    def is_blank(self):
        return not self.is_bound or not self.has_changed()

    @cached_property
    def counts(self):
        """Whether its sum is understood; errors elsewhere in the line do no harm."""
        return not self.is_blank and not any(self.has_error(name) for name in self.counted)

    @cached_property
    def lacking(self):
        """The names of the fields that must still be filled."""
        return [name for name in self.fields if self.has_error(name, REQUIRED)]

    @cached_property
    def mistakes(self):
        data = self.errors.as_data().items()
        found = {name: [one for one in errors if one.code != REQUIRED] for name, errors in data}
        return {name: [text for one in errors for text in one.messages] for name, errors in found.items() if errors}

    @property
    def lacks(self):
        """What must still be filled, in words."""
        labels = ", ".join(str(self.fields[name].label) for name in self.lacking)
        return labels and gettext("Still missing: %(labels)s") % {"labels": labels}

    @property
    def sum_in_words(self):
        """How the sum came about, where it was not typed itself."""
        return ""

    def keep_only_mistakes(self):
        """What is only missing is said below the line then, see `lacks`."""
        mistakes = self.mistakes, self.lacking, self.counts
        self._errors = type(self.errors)({name: self.error_class(texts) for name, texts in mistakes[0].items()})

    def require(self, name, words):
        self.add_error(name, ValidationError(words, code=REQUIRED))

    def chosen(self, name):
        """The words of what was chosen in a list."""
        return str(dict(self.fields[name].choices).get(self[name].value(), self[name].value() or ""))


class CostLine(Line):
    counted = ("category", "quantity", "rate", "amount")

    category = choice(_("Category"), _("Choose a category."))
    label = text(_("What for?"), attrs=SEEN_WHILE_EMPTY, error_messages={"required": _("Enter what it is for.")})
    quantity = QuantityField(label=_("Quantity"), required=False)
    rate = amount(_("Price per unit"), required=False)
    amount = amount(_("Amount"), required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        kinds = self.terms.cost_categories
        self.fields["category"].choices = [("", _("Please choose")), *((kind.key, name_of(kind)) for kind in kinds)]
        self.fields["category"].widget.units = {kind.key: in_language(kind.unit) for kind in kinds if kind.unit}

    def clean(self):
        if not any(self.has_error(name) for name in ("quantity", "rate", "amount")):
            self.reckon(*(self.cleaned_data.get(name) for name in ("quantity", "rate", "amount")))
        return self.cleaned_data

    def reckon(self, quantity, rate, given):
        if quantity is None and rate is None:
            if given is None:
                self.require("amount", gettext("Enter the amount."))
        elif rate is None:
            self.require("rate", gettext("Enter the price of one, or leave the quantity empty."))
        elif quantity is None:
            self.require("quantity", gettext("Enter how many, or leave the price per unit empty."))
        else:
            self.compare(cents(quantity * rate), given)

    def compare(self, product, given):
        if product > money.MOST:
            self.add_error("amount", gettext("Enter at most 9.999.999.999,99."))
        elif given not in (None, product):
            words = gettext("%(product)s, but %(given)s is entered. Leave the amount empty, or correct one of them.")
            self.add_error("amount", words % {"product": self.product(), "given": shown(given)})

    def product(self):
        """“8 × 50,00 € per hour are 400,00 €”"""
        quantity, rate = self.cleaned_data["quantity"], self.cleaned_data["rate"]
        values = {"quantity": quantities.shown(quantity), "rate": shown(rate), "sum": shown(cents(quantity * rate))}
        kind = self.terms.cost_kind(self.cleaned_data.get("category"))
        if kind and kind.unit:
            values["unit"] = in_language(kind.unit)
            return gettext("%(quantity)s × %(rate)s per %(unit)s are %(sum)s") % values
        return gettext("%(quantity)s × %(rate)s are %(sum)s") % values

    @property
    def sum_in_words(self):
        both = self.counts and self.cleaned_data["quantity"] is not None
        return f"{self.product()}." if both else ""

    def value(self):
        found = self.cleaned_data
        numbers = {name: found[name] for name in ("amount", "quantity", "rate")}
        if numbers["quantity"] is not None:
            numbers["amount"] = cents(numbers["quantity"] * numbers["rate"])
        return Cost(found["category"], found.get("label", ""), **numbers)

    def in_words(self, said=typed):
        numbers = [said(self, name) for name in ("quantity", "rate") if self[name].value()]
        return [self.chosen("category"), self["label"].value(), " × ".join(numbers), said(self, "amount")]


def name_of(kind):
    name = in_language(kind.name)
    return name if kind.eligible else gettext("%(category)s (no grant)") % {"category": name}


class IncomeLine(Line):
    counted = ("kind", "amount")

    kind = choice(_("Kind"), _("Choose a kind."), [("", _("Please choose")), *IncomeKind.choices])
    label = text(_("From whom?"), attrs=SEEN_WHILE_EMPTY, required=False)
    amount = amount(_("Amount"))

    def clean(self):
        if self.cleaned_data.get("kind") == IncomeKind.GRANTS and not self.cleaned_data.get("label"):
            if not self.has_error("label"):
                self.require("label", gettext("Enter who gives it."))
        return self.cleaned_data

    def value(self):
        found = self.cleaned_data
        return Income(found["kind"], found.get("label", ""), found["amount"])

    def in_words(self, said=typed):
        return [self.chosen("kind"), self["label"].value(), said(self, "amount")]


class VoluntaryLine(Line):
    counted = ("hours",)

    label = text(
        _("What do people do?"), attrs=SEEN_WHILE_EMPTY, error_messages={"required": _("Enter what people do.")}
    )
    hours = QuantityField(label=_("Hours"), error_messages={"required": _("Enter the hours.")})

    @property
    def sum_in_words(self):
        rate = self.terms.voluntary_rate
        if not self.counts or rate is None:
            return ""
        hours = self.cleaned_data["hours"]
        values = {"hours": quantities.shown(hours), "rate": shown(rate), "sum": shown(cents(hours * rate))}
        return gettext("%(hours)s × %(rate)s per hour are worth %(sum)s.") % values

    def value(self):
        return Voluntary(self.cleaned_data.get("label", ""), self.cleaned_data["hours"])

    def in_words(self, said=typed):
        return [self["label"].value(), said(self, "hours")]


class Lines:
    """The lines of one table: those that were filled, found by their names in what was typed, and empty ones."""

    def __init__(self, make, data, prefix, title, terms):
        self.make, self.prefix, self.title, self.terms = make, prefix, title, terms
        self.remarks = []
        sent = texts_in(data, prefix, make.base_fields) if data is not None else {}
        filled = [index for index, texts in sent.items() if is_filled(texts)]
        empty = [index for index, texts in sent.items() if not is_filled(texts)][:MOST_LINES]
        self.typed = [self.line(index, data) for index in sorted([*filled[:MOST_LINES], *empty])]
        self.filled = [line for line in self.typed if not line.is_blank]
        self.further = [one for index in filled[MOST_LINES:] for one in sent[index].items()]
        # Lines that stayed empty give their number back, so that numbers do not grow with each save.
        self.next = max(filled, default=-1) + 1

    def line(self, index, data=None):
        return self.make(data, terms=self.terms, prefix=f"{self.prefix}-{index}")

    @cached_property
    def blank(self):
        return [self.line(self.next + number) for number in range(min(EMPTY_LINES, MOST_LINES - len(self.filled)))]

    @property
    def after_blank(self):
        """The number in the names of the next line that the script adds."""
        return self.next + EMPTY_LINES

    @property
    def limit_in_words(self):
        words = gettext("At most %(most)d lines count in this table. Put small things together in one line.")
        return words % {"most": MOST_LINES}

    @property
    def notes_id(self):
        return f"{self.prefix}-notes"

    @property
    def pattern(self):
        """An empty line for the page's script to copy."""
        return self.line("__prefix__")

    @cached_property
    def counted(self):
        return [line for line in self.filled if line.counts]

    @property
    def values(self):
        return [line.value() for line in self.counted]

    def title_of(self, number, line, name):
        """“Cost, line 2: Amount”"""
        values = {"table": self.title, "number": number, "field": line.fields[name].label}
        return gettext("%(table)s, line %(number)s: %(field)s") % values

    def each(self):
        """(number from 1, line) of those that were filled."""
        return list(enumerate(self.filled, 1))

    def each_blank(self):
        return list(enumerate(self.blank, len(self.filled) + 1))

    def in_words(self, said=typed):
        """What was typed, line by line; `said` gives the text of a line's field."""
        return "\n".join(" · ".join(filter(None, line.in_words(said))) for line in self.filled)


def is_filled(texts):
    return any(text.strip() for text in texts.values())


def texts_in(data, prefix, names):
    """{number of the line: {name: text}} in the order of the numbers."""
    pattern, found = re.compile(rf"{prefix}-(0|[1-9][0-9]{{0,8}})-({'|'.join(names)})"), {}
    for name in data:
        if match := pattern.fullmatch(name):
            found.setdefault(int(match[1]), {})[name] = data[name]
    return dict(sorted(found.items()))
