"""The table of columns: which headings are understood, and that each column fills a field that exists."""

from collections import Counter

import pytest
from django.core.exceptions import FieldDoesNotExist

from organisations.spreadsheets import columns, values
from organisations.spreadsheets.columns import COLUMNS


@pytest.mark.parametrize(
    "heading, code",
    [
        ("Name", "name"),
        (" NAME * ", "name"),
        ("Vereinsname", "name"),
        ("Verein", "name"),
        ("PLZ", "postcode"),
        ("Postleitzahl", "postcode"),
        ("Mail", "contact_email"),
        ("e-mail", "contact_email"),
        ("EMail", "contact_email"),
        ("E-Mail-Adresse", "contact_email"),
        ("Tel.", "contact_phone"),
        ("Telefon-\nnummer", "contact_phone"),
        ("Homepage", "website"),
        ("Internet", "website"),
        ("Straße und Hausnummer", "street"),
        ("STRASSE UND HAUSNUMMER", "street"),
        ("Gegruendet", "founded"),
        ("Gründungsjahr", "founded"),
        ("Ansprechpartner/in:", "contact_person"),
        ("Raeume", "rooms"),
    ],
)
def test_headings_are_understood_in_many_spellings(heading, code):
    assert columns.of_heading(heading).code == code


@pytest.mark.parametrize("heading", ["", "*", "Farbe", "Konto", "Nr."])
def test_other_headings_are_not(heading):
    assert columns.of_heading(heading) is None


@pytest.mark.parametrize("heading, nearest", [("Telefn", "Kontakt: Telefon"), ("Vereinname", "Name"), ("Konto", "")])
def test_the_nearest_heading_is_offered(heading, nearest):
    assert columns.nearest_heading(heading) == nearest


def test_no_heading_means_two_columns():
    headings = (values.plain(one) for column in COLUMNS.values() for one in {column.heading, *column.aliases})
    assert {heading: n for heading, n in Counter(headings).items() if n > 1} == {}


def test_every_column_fills_a_field():
    missing = []
    for column in COLUMNS.values():
        try:
            assert column.model_field
        except FieldDoesNotExist:
            missing.append(column.code)
    assert missing == []


def test_every_example_can_be_read(db):
    lists = values.Lists.gather()
    for column in COLUMNS.values():
        value = column.way.read(column.example, lists) if column.example else None
        assert value is None or column.written(value) == column.example


def test_nothing_internal_is_a_column():
    assert set(COLUMNS) & {"board", "notes", "bank", "members_band", "internal", "confirmed_by"} == set()


def test_tidied_text_is_one_line_unless_the_column_takes_several():
    assert COLUMNS["name"].tidy(" Alpha \r\n\u00a0 Beta\u200b ") == "Alpha Beta"
    assert COLUMNS["description"].tidy(" eins\r\nzwei\rdrei \n") == "eins\nzwei\ndrei"
    assert COLUMNS["name"].tidy("Mu\u0308ller") == "Müller"
