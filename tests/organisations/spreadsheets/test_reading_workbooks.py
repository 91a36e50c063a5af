"""Workbooks as offices have them, and those that nobody should open."""

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Protection

from organisations.spreadsheets import archives
from organisations.spreadsheets.findings import Unreadable
from tests.organisations.spreadsheets.files import SHEET, read, refused, repacked, saved, workbook, xlsx

PLAIN = xlsx(["Name", "PLZ", "Stand"], ["Alpha", 64283, date(2026, 1, 31)], ["Beta", "64285"])


def read_rows(*rows):
    return read(xlsx(*rows)).rows


def test_a_plain_list_is_read():
    listing = read(xlsx(["Vereinsname", "e-mail", "Farbe"], ["Alpha", "a@alpha.example", "rot"], [], ["Beta"]))
    assert (listing.sheet, listing.codes) == ("Liste", ["name", "contact_email"])
    assert listing.rows == [(2, {"name": "Alpha", "contact_email": "a@alpha.example"}), (4, {"name": "Beta"})]
    assert (listing.unknown, listing.remarks) == ([["C", "Farbe", ""]], [])


def test_a_title_above_the_headings_is_no_hindrance():
    book = workbook(["Unsere Vereine"], [], ["Stand: heute", "nicht weitergeben"], ["Name *", "PLZ"], ["Alpha", 64283])
    book.active.merge_cells("A1:D1")
    assert read(saved(book)).rows == [(5, {"name": "Alpha", "postcode": "64283"})]


@pytest.mark.parametrize(
    "value, text",
    [
        (6151123456, "06151123456"),
        (4961511234567, "+4961511234567"),
        (133581, "133581"),
        ("0049 6151 1", "0049 6151 1"),
    ],
)
def test_telephone_numbers_that_became_numbers_get_back_what_they_lost(value, text):
    assert read_rows(["Name", "Telefon"], ["Alpha", value]) == [(2, {"name": "Alpha", "contact_phone": text})]


@pytest.mark.parametrize("value, text", [(64283, "64283"), (64283.0, "64283"), (1067, "01067"), ("01067", "01067")])
def test_postcodes_keep_their_five_digits(value, text):
    assert read_rows(["Name", "PLZ"], ["Alpha", value]) == [(2, {"name": "Alpha", "postcode": text})]


def test_numbers_are_read_with_the_zeros_that_are_shown():
    book = workbook(["Name", "Registernummer"], ["Alpha", 7])
    book.active["B2"].number_format = "0000"
    assert read(saved(book)).rows == [(2, {"name": "Alpha", "register_number": "0007"})]


@pytest.mark.parametrize(
    "value, text",
    [
        (date(2026, 1, 31), "31.01.2026"),
        (datetime(2026, 1, 31, 12, 30), "31.01.2026"),
        (46053, "46053"),
        ("31.1.26", "31.1.26"),
    ],
)
def test_days_are_read_as_written(value, text):
    assert read_rows(["Name", "Einwilligung am"], ["Alpha", value]) == [(2, {"name": "Alpha", "consent_on": text})]


def test_days_of_a_workbook_that_counts_from_1904_are_the_same():
    book = workbook(["Name", "Einwilligung am"], ["Alpha", date(2026, 1, 31)])
    book.epoch = datetime(1904, 1, 1)
    assert read(saved(book)).rows == [(2, {"name": "Alpha", "consent_on": "31.01.2026"})]


@pytest.mark.parametrize(
    "value, text",
    [(True, "ja"), (False, "nein"), (3.5, "3.5"), (datetime(2026, 1, 31, 12, 30), "31.01.2026 12:30")],
)
def test_other_values_become_text(value, text):
    assert read_rows(["Name", "Räume"], ["Alpha", value]) == [(2, {"name": "Alpha", "rooms": text})]
    assert read_rows(["Name", "Räume"], ["Alpha", time(18, 30)]) == [(2, {"name": "Alpha", "rooms": "18:30:00"})]


def test_the_first_visible_sheet_with_right_headings_is_read_and_named():
    book = workbook(["Notizen"], ["gestern"], title="Notizen")
    book.create_sheet("Alt").append(["Name"])
    book["Alt"].append(["Verborgen"])
    book["Alt"].sheet_state = "hidden"
    book.create_sheet("Vereine").append(["Name"])
    book["Vereine"].append(["Alpha"])
    listing = read(saved(book))
    assert (listing.sheet, listing.rows) == ("Vereine", [(2, {"name": "Alpha"})])
    assert listing.remarks == ["The sheet “Vereine” was read."]


