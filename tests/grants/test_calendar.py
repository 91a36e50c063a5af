"""Openings and deadlines as RFC 5545, read back with the library."""

from datetime import UTC, datetime

import pytest
import vobject
from django.utils import timezone

from grants import publishing
from grants.models import Call
from grants.terms import BERLIN
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db
SUMMER, WINTER = datetime(2036, 7, 31, 18, 0, tzinfo=BERLIN), datetime(2036, 12, 1, 23, 59, 59, tzinfo=BERLIN)


def events(client, path):
    answer = client.get(f"/en/foerderung/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {one.uid.value: one for one in vobject.readOne(answer.content.decode()).vevent_list}


def test_a_call_has_an_event_for_its_opening_and_one_for_its_deadline(client):
    call = make_call(opens_at=SUMMER, closes_at=WINTER, title="Feste", summary="Für alle; wirklich, alle")
    found = events(client, f"{call.slug}/frist.ics")
    opens, closes = found[f"{call.slug}-opens@localhost"], found[f"{call.slug}-closes@localhost"]
    assert len(found) == 2
    assert (opens.summary.value, closes.summary.value) == ("Opens: Feste", "Deadline: Feste")
    assert opens.dtstart.value == datetime(2036, 7, 31, 16, 0, tzinfo=UTC)
    assert closes.dtstart.value == datetime(2036, 12, 1, 22, 59, 59, tzinfo=UTC)
    assert "Für alle; wirklich, alle" in closes.description.value
    assert "Monday, 1 December 2036, 23:59:59 (CET)" in closes.description.value


def test_an_opening_that_is_past_is_left_out(client):
    call = make_call()
    assert [*events(client, f"{call.slug}/frist.ics")] == [f"{call.slug}-closes@localhost"]


def test_moments_are_written_in_utc_and_nothing_rings(client):
    call = make_call(closes_at=SUMMER)
    written = client.get(f"/foerderung/{call.slug}/frist.ics").content.decode()
    assert "DTSTART:20360731T160000Z" in written
    assert "VALARM" not in written and "TZID" not in written


def test_an_event_keeps_its_name_when_the_deadline_moves_and_counts_up(client):
    call = make_call(closes_at=SUMMER)
    before = events(client, f"{call.slug}/frist.ics")
    Call.objects.filter(pk=call.pk).update(closes_at=WINTER)
    publishing.publish(call, None, "Mehr Zeit")
    after = events(client, f"{call.slug}/frist.ics")
    assert after.keys() == before.keys()
    moved = after[f"{call.slug}-closes@localhost"]
    assert (moved.dtstart.value, moved.sequence.value) == (WINTER.astimezone(UTC), "1")


def test_the_name_of_an_event_is_the_same_in_every_language(client):
    call = make_call()
    names = [vobject.readOne(client.get(f"{code}/foerderung/fristen.ics").content.decode()) for code in ("", "/ar")]
    assert [[one.uid.value for one in found.vevent_list] for found in names] == [[*events(client, "fristen.ics")]] * 2
    assert len(names[0].vevent_list) == 1 and call.title in names[0].vevent_list[0].summary.value


def test_all_deadlines_are_those_of_open_and_upcoming_calls(client):
    now = timezone.now()
    open_call, upcoming = make_call(), make_call(opens_at=SUMMER, closes_at=WINTER)
    make_call(opens_at=now.replace(year=2019), closes_at=now.replace(year=2020))
    make_call(publish=False)
    slugs = {name.rsplit("-", 1)[0] for name in events(client, "fristen.ics")}
    assert slugs == {open_call.slug, upcoming.slug}


def test_without_calls_the_calendar_is_empty_and_valid(client):
    answer = client.get("/foerderung/fristen.ics").content.decode()
    assert "VEVENT" not in answer
    assert vobject.readOne(answer).name == "VCALENDAR"
