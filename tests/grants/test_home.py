"""Open calls on the home page, which is kept for a day: what it says stays true all day."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from grants.models import Call
from grants.terms import BERLIN
from tests.grants.factories import make_call
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db


def shown(client):
    found = by_class(main(tree(client.get("/en/"))), "home-calls")
    return [text(one) for one in found[0].iter("a")] if found else []


def test_home_shows_open_and_upcoming_calls_with_dates_and_no_time_left(client):
    opens, closes = datetime(2036, 1, 5, 9, 0, tzinfo=BERLIN), datetime(2036, 7, 31, 18, 0, tzinfo=BERLIN)
    make_call(closes_at=closes, title="Offen")
    make_call(opens_at=opens, closes_at=closes + timedelta(days=1), title="Bald")
    make_call(publish=False)
    assert shown(client) == [
        "Offen Deadline: Thursday, 31 July 2036, 18:00 (CEST)",
        "Bald Opens: Saturday, 5 January 2036, 09:00 (CET)Deadline: Friday, 1 August 2036, 18:00 (CEST)",
    ]


def test_a_call_that_closes_or_opens_today_is_there_all_day(client):
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    make_call(opens_at=start - timedelta(days=9), closes_at=start + timedelta(seconds=1), title="schließt heute")
    make_call(opens_at=start - timedelta(days=9), closes_at=start - timedelta(seconds=1), title="schloss gestern")
    assert [one.partition(" Deadline")[0] for one in shown(client)] == ["schließt heute"]


def test_home_shows_only_a_few_and_leads_to_all(client):
    for _one in range(6):
        make_call()
    assert len(shown(client)) == 4
    assert ("All about grants", "/en/foerderung/") in links(main(tree(client.get("/en/"))))


def test_without_calls_home_says_nothing_of_grants(client):
    make_call(publish=False)
    Call.objects.filter(pk=make_call().pk).update(archived=True)
    assert shown(client) == []
    assert "home-calls" not in client.get("/en/").content.decode()


def test_a_call_shows_at_once_on_a_page_that_is_kept(client):
    assert shown(client) == []
    make_call(title="Neu")
    assert [one.partition(" Deadline")[0] for one in shown(client)] == ["Neu"]


def test_every_page_leads_to_the_grants(client):
    assert ("Grants", "/en/foerderung/") in links(by_class(tree(client.get("/en/kontakt/")), "nav")[0])
