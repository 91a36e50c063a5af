"""Numbers that are no money: hours, pieces, kilometres, percent. `Decimal`, two decimals at most."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import german_numbers
from darmstadt_mso.lib.german_numbers import Words, swap_marks

MOST = Decimal("99999.99")
WORDS = Words(
    minus=_("Enter the number without a minus."),
    decimals=_("Enter at most two digits behind the comma, for example 2,5."),
    dot=_("Write decimals behind a comma, for example 2,5. A dot groups thousands."),
    most=_("Enter at most 99.999,99."),
    example=_("Enter a number only, for example 8 or 2,5."),
)


def parse(text):
    """A number from German notation: dot groups thousands, comma starts decimals; "8", "2,5", "1.250".

    Raises ValidationError, whose words say how to write it, for anything else.
    """
    return german_numbers.parse(text.strip(), MOST, WORDS)


def shown(number):
    """As it is read: "1.250,5", "75"; in English "1,250.5"."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text if get_language() == "en" else swap_marks(text)
