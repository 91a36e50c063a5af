"""What is looked at before a workbook is opened: it is a ZIP archive of XML, and either can be a weapon.

A part never gives more bytes than the archive's directory says, because zipfile stops there; so what the directory
says is a true bound even where it lies. No part may declare entities, so none can grow either.
"""

import re
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext

from .findings import Unreadable

MAX_UNPACKED = 100 * 1024 * 1024  # bytes
MAX_RATIO = 200  # real lists stay below 50
MIN_SUSPICIOUS = 1024 * 1024  # bytes; a small part may consist of spaces
MAX_PARTS = 2_000
MAX_CELLS = 2_000_000
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def opened(file):
    """The archive, if it is a workbook that can be opened safely."""
    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError, ValueError):
        raise damaged() from None
    check_kind(archive)
    check_size(archive)
    for part in archive.namelist():
        check_part(archive, part)
    return archive


def damaged():
    return Unreadable(gettext("The file is damaged and cannot be opened. Open it, save it anew and try again."))


def too_large():
    return Unreadable(gettext("Unpacked, this file is far too large for a list. Nothing was read."))


def check_kind(archive):
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
        raise Unreadable(gettext("This is an OpenDocument file (.ods). Please save the list as .xlsx or .csv."))
    if "xl/workbook.bin" in names:
        raise Unreadable(gettext("This is a binary workbook (.xlsb). Please save the list as .xlsx or .csv."))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable(gettext("This file is a ZIP archive or a text document, not a spreadsheet (.xlsx or .csv)."))


def check_size(archive):
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(gettext("The file is protected by a password. Please save it without."))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large()
    for part in parts:
        if part.file_size > MIN_SUSPICIOUS and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise too_large()


def check_part(archive, part):
    """Whatever its name, since a workbook says by itself which part is what; a picture ends at its first byte."""
    with suppress(expat.ExpatError):
        parse(archive, part)


def parse(archive, part, **handlers):
    """Runs a parser over a part that may hold XML elements and text, but no declarations."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_declaration
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        with archive.open(part) as source:
            parser.ParseFile(source)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError):
        raise damaged() from None


def refuse_declaration(*_declared):
    raise Unreadable(gettext("The file holds declarations that no spreadsheet needs, so it was not opened."))


@dataclass
class Marks:
    """What a sheet has besides values: (row, column) of formulas, merged ranges, hidden rows; counted from 1."""

    formulas: set = field(default_factory=set)
    merged: list = field(default_factory=list)
    hidden: set = field(default_factory=set)
    row: int = 0
    column: int = 0
    cells: int = 0

    def begin(self, name, attributes):
        if handler := self.HANDLERS.get(name.rpartition(" ")[2]):
            handler(self, attributes)

    def begin_row(self, attributes):
        self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        if attributes.get("hidden") in ("1", "true"):
            self.hidden.add(self.row)

    def begin_cell(self, attributes):
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise too_large()
        named = RANGE.fullmatch(attributes.get("r", ""))
        self.column = number(named[1]) if named else self.column + 1

    def begin_formula(self, attributes):
        self.formulas.add((self.row, self.column))

    def begin_merge(self, attributes):
        if named := RANGE.fullmatch(attributes.get("ref", "")):
            first, last = (number(named[1]), int(named[2])), (number(named[3] or named[1]), int(named[4] or named[2]))
            self.merged.append((named[0], first, last))

    HANDLERS = {"row": begin_row, "c": begin_cell, "f": begin_formula, "mergeCell": begin_merge}


def number(letters):
    """The position of a column, from 1.

    >>> number("A"), number("AA")
    (1, 27)
    """
    position = 0
    for one in letters:
        position = position * 26 + ord(one) - ord("A") + 1
    return position


def marks(archive, part):
    found = Marks()
    try:
        parse(archive, part, StartElementHandler=found.begin)
    except (ValueError, expat.ExpatError):
        raise damaged() from None
    return found
