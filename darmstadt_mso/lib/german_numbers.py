"""Numbers as people in Germany write them: dot groups thousands, comma starts decimals, two of them at most."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

NUMBER = re.compile(r"(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?", re.ASCII)
LONGEST = 30
MINUS = ("-", "\u2212", "\u2013")


@dataclass(frozen=True)
class Words:
    """How to write it: after a minus, too many decimals, a dot before decimals, too large a number, anything else."""

    minus: str
    decimals: str
    dot: str
    most: str
    example: str


def parse(text, most, words):
    """The number, at most `most`; raises ValidationError with the fitting words."""
    if not NUMBER.fullmatch(text):
        raise ValidationError(str(complaint(text, words)), code="invalid")
    if len(text) > LONGEST or (number := Decimal(text.replace(".", "").replace(",", "."))) > most:
        raise ValidationError(str(words.most), code="invalid")
    return number


def complaint(text, words):
    if text.startswith(MINUS):
        return words.minus
    if re.fullmatch(r"[\d.]*,\d{3,}", text):
        return words.decimals
    return words.dot if re.fullmatch(r"[\d,]*\.\d{1,2}", text) else words.example


def swap_marks(text):
    """From the marks of Python, "1,250.50", to German ones."""
    return text.translate(str.maketrans(",.", ".,"))