def test_hidden_rows_are_read_and_named():
    book = workbook(["Name"], ["Alpha"], ["Beta"], ["Gamma"])
    book.active.row_dimensions[3].hidden = True
    listing = read(saved(book))
    assert [number for number, _cells in listing.rows] == [2, 3, 4]
    assert listing.remarks == ["1 hidden row was read, too: 3"]


def test_formatted_but_empty_rows_and_columns_do_not_count():
    book = workbook(["Name"], ["Alpha"])
    book.active.cell(1_048_576, 1).protection = Protection(locked=False)
    book.active.cell(2, 16_384).protection = Protection(locked=False)
    assert read(saved(book)).rows == [(2, {"name": "Alpha"})]


def test_text_without_a_heading_is_pointed_out():
    assert read(xlsx(["Name"], ["Alpha", "", "verloren"])).unknown == [["C", "", ""]]


# What is refused, and where


def test_wrong_headings_are_named_with_what_may_be_meant():
    assert refused(xlsx(["Bezeichner", "Telefn"], ["Alpha", "1"])) == [
        "Sheet “Liste”, row 1: No column with the heading “Name” was found in the first rows."
        " The template has all headings.",
        "Sheet “Liste”, row 1, column A: The heading “Bezeichner” is not known. Do you mean “Name”?",
        "Sheet “Liste”, row 1, column B: The heading “Telefn” is not known. Do you mean “Kontakt: Telefon”?",
    ]


def test_two_columns_that_mean_the_same_are_both_named():
    assert refused(xlsx(["Name", "Tel.", "Telefonnummer"], ["Alpha", "1", "2"])) == [
        "Sheet “Liste”, row 1: The columns B (Tel.) and C (Telefonnummer) both mean “Kontakt: Telefon”."
        " Keep one of them."
    ]


def test_merged_cells_are_named():
    book = workbook(["Name", "PLZ", "Farbe"], ["Alpha", "64283"], ["Beta"])
    book.active.merge_cells("B2:B3")
    book.active.merge_cells("C2:D3")
    assert refused(saved(book)) == [
        "Sheet “Liste”, row 2, column B (PLZ): The cells B2:B3 are merged."
        " Undo that, so that each row has its own text."
    ]


def test_merged_headings_are_named():
    book = workbook(["Name", "Telefon"], ["Alpha", "1"])
    book.active.merge_cells("B1:C1")
    assert refused(saved(book))[0].startswith("Sheet “Liste”, row 1, column B (Telefon): The cells B1:C1 are merged.")


def test_formulas_are_named_and_never_calculated():
    """Neither the formula nor the value that the program kept of it is taken."""
    data = xlsx(["Name", "PLZ", "Farbe"], ["Alpha", "=64000+283", "=1"], ['=HYPERLINK("http://evil.example")', 1])
    why = "This is a formula. Copy the column and insert it as values."
    expected = [f"Sheet “Liste”, row 2, column B (PLZ): {why}", f"Sheet “Liste”, row 3, column A (Name): {why}"]
    assert refused(data) == expected
    with_value = repacked(
        data, **{SHEET: lambda xml: xml.replace(b"<v />", b"<v>64283</v>").replace(b"<v/>", b"<v>1</v>")}
    )
    assert refused(with_value) == expected


def test_errors_of_the_program_are_named():
    assert refused(xlsx(["Name", "PLZ"], ["Alpha", "#REF!"])) == [
        "Sheet “Liste”, row 2, column B (PLZ): This is an error of the spreadsheet program (#REF!)."
        " Correct or empty the cell."
    ]


def test_a_day_beyond_the_calendar_is_an_error_of_the_cell():
    book = workbook(["Name", "Einwilligung am"], ["Alpha", 1e9])
    book.active["B2"].number_format = "DD.MM.YYYY"
    assert refused(saved(book))[0].startswith("Sheet “Liste”, row 2, column B (Einwilligung am):")


def test_at_most_twenty_findings_are_told_at_once():
    assert len(refused(xlsx(["Name"], *[[f"={number}"] for number in range(60)]))) == 20


def test_a_hundred_thousand_rows_are_too_many():
    data = xlsx(["Name"], *([f"V{number}"] for number in range(100_000)))
    assert refused(data) == ["Sheet “Liste”, row 10002: There are more than 10,000 rows."]


