from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from darmstadt_mso.lib.rate_limit import is_allowed, sender

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, 5, tzinfo=UTC)
ONE_O_CLOCK = datetime(2026, 5, 1, 13, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_came_yet():
    cache.clear()


def request_of(address, **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def tries(address, number, now=NOON, what="report"):
    return [is_allowed(request_of(address), what, times=3, now=now) for _try in range(number)]


def let_pass(minutes):
    """Lets what is kept grow older."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_cache SET expires = expires - make_interval(mins => %s)", [minutes])


def test_the_allowed_number_passes_and_the_next_does_not():
    assert tries("192.0.2.1", 5) == [True, True, True, False, False]


def test_senders_and_purposes_are_counted_apart():
    tries("192.0.2.1", 3)
    assert tries("192.0.2.2", 1) == [True]
    assert tries("192.0.2.1", 1, what="mail") == [True]
    assert tries("192.0.2.1", 1) == [False]


def test_the_next_hour_begins_anew():
    assert tries("192.0.2.1", 4) == [True, True, True, False]
    assert tries("192.0.2.1", 4, now=ONE_O_CLOCK) == [True, True, True, False]


def test_a_quiet_while_within_the_hour_forgives_nothing():
    assert tries("192.0.2.1", 4) == [True, True, True, False]
    let_pass(minutes=50)
    assert tries("192.0.2.1", 1) == [False]


def test_nobodys_address_is_kept():
    tries("192.0.2.77", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM portal_cache")
        kept = cursor.fetchall()
    assert len(kept) == 1
    assert "192.0.2.77" not in str(kept)


@pytest.mark.parametrize(
    "proxies, forwarded, found",
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "10.0.0.1", "192.0.2.1"),
    ],
)
def test_the_sender_is_whom_the_outermost_trusted_proxy_saw(settings, proxies, forwarded, found):
    settings.PROXY_COUNT = proxies
    assert sender(request_of("192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == found


def test_many_others_make_no_room_for_those_who_had_their_share():
    early = [f"192.0.2.{number}" for number in range(10)]
    for address in early:
        tries(address, 3)
    for number in range(150):
        tries(f"198.51.100.{number}", 3)
    assert {address for address in early if tries(address, 1) != [False]} == set()
