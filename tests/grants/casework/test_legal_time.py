"""Periods of the law, with examples that were counted by hand from the calendar, and what holds for every day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.casework.legal_time import (
    day_of,
    end_of,
    fetch_limit,
    holidays_of,
    in_months,
    is_holiday,
    is_working_day,
    last_day,
    next_working_day,
    objection_until,
    served_by_download,
)
from grants.terms import BERLIN

DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2099, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))
FIXED = {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}
# Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi.
MOVING = {
    2024: ["2024-03-29", "2024-04-01", "2024-05-09", "2024-05-20", "2024-05-30"],
    2025: ["2025-04-18", "2025-04-21", "2025-05-29", "2025-06-09", "2025-06-19"],
    2026: ["2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25", "2026-06-04"],
    2027: ["2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17", "2027-05-27"],
    2028: ["2028-04-14", "2028-04-17", "2028-05-25", "2028-06-05", "2028-06-15"],
    2038: ["2038-04-23", "2038-04-26", "2038-06-03", "2038-06-14", "2038-06-24"],
}


def berlin(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", MOVING)
def test_the_holidays_of_hesse(year):
    fixed = {date(year, month, day) for month, day in FIXED}
    assert holidays_of(year) == fixed | {d(day) for day in MOVING[year]}


@pytest.mark.parametrize("day", ["2026-01-06", "2026-08-15", "2026-10-31", "2026-11-01", "2026-12-24", "2026-12-31"])
def test_what_is_a_holiday_elsewhere_or_only_kept_as_one_is_none(day):
    assert not is_holiday(d(day)) or d(day).weekday() == 6


def test_every_sunday_is_a_holiday_and_a_saturday_is_no_working_day():
    assert is_holiday(d("2026-11-29")) and not is_holiday(d("2026-11-28"))
    assert [is_working_day(d(f"2026-11-{day}")) for day in (27, 28, 29, 30)] == [True, False, False, True]


@pytest.mark.parametrize(
    "day, moved",
    [
        ("2026-11-27", "2026-11-27"),
        ("2026-11-28", "2026-11-30"),
        ("2026-04-03", "2026-04-07"),
        ("2026-12-25", "2026-12-28"),
        ("2027-01-01", "2027-01-04"),
        ("2026-12-24", "2026-12-24"),
    ],
)
def test_the_next_working_day(day, moved):
    assert next_working_day(d(day)) == d(moved)


@pytest.mark.parametrize(
    "day, months, last",
    [
        ("2026-11-24", 1, "2026-12-24"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-05-15", 0, "2026-05-15"),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_on_its_last(day, months, last):
    assert in_months(d(day), months) == d(last)


@pytest.mark.parametrize(
    "message, last",
    [
        ("2026-11-24T09:00", "2026-12-04"),
        ("2026-11-24T23:59:59", "2026-12-04"),
        ("2026-11-25T00:00", "2026-12-07"),
        ("2026-11-25T12:00", "2026-12-07"),
        ("2026-12-15T12:00", "2026-12-28"),
        ("2026-12-22T12:00", "2027-01-04"),
        ("2027-03-16T12:00", "2027-03-30"),
        ("2026-10-20T12:00", "2026-10-30"),
    ],
)
def test_a_letter_can_be_fetched_for_ten_days_after_the_message(message, last):
    limit = fetch_limit(berlin(message))
    assert (limit, last_day(limit)) == (end_of(d(last)), d(last))


def test_the_day_of_a_message_is_that_of_berlin():
    assert fetch_limit(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == end_of(d("2026-12-07"))
    assert fetch_limit(datetime(2026, 11, 24, 22, 30, tzinfo=UTC)) == end_of(d("2026-12-04"))


def test_the_end_of_a_day_is_that_of_berlin_in_summer_and_in_winter():
    assert end_of(d("2026-07-01")) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert end_of(d("2026-12-31")) == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_the_days_on_which_the_clocks_change_are_whole_days():
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-24", 24)):
        lasted = end_of(d(day)).astimezone(UTC) - end_of(d(day) - DAY).astimezone(UTC)
        assert lasted == timedelta(hours=hours)


@pytest.mark.parametrize(
    "fetched, served",
    [
        ("2026-11-24T12:00", "2026-11-25"),
        ("2026-11-27T12:00", "2026-11-28"),
        ("2026-12-24T23:59", "2026-12-25"),
        ("2026-12-31T00:00", "2027-01-01"),
    ],
)
def test_a_letter_is_served_on_the_day_after_the_download_whatever_day_that_is(fetched, served):
    assert served_by_download(berlin(fetched)) == d(served)


@pytest.mark.parametrize(
    "served, until",
    [
        ("2026-11-24", "2026-12-24"),
        ("2026-11-25", "2026-12-28"),
        ("2026-11-28", "2026-12-28"),
        ("2026-12-01", "2027-01-04"),
        ("2027-01-31", "2027-03-01"),
        ("2028-01-31", "2028-02-29"),
        ("2026-10-31", "2026-11-30"),
    ],
)
def test_one_can_object_for_a_month_after_the_service(served, until):
    assert objection_until(d(served)) == d(until)


@given(DAYS)
def test_a_period_ends_on_a_working_day_and_never_earlier(day):
    moved = next_working_day(day)
    assert day <= moved <= day + 4 * DAY and is_working_day(moved)
    assert not any(is_working_day(day + n * DAY) for n in range((moved - day).days))


@given(MOMENTS)
def test_the_fetch_limit_is_midnight_in_berlin_after_at_least_ten_whole_days(message_at):
    limit = fetch_limit(message_at)
    assert limit.astimezone(BERLIN).time().isoformat() == "00:00:00"
    assert 10 <= (last_day(limit) - day_of(message_at)).days <= 14
    assert is_working_day(last_day(limit))


@given(DAYS, st.integers(0, 60))
def test_a_month_has_the_same_number_or_is_over(day, months):
    last = in_months(day, months)
    assert (last.year - day.year) * 12 + last.month - day.month == months
    assert last.day == day.day or (last + DAY).day == 1 and last.day < day.day


@given(DAYS)
def test_a_day_ends_where_the_next_one_begins(day):
    end = end_of(day)
    assert (last_day(end), day_of(end)) == (day, day + DAY)
