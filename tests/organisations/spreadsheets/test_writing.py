"""The export: every program opens it right, nothing internal is in it, and no text is a formula."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from organisations.models import InternalRecord, Organisation, Topic
from organisations.spreadsheets import reading, text_files, writing
from organisations.spreadsheets.columns import COLUMNS
from tests.factories import make_contact, make_organisation
from tests.organisations.spreadsheets.files import SHEET, checked

pytestmark = pytest.mark.django_db
HEADINGS = [column.heading for column in COLUMNS.values()]
FORMULAS = ["=1+1", "+49 1", "-5", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "#REF!", "'=1"]


def sheet(*entries):
    data = writing.as_xlsx(of(*entries))
    return load_workbook(BytesIO(data)).active


def of(*entries):
    return Organisation.objects.filter(pk__in=[entry.pk for entry in entries])


def cells(entry):
    """{code: cell} of its row."""
    found = list(sheet(entry).iter_rows(min_row=2))
    assert len(found) == 1
    return dict(zip(COLUMNS, found[0], strict=True))


def lines(*entries):
    data = b"".join(writing.as_csv(of(*entries)))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_workbook_has_german_headings_that_stay_in_sight():
    found = sheet()
    assert [cell.value for cell in found[1]] == [HEADINGS[0], "Name *", *HEADINGS[2:]]
    assert found.freeze_panes == "A2" and all(cell.font.bold for cell in found[1])
    assert found.column_dimensions["B"].width == COLUMNS["name"].way.width


def test_values_are_written_as_what_they_are():
    entry = make_organisation(
        index=False,
        postcode="01067",
        founded=1998,
        consent_on=date(2026, 1, 31),
        confirmed_on=None,
        step_free=False,
        topics=Topic.objects.filter(code__in=["sport", "women"]),
        social_links=["https://a.example", "https://b.example"],
    )
    found = cells(entry)
    assert (found["consent_on"].value, found["consent_on"].number_format) == (datetime(2026, 1, 31), "DD.MM.YYYY")
    assert (found["postcode"].value, found["postcode"].data_type) == ("01067", "s")
    assert (found["founded"].value, found["state"].value, found["kind"].value) == (1998, "veröffentlicht", "Verein")
    assert (found["step_free"].value, found["accessible_toilet"].value) == ("nein", None)
    assert found["topics"].value == "Frauen; Sport und Bewegung"
    assert found["social_links"].value == "https://a.example; https://b.example"
    assert (found["uuid"].value, found["confirmed_on"].value) == (str(entry.uuid), None)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_never_takes_text_for_a_formula(text):
    entry = make_organisation(index=False, name=text, summary=text)
    data = writing.as_xlsx(of(entry))
    with ZipFile(BytesIO(data)) as archive:
        xml = archive.read(SHEET).decode()
    assert "<f>" not in xml and 't="e"' not in xml
    assert reading.read(data).rows[0][1]["name"] == text


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_file_guards_what_might_be_a_formula(text):
    row = dict(zip(COLUMNS, lines(make_organisation(index=False, name=text))[1], strict=True))
    assert row["name"][0] not in "=+-@" and text_files.unguarded(row["name"]) == text


def test_text_that_a_workbook_cannot_hold_is_left_out_or_cut():
    entry = make_organisation(index=False, name="Al\x07pha", description="x" * 40_000)
    found = cells(entry)
    assert (found["name"].value, len(found["description"].value)) == ("Alpha", 32_767)


def test_a_day_before_the_calendar_of_workbooks_is_text():
    assert cells(make_organisation(index=False, consent_on=date(1880, 5, 1)))["consent_on"].value == "01.05.1880"


def test_nothing_internal_is_exported():
    entry = make_organisation(index=False)
    InternalRecord.objects.create(organisation=entry, notes="geheim-1", board="geheim-2", bank="geheim-3")
    make_contact(entry, role="geheim-4", person="geheim-5", email="geheim6@a.example", phone="06151 77", public=False)
    make_contact(entry, role="Büro", email="buero@a.example")
    row = dict(zip(COLUMNS, lines(entry)[1], strict=True))
    assert (row["contact_role"], row["contact_email"], row["contact_phone"]) == ("Büro", "buero@a.example", "")
    with ZipFile(BytesIO(writing.as_xlsx(of(entry)))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()) + b"".join(writing.as_csv(of(entry)))
    assert b"geheim" not in everything and b"06151 77" not in everything


def test_without_a_public_contact_these_cells_are_empty():
    entry = make_organisation(index=False)
    make_contact(entry, public=False)
    row = dict(zip(COLUMNS, lines(entry)[1], strict=True))
    assert {code: text for code, text in row.items() if code.startswith("contact_") and text} == {}


def test_a_text_file_is_written_line_by_line():
    made = [make_organisation(index=False, name=f"Verein {number}") for number in range(3)]
    found = writing.as_csv(of(*made).order_by("pk"))
    assert next(found).decode("utf-8-sig").startswith('"Kennung";"Name";')
    assert [b"Verein 0" in next(found), b"Verein 1" in next(found)] == [True, True]


def test_many_entries_ask_the_database_as_often_as_few(django_assert_max_num_queries):
    made = [make_organisation(index=False) for _number in range(40)]
    for write in (writing.as_xlsx, lambda found: b"".join(writing.as_csv(found))):
        with django_assert_max_num_queries(5):
            write(of(*made))


# The template


def test_the_template_has_every_heading_and_an_example_that_is_not_read():
    book = load_workbook(BytesIO(writing.template()))
    assert book.sheetnames == ["Organisationen", "Hinweise"]
    headings, example = book["Organisationen"].iter_rows(values_only=True, max_row=2)
    assert [heading.removesuffix(" *") for heading in headings] == HEADINGS
    assert dict(zip(COLUMNS, example, strict=True))["name"] == COLUMNS["name"].example
    with pytest.raises(reading.Unreadable):
        reading.read(writing.template())


def test_the_example_would_be_a_valid_row():
    example = {column.heading: column.example for column in COLUMNS.values() if column.example} | {"Name": "Alpha"}
    row = checked(list(example), list(example.values())).rows.get()
    assert (row.outcome, row.errors) == ("new", {})


def test_a_filled_in_template_is_read():
    book = load_workbook(BytesIO(writing.template()))
    book["Organisationen"].append([None, "Alpha"])
    file = BytesIO()
    book.save(file)
    assert reading.read(file.getvalue()).rows == [(3, {"name": "Alpha"})]


def test_the_notes_explain_every_column_and_what_is_possible():
    notes = list(load_workbook(BytesIO(writing.template()))["Hinweise"].iter_rows(values_only=True))
    told = {row[0]: row for row in notes if row[0] in HEADINGS}
    assert list(told) == HEADINGS
    assert told["Name"][1:5] == ("ja", "Der volle Name.", None, 200)
    assert told["Art"][3] == "Verein; Dachverband; Projektträger"
    assert told["Themen"][3].startswith("Bildung und Schule; Deutsch lernen; ")


def test_the_template_offers_choices_and_keeps_leading_zeros():
    found = load_workbook(BytesIO(writing.template()))["Organisationen"]
    letters = dict(zip(COLUMNS, (cell.column_letter for cell in found[1]), strict=True))
    offered = {str(one.sqref).split(":")[0]: one.formula1 for one in found.data_validations.dataValidation}
    assert offered[f"{letters['step_free']}2"] == '"ja,nein,unbekannt"'
    assert found.column_dimensions[letters["postcode"]].number_format == "@"
    assert found.column_dimensions[letters["consent_on"]].number_format != "@"
