"""Files that are no list, whatever their name, and lists as text."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.spreadsheets import text_files
from organisations.spreadsheets.columns import COLUMNS, CONTROL, MAX_CELL
from organisations.spreadsheets.findings import Unreadable
from tests.factories import make_picture
from tests.organisations.spreadsheets.files import csv, read, refused, xlsx


def zipped(**parts):
    file = BytesIO()
    with ZipFile(file, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
FOREIGN = "This file is not a spreadsheet (.xlsx or .csv), whatever its name: %s."
PASSWORD = "The file is protected by a password. Please save it without."
NO_SHEET = "This file is a ZIP archive or a text document, not a spreadsheet (.xlsx or .csv)."


@pytest.mark.parametrize(
    "data, why",
    [
        (b"%PDF-1.7\n%...", FOREIGN % "PDF"),
        (make_picture().read(), FOREIGN % "PNG, JPEG, GIF, WebP"),
        (b"\xff\xd8\xff\xe0abc", FOREIGN % "PNG, JPEG, GIF, WebP"),
        (b"\n<!DOCTYPE html><table><tr><td>Name", FOREIGN % "HTML"),
        (b"<table><tr><td>Name</td></tr></table>", FOREIGN % "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', FOREIGN % "XML"),
        (b"{\\rtf1 Name}", FOREIGN % "RTF"),
        (b"Rar!\x1a\x07\x00", FOREIGN % "ZIP, RAR, 7z, gzip"),
        (OLE, "This is an old Excel file (.xls). Please save the list as .xlsx or .csv."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="x"),
            "This is an OpenDocument file (.ods). Please save the list as .xlsx or .csv.",
        ),
        (
            zipped(**{"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}),
            "This is a binary workbook (.xlsb). Please save the list as .xlsx or .csv.",
        ),
        (zipped(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), NO_SHEET),
        (zipped(**{"bild.png": "x"}), NO_SHEET),
        (b"", "The file is empty."),
        (b"\r\n  \n", "The file is empty."),
        (bytes(range(256)) * 20, "This file is not a spreadsheet (.xlsx or .csv), whatever its name."),
        (b"x" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB. A list of this portal is much smaller."),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, why):
    assert refused(data) == [why]


def test_a_protected_zip_archive_is_refused():
    data = bytearray(xlsx(["Name"], ["Alpha"]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + offset] |= 1
    assert refused(bytes(data)) == [PASSWORD]


# Text


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_usual_encodings_and_with_usual_separators(encoding, separator):
    data = csv(["Name", "PLZ"], ["Bücherstube Süd", "64283"], encoding=encoding, separator=separator)
    listing = read(data)
    assert (listing.sheet, listing.rows) == ("", [(2, {"name": "Bücherstube Süd", "postcode": "64283"})])
    guess = ["The file is not in UTF-8. It was read as Windows-1252; look at ä, ö, ü and ß."]
    assert listing.remarks == (guess if encoding == "cp1252" else [])


def test_text_in_other_scripts_is_read_by_its_mark():
    """Such letters have no zero among their bytes."""
    data = csv(["Name", "Text"], ["نور", "جمعية " * 200], encoding="utf-16")
    assert read(data).rows == [(2, {"name": "نور", "description": ("جمعية " * 200).strip()})]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_line_that_names_the_separator_is_no_row(mark):
    assert read(mark + b"sep=,\r\nName,PLZ\r\nAlpha,64283").rows == [(2, {"name": "Alpha", "postcode": "64283"})]


def test_an_unknown_encoding_is_refused():
    assert refused("Name\nBücher".encode("cp437").replace(b"B", b"B\x81")) == [
        "The letters of this file are in an unknown encoding. Please save it as “CSV UTF-8” or .xlsx."
    ]


def test_quoted_text_keeps_separators_quotation_marks_and_lines():
    data = b'sep=;\r\nName;Text\r\n"Alpha ""Nord""; e.V.";"eins\r\nzwei"\r\n\r\nBeta;\r\n'
    assert read(data).rows == [
        (2, {"name": 'Alpha "Nord"; e.V.', "description": "eins\nzwei"}),
        (4, {"name": "Beta"}),
    ]


def test_quotation_marks_that_do_not_fit_are_refused_instead_of_swallowing_rows():
    why = "The quotation marks do not fit together, or a cell is far too long."
    assert refused(b'Name;PLZ\nAlpha;1\n"Beta;2\nGamma;3\n') == [f"Row 3: {why}"]
    assert refused(b'Name;PLZ\n"Alpha" e.V.;1\n') == [f"Row 2: {why}"]


def test_formulas_and_errors_in_text_are_named():
    why = "This is a formula. Copy the column and insert it as values."
    error = "This is an error of the spreadsheet program (%s). Correct or empty the cell."
    assert refused(b"Name;PLZ\nAlpha;=1+1\n#NV;#BEZUG!\n") == [
        f"Row 2, column B (PLZ): {why}",
        f"Row 3, column A (Name): {error % '#NV'}",
        f"Row 3, column B (PLZ): {error % '#BEZUG!'}",
    ]


def test_null_bytes_and_control_characters_are_named():
    wrong = "The text holds characters that cannot be shown."
    data = "Name;Ort\nAlpha\0;Darm\x07stadt\n\x9fBeta;x".encode()
    assert refused(data) == [
        f"Row 2, column A (Name): {wrong}",
        f"Row 2, column B (Ort): {wrong}",
        f"Row 3, column A (Name): {wrong}",
    ]


def test_a_cell_that_no_program_could_hold_is_named():
    assert read(f"Name;Text\nAlpha;{'x' * MAX_CELL}".encode()).rows[0][1]["description"] == "x" * MAX_CELL
    assert refused(f"Name;Text\nAlpha;{'x' * (MAX_CELL + 1)}".encode()) == [
        "Row 2, column B (Beschreibung): The text is longer than 32,767 characters.".replace("Beschreibung", "Text")
    ]


def test_a_hundred_thousand_rows_of_text_are_too_many():
    assert refused(csv(["Name"], *([f"V{number}"] for number in range(100_000)))) == [
        "Row 10002: There are more than 10,000 rows."
    ]


def test_the_example_of_the_template_is_not_read():
    example = COLUMNS["name"].example
    assert read(csv(["Name"], [example], ["Alpha"])).rows == [(3, {"name": "Alpha"})]
    assert refused(csv(["Name"], [example])) == ["There is no row below the headings."]


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 6151", "-5", "@SUM(A1)", " =1", "'=1", "''+1", "＝1", "\t=1", "'", "-", "x=1"]
)
def test_what_a_program_may_take_for_a_formula_is_guarded_and_comes_back(text):
    guarded = text_files.guarded(text)
    assert guarded[:1] not in ("=", "+", "-", "@", " ", "\t", "＝")
    assert text_files.unguarded(guarded) == text


def test_an_apostrophe_that_guards_nothing_stays():
    assert [text_files.guarded(text) for text in ("'s Häusje", "Alpha")] == ["'s Häusje", "Alpha"]
    assert text_files.unguarded("'s Häusje") == "'s Häusje"


@given(st.text())
def test_any_text_comes_back_from_its_guard(text):
    assert text_files.unguarded(text_files.guarded(text)) == text


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", b"Name;Ort\n", b"\xff\xfe", b"PK\x03\x04"):
        try:
            assert read(start + data).rows
        except Unreadable as unreadable:
            assert all(isinstance(message, str) for message in unreadable.messages)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_nasty_texts_are_read_from_a_workbook_as_they_stand_or_refused_by_name(texts):
    allowed = [text for text in texts if not CONTROL.search(text) and COLUMNS["name"].tidy(text)]
    writable = [[text] for text in allowed if not text.startswith(("=", "#")) and "_x00" not in text]
    if writable:
        expected = [COLUMNS["name"].tidy(text) for (text,) in writable]
        assert [cells["name"] for _number, cells in read(xlsx(["Name"], *writable)).rows] == expected
