"""Numbers that are no money: hours, pieces, kilometres, percent. `Decimal`, two decimals at most."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

MOST = Decimal("99999.99")
GERMAN = re.compile(r"(\d+|\d{1,3}(\.\d{3})+)(,(\d{1,2}))?", re.ASCII)
LONGEST = 30


def parse(text):
    """A number from German notation: dot groups thousands, comma starts decimals; "8", "2,5", "1.250".

    Raises ValidationError, whose words say how to write it, for anything else.
    """
    bare = text.strip()
    if not GERMAN.fullmatch(bare):
        raise ValidationError(complaint(bare), code="invalid")
    if len(bare) > LONGEST or (number := Decimal(bare.replace(".", "").replace(",", "."))) > MOST:
        raise ValidationError(gettext("Enter at most 99.999,99."), code="invalid")
    return number


def complaint(bare):
    if bare.startswith(("-", "\u2212", "\u2013")):
        return gettext("Enter the number without a minus.")
    if re.fullmatch(r"[\d.]*,\d{3,}", bare):
        return gettext("Enter at most two digits behind the comma, for example 2,5.")
    if re.fullmatch(r"[\d,]*\.\d{1,2}", bare):
        return gettext("Write decimals behind a comma, for example 2,5. A dot groups thousands.")
    return gettext("Enter a number only, for example 8 or 2,5.")


def shown(number):
    """As it is read: "1.250,5", "75"; in English "1,250.5"."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text if get_language() == "en" else text.translate(str.maketrans(",.", ".,"))
