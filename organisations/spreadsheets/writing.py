"""Entries as a spreadsheet that every program opens right, and that comes back through the import without a change.

What an entry keeps internal, and contacts that are not public, are in no export. Text is never a formula: a workbook
says that its cells are text, and a text file has an apostrophe before whatever might be one.
"""

import csv
from io import BytesIO

from django.db.models import Prefetch
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..models import Contact
from .columns import COLUMNS, DATE, EXAMPLE_NAME
from .rows import Draft, with_all
from .text_files import guarded
from .values import Choice, Lists, YesNo

CHUNK = 500
SHEET, NOTES = "Organisationen", "Hinweise"
DAY_FORMAT = "DD.MM.YYYY"
TEXT_FORMAT = "@"
FIRST_YEAR = 1900  # of a workbook's calendar
LONGEST_CHOICE = 250  # characters that a workbook takes for a list to choose from
EXAMPLE_ROWS = 1_000
NOTES_HEAD = ("Überschrift", "Pflicht", "Was in die Spalte gehört", "Möglich ist", "Höchstens Zeichen")
NOTES_TEXT = (
    "Die Reihenfolge der Spalten ist beliebig, und Spalten dürfen fehlen. Nur der Name muss da sein.",
    "Eine leere Zelle lässt stehen, was im Eintrag steht. Ein Strich (–) allein löscht es.",
    "Formeln und verbundene Zellen werden nicht eingelesen.",
    "Übersetzungen stehen nicht in der Liste; sie bleiben, wie sie sind.",
)


def entries(queryset):
    """(organisation, its first public contact) one after the other, however many there are."""
    public = Prefetch("contacts", Contact.objects.public(), to_attr="public_contacts")
    for entry in with_all(queryset).prefetch_related(public).iterator(chunk_size=CHUNK):
        yield entry, (entry.public_contacts or [None])[0]


def values(entry, contact):
    """The value of each column."""
    draft = Draft(entry, contact)
    return [(column, draft.value(column)) for column in COLUMNS.values()]


def written(column, value):
    return "" if value is None else column.written(value)


def as_csv(queryset):
    """The lines as bytes, one after the other: UTF-8 with a mark, semicolons, as German programs expect."""
    writer = csv.writer(Line(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff".encode() + writer.writerow([column.heading for column in COLUMNS.values()])
    for entry, contact in entries(queryset):
        yield writer.writerow([guarded(written(*pair)) for pair in values(entry, contact)])


class Line:
    """What the csv module writes to, which gives each line back."""

    def write(self, text):
        return text.encode()


def as_xlsx(queryset):
    """The workbook as bytes."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SHEET)
    set_up(sheet)
    sheet.append([heading(sheet, column) for column in COLUMNS.values()])
    for entry, contact in entries(queryset):
        sheet.append([cell(sheet, *pair) for pair in values(entry, contact)])
    return saved(workbook)


def saved(workbook):
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def set_up(sheet):
    sheet.freeze_panes = "A2"
    for position, column in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.way.width


def heading(sheet, column):
    found = text_cell(sheet, f"{column.heading} *" if column.required else column.heading)
    found.font = Font(bold=True)
    return found


def text_cell(sheet, text):
    """Said to be text, because "=1+1" would be a formula otherwise."""
    found = WriteOnlyCell(sheet, text)
    found.data_type = "s"
    return found


def cell(sheet, column, value):
    if column.way is DATE and value and value.year >= FIRST_YEAR:
        found = WriteOnlyCell(sheet, value)
        found.number_format = DAY_FORMAT
        return found
    text = written(column, value)
    if column.code == "founded" and text:
        return int(text)
    return text_cell(sheet, text) if text else None


# The template


def template():
    """A workbook to fill in, with an example that is not read, and a second sheet that explains each column."""
    workbook = Workbook()
    fill_in(workbook.active)
    explain(workbook.create_sheet(NOTES), Lists.gather())
    return saved(workbook)


def fill_in(sheet):
    sheet.title = SHEET
    set_up(sheet)
    sheet.append([heading(sheet, column) for column in COLUMNS.values()])
    sheet.append([text_cell(sheet, column.example) if column.example else None for column in COLUMNS.values()])
    for position, column in enumerate(COLUMNS.values(), start=1):
        where = get_column_letter(position)
        if column.way is not DATE:
            # So that a postcode or telephone number keeps its first zero.
            sheet.column_dimensions[where].number_format = TEXT_FORMAT
        offer_choice(sheet, column, where)


def offer_choice(sheet, column, where):
    if isinstance(column.way, Choice | YesNo) and len(choice := ",".join(column.way.allowed(None))) < LONGEST_CHOICE:
        validation = DataValidation("list", formula1=f'"{choice}"', allow_blank=True, showErrorMessage=False)
        validation.add(f"{where}2:{where}{EXAMPLE_ROWS}")
        sheet.add_data_validation(validation)


def explain(sheet, lists):
    for text in (*NOTES_TEXT, f"Die Zeile „{EXAMPLE_NAME}“ ist ein Beispiel."):
        sheet.append([text])
    sheet.append([])
    sheet.append(NOTES_HEAD)
    for one in sheet[sheet.max_row]:
        one.font = Font(bold=True)
    for column in COLUMNS.values():
        allowed = "; ".join(column.way.allowed(lists))
        needed = "ja" if column.required else ""
        sheet.append([column.heading, needed, column.explanation, allowed, column.max_length])
    for where, width in zip("ABCDE", (28, 8, 60, 80, 18), strict=True):
        sheet.column_dimensions[where].width = width
    for row in sheet.iter_rows(min_row=len(NOTES_TEXT) + 3):
        for one in row:
            one.alignment = Alignment(wrap_text=True, vertical="top")
