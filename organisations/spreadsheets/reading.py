"""An uploaded list as rows of text, or a refusal that says what is wrong and where. Nothing is calculated or run."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from . import text_files, workbooks
from .columns import COLUMNS, EXAMPLE_NAME, nearest_heading, of_heading, unusable
from .findings import Unreadable, at, letter, place
from .values import from_cell

MAX_FILE = 5 * 1024 * 1024  # bytes
MAX_ROWS = 10_000
MAX_COLUMNS = 100
HEADINGS_WITHIN = 20  # rows
TOLD = 20  # findings at once
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = (
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL), "PNG, JPEG, GIF, WebP"),
    (re.compile(rb"\s*(<!doctype html|<html|<table)", re.I), "HTML"),
    (re.compile(rb"\s*<\?xml"), "XML"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"PK|Rar!|7z\xbc\xaf|\x1f\x8b"), "ZIP, RAR, 7z, gzip"),
)


@dataclass
class Listing:
    """What was read: `rows` as (number in the sheet, {code of the column: text}).

    `unknown` are headings that nobody knows as [letter, heading, nearest known one]; `remarks` are for the reader.
    """

    sheet: str
    codes: list
    unknown: list
    rows: list
    remarks: list = field(default_factory=list)


def read(data):
    """Raises Unreadable."""
    if len(data) > MAX_FILE:
        raise Unreadable(gettext("The file is larger than 5 MB. A list of this portal is much smaller."))
    refuse_foreign(data)
    if data.startswith(ZIP):
        return read_workbook(data)
    text, encoding = text_files.decoded(data)
    table = Table.of(text_files.sheet(text))
    listing = table.listing()
    if encoding == "cp1252":
        listing.remarks.append(gettext("The file is not in UTF-8. It was read as Windows-1252; look at ä, ö, ü and ß."))
    return listing


def refuse_foreign(data):
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable(gettext("The file is empty."))
    if data.startswith(OLE):
        raise old_workbook(data)
    if data.startswith(ZIP):
        return
    for signature, name in FOREIGN:
        if signature.match(data):
            raise Unreadable(gettext("This file is not a spreadsheet (.xlsx or .csv), whatever its name: %s.") % name)


def old_workbook(data):
    """The container of old Excel files is also that of new ones with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable(gettext("The file is protected by a password. Please save it without."))
    return Unreadable(gettext("This is an old Excel file (.xls). Please save the list as .xlsx or .csv."))


def read_workbook(data):
    """The first visible sheet with the right headings."""
    tables = []
    for sheet in workbooks.sheets(data):
        tables.append(Table.of(sheet))
        if tables[-1].is_right:
            break
    table = next((one for one in tables if one.is_right), tables[0])
    listing = table.listing()
    if len(tables) > 1:
        listing.remarks.append(gettext("The sheet “%s” was read.") % table.sheet.name)
    return listing


