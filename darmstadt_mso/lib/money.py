"""Amounts in EUR: `Decimal`, to the cent. People type and read them in German notation."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import german_numbers
from .german_numbers import Words, swap_marks

CENT = Decimal("0.01")
MOST = Decimal("9999999999.99")
ZERO = Decimal("0.00")
# Only at the ends: "1€50" is not 150.
CURRENCY = re.compile(r"^\s*(€|euro?\b)|(€|euro?)\s*$", re.IGNORECASE)
WORDS = Words(
    minus=_("Enter the amount without a minus."),
    decimals=_("Enter at most two digits behind the comma, for example 12,50."),
    dot=_("Write cents behind a comma, for example 12,50. A dot groups thousands."),
    most=_("Enter at most 9.999.999.999,99."),
    example=_("Enter an amount such as 250 or 1.250,50."),
)
NO_BREAK = "\u00a0"


def cents(amount):
    """Rounded half up to the cent; only ever once, at the result."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def parse(text):
    """An amount in EUR from German notation: dot groups thousands, comma starts cents; "1.250,50" and "1250,5".

    Raises ValidationError, whose words say how to write it, for anything else.
    """
    return german_numbers.parse(CURRENCY.sub("", text, count=1).strip(), MOST, WORDS).quantize(CENT)


def plain(amount):
    """As it is typed: "1250,50"; "" for None."""
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")


def shown(amount):
    """As it is read, "1.250,50 €" with a space that does not break; in English "€1,250.50"; "" for None."""
    if amount is None:
        return ""
    number = f"{amount:,.2f}"
    if get_language() == "en":
        return f"€{number}"
    return f"{swap_marks(number)}{NO_BREAK}€"


class MoneyField(forms.CharField):
    """A line of text that becomes an amount, or None where it is empty."""

    default_error_messages = {"required": _("Enter the amount.")}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value):
        text = super().to_python(value)
        return parse(text) if text else None

    def prepare_value(self, value):
        return plain(value) if isinstance(value, Decimal) else value
