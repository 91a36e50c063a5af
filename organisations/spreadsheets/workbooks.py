"""The sheets of a workbook (.xlsx) as rows of plain values."""

import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from io import BytesIO
from itertools import count

from django.utils.translation import gettext
from openpyxl import load_workbook

from . import archives
from .findings import Unreadable

MAX_SHEETS = 50
ZEROS = re.compile("0{2,}")
# How a workbook writes a character that XML cannot hold.
ESCAPED = re.compile("_x00([01][0-9A-Fa-f])_")


@dataclass(frozen=True)
class Unusable:
    """A cell that holds no text, number or day; `why` in the reader's language."""

    why: str


def formula():
    return Unusable(gettext("This is a formula. Copy the column and insert it as values."))


def error_value(text):
    return Unusable(gettext("This is an error of the spreadsheet program (%s). Correct or empty the cell.") % text)


class Sheet:
    def __init__(self, archive, sheet):
        self.archive, self.sheet = archive, sheet
        self.name = sheet.title

    @cached_property
    def marks(self):
        return archives.marks(self.archive, self.sheet._worksheet_path)

    def rows(self, last=None):
        """Each row as a list of values, the first one being row 1."""
        self.sheet.reset_dimensions()
        found = self.sheet.iter_rows(max_row=last)
        for number in count(1):
            with readable():
                row = next(found, None)
                values = row and [self.value(cell, number, position) for position, cell in enumerate(row, start=1)]
            if row is None:
                return
            yield list(values)

    def value(self, cell, row, column):
        if cell.value is None and (row, column) not in self.marks.formulas:
            return None
        if (row, column) in self.marks.formulas:
            return formula()
        if cell.data_type == "e":
            return error_value(cell.value)
        if isinstance(cell.value, str):
            return ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.value)
        return plain_value(cell)

    @property
    def merged(self):
        """(name, (first column, first row), (last column, last row)) of every merged range."""
        return self.marks.merged

    @property
    def hidden(self):
        return self.marks.hidden


def plain_value(cell):
    """Times become text, and so do numbers that are shown with leading zeros."""
    value = cell.value
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    return value if isinstance(value, bool | int | float | datetime) else str(value)


@contextmanager
def readable():
    """openpyxl meets a broken workbook with whatever comes up, and warns of what it leaves out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Unreadable:
        raise
    except Exception:
        raise archives.damaged() from None


def sheets(data):
    """The visible sheets in their order."""
    archive = archives.opened(BytesIO(data))
    with readable():
        workbook = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise Unreadable(gettext("The file has no visible sheet."))
    return [Sheet(archive, sheet) for sheet in visible[:MAX_SHEETS]]
