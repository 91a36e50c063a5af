"""The desk: what waits, how much, and where it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations import desk
from organisations.models import ErrorReport, Organisation, SearchMiss
from tests.factories import make_contact, make_organisation, make_user
from tests.office import let_in
from tests.pages import by_class, links, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def boxes(django_db_setup):
    """The desk of the Redaktion: {key of the box: box}; only the entries of the test itself are on it."""
    Organisation.objects.exclude(kind="office").update(state="hidden")
    user = make_user("Redaktion")
    return lambda: {box.key: box for box in desk.boxes(user)}


def summary(box):
    return box.count, [(label, note) for label, note, _url in box.items]


def test_nothing_to_do_is_said_in_words(boxes):
    assert [(box.count, bool(box.done)) for box in boxes().values()] == [(0, True)] * 5


def test_pending_entries_wait_the_longest_first(boxes):
    make_organisation(name="Anis", state="pending")
    make_organisation(name="Birne", state="draft")
    day = timezone.localdate().strftime("%d.%m.%Y")
    assert summary(boxes()["pending"]) == (1, [("Anis", f"seit {day}")])


def test_open_reports_wait_and_settled_ones_do_not(boxes):
    organisation = make_organisation(name="Anis", state="hidden")
    ErrorReport.objects.create(organisation=organisation, matter="gone", text="x")
    ErrorReport.objects.create(organisation=organisation, matter="gone", text="x", handled_at=timezone.now())
    assert summary(boxes()["reports"]) == (1, [("Anis", "Den Verein gibt es nicht mehr")])


def test_entries_not_confirmed_for_a_year_wait_the_oldest_first(boxes):
    make_contact(make_organisation(name="Neu"))
    make_organisation(name="Alt", confirmed_on="2021-05-04")
    make_organisation(name="Älter", confirmed_on="2020-05-04")
    make_organisation(name="Verborgen", confirmed_on="2020-05-04", state="hidden")
    notes = [("Älter", "zuletzt bestätigt am 04.05.2020"), ("Alt", "zuletzt bestätigt am 04.05.2021")]
    assert summary(boxes()["stale"]) == (2, notes)


def test_entries_that_nobody_can_reach_wait(boxes):
    make_contact(make_organisation(name="Anis"))
    make_contact(make_organisation(name="Birne"), public=False)
    assert summary(boxes()["without_contact"]) == (1, [("Birne", "")])


def test_words_that_found_nothing_wait_the_most_frequent_first(boxes):
    today = timezone.localdate()
    for word, day, times in (("anis", today, 2), ("anis", today - timedelta(days=400), 9), ("birne", today, 3)):
        SearchMiss.objects.create(word=word, day=day, times=times)
    assert summary(boxes()["misses"]) == (2, [("birne", "3 Mal"), ("anis", "2 Mal")])


def test_every_link_of_the_desk_leads_to_as_many_things_as_it_says(client, boxes):
    make_organisation(state="pending")
    stale = make_organisation(confirmed_on="2020-01-01")
    ErrorReport.objects.create(organisation=stale, matter="gone", text="x")
    editor = let_in(client, make_user("Redaktion"))
    for box in boxes().values():
        if box.key != "misses":
            assert (box.key, box.count, len(list_of(editor, box.url))) == (box.key, 1, 1)
        assert [editor.get(url).status_code for _label, _note, url in box.items] == [200] * len(box.items)


def list_of(editor, url):
    (table,) = [one for one in tree(editor.get(url)).iter("table") if one.get("id") == "result_list"]
    return list(table.find("tbody"))


@pytest.mark.parametrize(("role", "number"), [("Redaktion", 5), ("Leitung", 5), ("Förderung", 0), ("Entscheidung", 0)])
def test_each_role_sees_its_own_work_only(role, number):
    assert len(desk.boxes(make_user(role))) == number


def test_staff_without_a_role_see_nothing_and_are_told_whom_to_ask(client):
    make_organisation(name="Qwimpel", state="pending")
    answer = let_in(client, make_user(is_staff=True)).get("/admin/")
    assert ("Qwimpel" in answer.content.decode(), "Leitung" in text(tree(answer))) == (False, True)


def test_the_desk_shows_its_boxes(client):
    make_organisation(name="Qwimpel", state="pending")
    page = tree(let_in(client, make_user("Redaktion")).get("/admin/"))
    assert any("Qwimpel" in text(box) for box in by_class(page, "desk-box"))


def test_the_offices_own_data_are_one_step_from_the_desk(client):
    office = Organisation.objects.get(kind="office")
    page = tree(let_in(client, make_user("Redaktion")).get("/admin/"))
    assert ("Daten des Amts", f"/admin/organisations/organisation/{office.pk}/change/") in links(page)


def test_readers_begin_nothing():
    assert (len(desk.actions(make_user("Redaktion"))), desk.actions(make_user("Förderung"))) == (3, [])