class Table:
    """A sheet whose row of headings was found."""

    def __init__(self, sheet, row, headings):
        self.sheet, self.row, self.headings = sheet, row, headings
        self.columns = {position: known for position, text in headings.items() if (known := of_heading(text))}
        self.unnamed = set()

    @classmethod
    def of(cls, sheet):
        """The row among the first with the most known headings; where none is known, the first with any text."""
        rows = [cls(sheet, number, texts(row)) for number, row in enumerate(sheet.rows(HEADINGS_WITHIN), start=1)]
        return max((one for one in rows if one.headings), key=lambda one: len(one.columns), default=cls(sheet, 1, {}))

    @property
    def codes(self):
        return [column.code for column in self.columns.values()]

    @property
    def is_right(self):
        return bool({"name", "uuid"} & set(self.codes))

    def listing(self):
        self.check_headings()
        self.check_merged()
        rows = self.read_rows()
        if not rows:
            raise Unreadable(at(gettext("There is no row below the headings."), self.sheet.name))
        return Listing(self.sheet.name, self.codes, self.unknown(), rows, self.remarks(rows))

    def check_headings(self):
        if not self.headings:
            raise Unreadable(at(gettext("There is nothing in it."), self.sheet.name))
        if not self.is_right:
            raise Unreadable(*self.wrong_headings())
        if max(self.headings) > MAX_COLUMNS:
            wrong = gettext("There are more than %s columns.") % MAX_COLUMNS
            raise Unreadable(at(wrong, self.sheet.name, self.row, max(self.headings)))
        if twice := list(self.twice()):
            raise Unreadable(*twice)

    def wrong_headings(self):
        missing = gettext("No column with the heading “%s” was found in the first rows. The template has all headings.")
        yield at(missing % COLUMNS["name"].heading, self.sheet.name, self.row)
        for column, heading, guess in self.unknown()[:TOLD]:
            wrong = gettext("The heading “%s” is not known.") % heading
            wrong += " " + gettext("Do you mean “%s”?") % guess if guess else ""
            yield f"{place(self.sheet.name, self.row)}, {gettext('column %s') % column}: {wrong}"

    def twice(self):
        """What stands over two columns that mean the same."""
        first = {}
        for position, column in self.columns.items():
            if (before := first.setdefault(column.code, position)) != position:
                pair = [f"{letter(one)} ({self.headings[one]})" for one in (before, position)]
                wrong = gettext("The columns %(one)s and %(other)s both mean “%(heading)s”. Keep one of them.")
                wrong %= {"one": pair[0], "other": pair[1], "heading": column.heading}
                yield at(wrong, self.sheet.name, self.row)

    def check_merged(self):
        """A title above the headings may be merged; below, nobody can know to which rows the text belongs."""
        wrong = [
            at(gettext("The cells %s are merged. Undo that, so that each row has its own text.") % name, *where)
            for name, (left, top), (right, bottom) in self.sheet.merged
            if bottom >= self.row and any(left <= position <= right for position in self.columns)
            for where in [(self.sheet.name, top, left, self.headings.get(left, ""))]
        ]
        if wrong:
            raise Unreadable(*wrong[:TOLD])

    def read_rows(self):
        rows, wrong = [], []
        for number, values in enumerate(self.sheet.rows(), start=1):
            if number <= self.row or all(value is None for value in values):
                continue
            cells = {column.code: text for column, text in self.cells(number, values, wrong)}
            if cells and cells.get("name") != EXAMPLE_NAME:
                rows.append((number, cells))
            if len(rows) > MAX_ROWS:
                raise Unreadable(at(gettext("There are more than 10,000 rows."), self.sheet.name, number))
            if len(wrong) >= TOLD:
                break
        if wrong:
            raise Unreadable(*wrong)
        return rows

    def cells(self, number, values, wrong):
        """(column, text) of each cell that is not empty; what cannot be read is added to `wrong`."""
        for position, value in enumerate(values, start=1):
            if value is None or (column := self.columns.get(position)) is None:
                self.note_unnamed(position, value)
                continue
            spoilt = isinstance(value, workbooks.Unusable)
            text = "" if spoilt else column.tidy(from_cell(value, column.way))
            if why := value.why if spoilt else unusable(text):
                wrong.append(at(why, self.sheet.name, number, position, self.headings[position]))
            elif text:
                yield column, text

    def note_unnamed(self, position, value):
        if value not in (None, "") and position not in self.headings:
            self.unnamed.add(position)

    def unknown(self):
        named = [
            [letter(position), text, nearest_heading(text)]
            for position, text in self.headings.items()
            if position not in self.columns
        ]
        return named + [[letter(position), "", ""] for position in sorted(self.unnamed)]

    def remarks(self, rows):
        hidden = [str(number) for number, _cells in rows if number in self.sheet.hidden]
        if not hidden:
            return []
        told = ngettext(
            "%(count)s hidden row was read, too: %(rows)s",
            "%(count)s hidden rows were read, too: %(rows)s",
            len(hidden),
        )
        return [told % {"count": len(hidden), "rows": ", ".join(hidden[:TOLD]) + (" …" if hidden[TOLD:] else "")}]


def texts(row):
    """{position from 1: text} of what may be headings."""
    found = {position: " ".join(value.split()) for position, value in enumerate(row, start=1) if isinstance(value, str)}
    return {position: text for position, text in found.items() if text}
