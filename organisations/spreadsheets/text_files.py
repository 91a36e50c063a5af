"""Lists as text (.csv): which letters, which separator, and cells that no spreadsheet program takes for a formula."""

import csv
import re
from io import StringIO

from django.utils.translation import gettext

from . import columns
from .findings import Unreadable, at
from .workbooks import error_value, formula

SEPARATORS = (";", ",", "\t")
LOOKED_AT = 20  # rows
# What makes a formula of a cell, also in wide letters; a cell that begins so, or with ' before it, gets one more '.
DANGEROUS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
ERRORS = re.compile(r"#(REF|BEZUG|VALUE|WERT|NAME|DIV/0|NUM|ZAHL|N/A|NV|NULL)[!?]?")
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def guarded(text):
    return f"'{text}" if DANGEROUS.match(text) else text


def unguarded(text):
    return text[1:] if text.startswith("'") and DANGEROUS.match(text) else text


def decoded(data):
    """(text, name of its encoding); UTF-8 is never wrong, Windows-1252 is what older programs write."""
    for encoding in encodings(data):
        if encoding == "cp1252" and b"\0" in data:
            raise Unreadable(gettext("This file is not a spreadsheet (.xlsx or .csv), whatever its name."))
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        gettext("The letters of this file are in an unknown encoding. Please save it as “CSV UTF-8” or .xlsx.")
    )


def encodings(data):
    if found := UTF_16.get(data[:2]):
        return [found]
    odd, even = data[1:1000:2].count(0), data[0:1000:2].count(0)
    if odd + even > len(data[:1000]) / 4:
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8", "cp1252"]


class Sheet:
    """The whole file; it has no name and nothing merged or hidden."""

    name = ""
    merged = ()
    hidden = frozenset()

    def __init__(self, text, separator):
        self.text, self.separator = text, separator

    def rows(self, last=None):
        """Each row as a list of values, the first one being row 1."""
        reader = csv.reader(StringIO(self.text, newline=""), delimiter=self.separator, strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, start=1):  # noqa: B007 — read after an error
                yield list(map(value, row))
                if number == last:
                    return
        except csv.Error:
            raise Unreadable(
                at(gettext("The quotation marks do not fit together, or a cell is far too long."), row=number + 1)
            ) from None

    @property
    def headings(self):
        """How many cells of its first rows are headings that are known."""
        try:
            rows = list(self.rows(LOOKED_AT))
        except Unreadable:
            return 0
        return max(
            (sum(isinstance(one, str) and bool(columns.of_heading(one)) for one in row) for row in rows), default=0
        )


def value(text):
    if text.startswith("="):
        return formula()
    return error_value(text) if ERRORS.fullmatch(text) else unguarded(text)


def sheet(text):
    """The file under that separator under which most headings are known."""
    text = re.sub(r"\Asep=.\r?\n", "", text)
    return max((Sheet(text, separator) for separator in SEPARATORS), key=lambda one: one.headings)
