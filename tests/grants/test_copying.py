"""A call for the next year: the same rules, a year later, published by nobody."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from grants import copying, publishing, terms
from grants.models import Call
from grants.terms import BERLIN, LISTS
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db


def berlin(*parts, fold=0):
    return datetime(*parts, tzinfo=BERLIN, fold=fold)


def full_call(**fields):
    """A call with a row in every list."""
    call = make_call(publish=False, slug="hilfe-2026", title="Hilfe 2026", i18n={"title_en": "Help 2026"}, **fields)
    call.questions.create(text="Ziel?", i18n={"text_en": "Aim?"})
    call.papers.create(name="Satzung", on_file="statutes")
    call.declarations.create(text="Stimmt.")
    call.criteria.create(name="Wirkung", weight=3)
    call.milestones.create(text="Zusage", on="2026-06-01")
    publishing.publish(call, None)
    return Call.objects.get(pk=call.pk)


def test_rules_and_lists_are_the_same_with_the_same_keys():
    call = full_call(opens_at=berlin(2026, 2, 1), closes_at=berlin(2026, 3, 1))
    old, new = (terms.as_json(terms.of_call(one)) for one in (call, Call.objects.get(pk=copying.copy(call).pk)))
    different = {name for name in old if old[name] != new[name]}
    assert different == {"slug", "title", "year", "opens_at", "closes_at", "milestones"}
    for name in LISTS:
        assert [row["key"] for row in new[name]] == [row["key"] for row in old[name]]
    assert new["milestones"][0]["on"] == "2027-06-01"


def test_the_copy_is_a_draft_of_the_next_year():
    call = full_call(results="Alle", decided_on="2026-05-01", pot=Decimal(1000), committed=Decimal(500))
    new = copying.copy(call)
    assert (new.published, new.archived, new.committed) == (None, False, 0)
    assert (new.results, new.decided_on) == ("", None)
    assert (new.title, new.slug, new.year) == ("Hilfe 2027", "hilfe-2027", 2027)
    assert new.i18n == {"title_en": "Help 2027"}


def test_a_second_copy_gets_another_address():
    call = full_call()
    assert [copying.copy(call).slug for _number in range(3)] == ["hilfe-2027", "hilfe-2027-2", "hilfe-2027-3"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (berlin(2026, 3, 28, 23, 59, 59), berlin(2027, 3, 28, 23, 59, 59)),
        (berlin(2026, 10, 26, 18), berlin(2027, 10, 26, 18)),
        (berlin(2024, 2, 29, 12), berlin(2025, 2, 28, 12)),
        # Half past two does not exist then: the later reading.
        (berlin(2026, 3, 28, 2, 30), berlin(2027, 3, 28, 3, 30)),
        # Half past two comes twice then: the later one.
        (berlin(2026, 10, 31, 2, 30), berlin(2027, 10, 31, 2, 30, fold=1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (None, None),
    ],
)
def test_a_year_later_is_the_same_clock_time_in_berlin(before, after):
    found = copying.a_year_later(before)
    if isinstance(after, datetime):
        assert found.timestamp() == after.timestamp()
    else:
        assert found == after
