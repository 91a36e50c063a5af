"""What an export writes, the import takes for what is there already."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.models import Organisation
from organisations.spreadsheets import checking, importing, reading, writing
from tests.factories import make_contact, make_organisation
from tests.organisations.spreadsheets.files import uploaded

pytestmark = pytest.mark.django_db
WRITERS = {"xlsx": writing.as_xlsx, "csv": lambda found: b"".join(writing.as_csv(found))}
# PostgreSQL keeps no NUL and no half characters.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)


def came_back(found, form):
    """The rows of an exported list, checked."""
    run = importing.start(uploaded(WRITERS[form](found)), None, "en")
    checking.check(run.pk)
    return run.rows.order_by("number")


def unequal(rows):
    return [(row.cells.get("name"), row.errors, row.changes) for row in rows.exclude(outcome="unchanged")]


@pytest.mark.parametrize("form", WRITERS)
def test_an_exported_directory_comes_back_unchanged(demo, form):
    make_organisation(index=False, name="Weg", state="merged", merged_into=Organisation.objects.first())
    rows = came_back(Organisation.objects.all(), form)
    assert rows.count() == Organisation.objects.count() > 60
    assert unequal(rows) == []


@pytest.mark.parametrize("form", WRITERS)
def test_two_entries_of_one_name_come_back_as_two(form):
    made = [make_organisation(index=False, name="Alpha") for _number in range(2)]
    rows = came_back(Organisation.objects.filter(pk__in=[one.pk for one in made]), form)
    assert {row.organisation for row in rows} == set(made)
    assert unequal(rows) == []


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60)
@given(name=TEXT, text=TEXT, person=TEXT)
def test_the_nastiest_texts_come_back_unchanged(form, name, text, person):
    Organisation.objects.filter(slug="nasty").delete()
    entry = make_organisation(index=False, slug="nasty", name=f"A{name}", summary=text, description=text)
    make_contact(entry, person=person, role=f"{text[:40]}x")
    assert unequal(came_back(Organisation.objects.filter(pk=entry.pk), form)) == []


@pytest.mark.parametrize("form", WRITERS)
def test_a_text_that_is_too_long_for_a_cell_is_not_cut_by_coming_back(form):
    entry = make_organisation(index=False, description="x " * 30_000)
    assert unequal(came_back(Organisation.objects.filter(pk=entry.pk), form)) == []


def test_every_column_of_an_export_is_known():
    listing = reading.read(writing.as_xlsx(Organisation.objects.all()))
    assert (listing.unknown, listing.codes) == ([], list(writing.COLUMNS))