def test_more_than_a_hundred_columns_are_too_many():
    assert refused(xlsx(["Name", *(f"Farbe {number}" for number in range(120))], ["Alpha"])) == [
        "Sheet “Liste”, row 1, column DQ: There are more than 100 columns."
    ]


def test_nothing_below_the_headings_is_said():
    assert refused(xlsx(["Name"])) == ["Sheet “Liste”: There is no row below the headings."]
    assert refused(xlsx()) == ["Sheet “Liste”: There is nothing in it."]


def test_characters_that_cannot_be_shown_are_named():
    data = xlsx(["Name"], ["Al_x0007_pha"])
    assert refused(data) == ["Sheet “Liste”, row 2, column A (Name): The text holds characters that cannot be shown."]


def test_line_ends_of_other_programs_are_line_ends():
    assert read_rows(["Name", "Text"], ["Alpha", "eins_x000D_\nzwei"])[0][1]["description"] == "eins\nzwei"


# Archives that are weapons


def archive(**parts):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return file.getvalue()


LARGE = "Unpacked, this file is far too large for a list. Nothing was read."
DAMAGED = "The file is damaged and cannot be opened. Open it, save it anew and try again."


def test_a_zip_bomb_is_not_unpacked():
    bomb = repacked(xlsx(["Name"], ["Alpha"]), **{SHEET: lambda xml: xml + b" " * (archives.MAX_UNPACKED + 1)})
    assert len(bomb) < 200_000
    assert refused(bomb) == [LARGE]


def test_all_parts_together_are_measured(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 5_000)
    assert refused(PLAIN) == [LARGE]


def test_a_part_that_shrank_beyond_belief_is_not_unpacked():
    assert refused(repacked(xlsx(["Name"]), **{SHEET: lambda xml: xml + b" " * 3_000_000})) == [LARGE]


def test_a_bomb_whose_directory_lies_gives_no_more_than_it_says():
    bomb = bytearray(repacked(xlsx(["Name"], ["Alpha"]), **{SHEET: lambda xml: xml + b" " * 50_000_000}))
    with ZipFile(BytesIO(bomb)) as found:
        size = found.getinfo(SHEET).file_size.to_bytes(4, "little")
    assert bomb.count(size) == 2, "in front of the part and in the directory"
    assert refused(bytes(bomb.replace(size, (2_000).to_bytes(4, "little")))) == [DAMAGED]


def test_a_bomb_of_very_many_parts_is_not_unpacked():
    parts = {f"xl/{number}.xml": "<x/>" for number in range(archives.MAX_PARTS + 1)}
    assert refused(archive(**{"[Content_Types].xml": "<x/>", **parts})) == [LARGE]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/pictures.png"])
def test_entities_are_never_declared(part):
    """Each would grow without bound, or read a file of the server."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><x>&b;</x>'
    data = xlsx(["Name"], ["Alpha"])
    if part.endswith("png"):
        with BytesIO(data) as file, ZipFile(file, "a") as target:
            target.writestr(part, laughs)
            target.close()
            data = file.getvalue()
    data = repacked(data, **{part: lambda _former: laughs})
    assert refused(data) == ["The file holds declarations that no spreadsheet needs, so it was not opened."]


def test_a_sheet_of_millions_of_cells_is_left_alone(monkeypatch):
    monkeypatch.setattr(archives, "MAX_CELLS", 5)
    assert refused(xlsx(["Name"], *[["Alpha"]] * 5)) == [LARGE]


def test_damaged_files_are_said_to_be():
    data = xlsx(["Name"], ["Alpha"])
    assert refused(data[:-40]) == [DAMAGED]
    assert refused(repacked(data, **{SHEET: lambda xml: xml[:-30]})) == [DAMAGED]
    assert refused(repacked(data, **{SHEET: lambda xml: xml.replace(b'r="A2"', b'r="2A"')})) == [DAMAGED]
    assert refused(repacked(data, **{"xl/workbook.xml": lambda xml: b""})) == [DAMAGED]


@settings(max_examples=300)
@given(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]), st.data())
def test_any_damage_is_read_over_or_said(part, data):
    """A few bytes of a part are others, or gone."""

    def damage(xml):
        at, length = data.draw(st.integers(0, len(xml))), data.draw(st.integers(0, 12))
        return xml[:at] + data.draw(st.binary(max_size=8) | st.just(b'999"')) + xml[at + length :]

    try:
        assert read(repacked(PLAIN, **{part: damage})).rows
    except Unreadable as unreadable:
        assert all(isinstance(message, str) for message in unreadable.messages)
