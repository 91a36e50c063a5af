"""Lists as somebody may upload them, made in the test."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import translation
from openpyxl import Workbook

from organisations.models import SpreadsheetRow
from organisations.spreadsheets import checking, importing, reading
from organisations.spreadsheets.findings import Unreadable

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows, title="Liste"):
    """An openpyxl workbook with one sheet, to be changed further."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx(*rows, **options):
    return saved(workbook(*rows, **options))


def csv(*rows, encoding="utf-8", separator=";"):
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)


def repacked(data, **parts):
    """The archive with some parts changed: {name: function of the former bytes}."""
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(changed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, lambda former: former)(source.read(name)))
    return changed.getvalue()


def uploaded(data, name="liste.xlsx"):
    file = BytesIO(data)
    file.name = name
    return file


def read(data):
    """In English, which needs no translation."""
    with translation.override("en"):
        return reading.read(data)


def refused(data):
    """Why the file is refused."""
    try:
        found = read(data)
    except Unreadable as unreadable:
        return unreadable.messages
    raise AssertionError(f"It was read: {found}")


def checked(*rows, user=None, language="en"):
    """A list with these rows, checked; the first one has the headings."""
    run = importing.start(uploaded(xlsx(*rows)), user, language)
    checking.check(run.pk)
    run.refresh_from_db()
    return run


def row_of(run, number=2):
    return SpreadsheetRow.objects.get(run=run, number=number)


def outcomes(run):
    return list(run.rows.values_list("number", "outcome"))
