"""On which day an entry is asked, reminded, handed to the office and hidden; no database is needed for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.freshness import schedule
from organisations.freshness.schedule import Kind
from organisations.models import FreshnessStep, Organisation

CONFIRMED = date(2026, 3, 10)
ASKED, REMINDED, AGAIN, DESK, HIDDEN = Kind
# What happens if the portal runs every day, with the usual settings.
PLAN = {
    ASKED: date(2027, 2, 10),
    REMINDED: date(2027, 2, 24),
    AGAIN: date(2027, 3, 10),
    DESK: date(2027, 3, 24),
    HIDDEN: date(2027, 5, 23),
}


def entry(**fields):
    fields = {"state": "published", "confirmed_on": CONFIRMED, "created_at": datetime(2020, 1, 1, tzinfo=UTC)} | fields
    return Organisation(**fields)


def steps(days, confirmed_on=CONFIRMED):
    return [FreshnessStep(kind=kind, on=on, confirmed_on=confirmed_on) for kind, on in days.items()]


def done_before(kind):
    return {other: day for other, day in PLAN.items() if day < PLAN[kind]}


def run(one, first, days, done=None, reachable=lambda day: True):
    """{step: day} when the portal runs every day from the first one on."""
    done = dict(done or {})
    for day in (first + timedelta(days=number) for number in range(days)):
        if kind := schedule.next_step(one, steps(done, one.confirmed_on), day, reachable(day)):
            assert kind not in done
            done[kind] = day
    return done


@pytest.mark.parametrize(
    "day, months, later",
    [
        (date(2026, 1, 15), 11, date(2026, 12, 15)),
        (date(2026, 2, 1), 11, date(2027, 1, 1)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 3, 31), 11, date(2027, 2, 28)),
        (date(2027, 3, 29), 11, date(2028, 2, 29)),
        (date(2027, 3, 31), 11, date(2028, 2, 29)),
        (date(2028, 2, 29), 11, date(2029, 1, 29)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day, months, later):
    assert schedule.months_after(day, months) == later


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 30))
def test_a_later_day_never_comes_due_earlier(day, months):
    assert schedule.months_after(day, months) <= schedule.months_after(day + timedelta(days=1), months)


def test_an_entry_that_nobody_confirms_goes_all_the_way():
    assert run(entry(), CONFIRMED, 800) == PLAN


@pytest.mark.parametrize("kind", Kind)
def test_each_step_comes_on_its_day_and_not_the_day_before(kind):
    done = steps(done_before(kind))
    found = [schedule.next_step(entry(), done, day, True) for day in (PLAN[kind] - timedelta(days=1), PLAN[kind])]
    assert found == [None, kind]


def test_after_a_standstill_the_steps_follow_with_all_their_pauses():
    """Nobody is hidden because the portal was switched off: only the day of the first mail is later."""
    late = date(2029, 1, 1) - PLAN[ASKED]
    assert run(entry(), date(2029, 1, 1), 300) == {kind: day + late for kind, day in PLAN.items()}


@pytest.mark.parametrize("kind", [REMINDED, AGAIN, DESK, HIDDEN])
def test_a_standstill_in_the_middle_does_not_shorten_what_follows(kind):
    late = date(2029, 1, 1) - PLAN[kind]
    found = run(entry(), date(2029, 1, 1), 300, done_before(kind))
    assert found == done_before(kind) | {other: day + late for other, day in PLAN.items() if day >= PLAN[kind]}


def test_never_confirmed_counts_from_the_day_here_on_which_it_was_made():
    one = entry(confirmed_on=None, created_at=datetime(2026, 3, 9, 23, 30, tzinfo=UTC))
    assert run(one, CONFIRMED, 800) == PLAN


def test_the_pauses_before_the_office_and_before_hiding_are_settings(settings):
    settings.FRESHNESS_DESK_DAYS, settings.FRESHNESS_GRACE_DAYS = 3, 5
    found = run(entry(), CONFIRMED, 800)
    assert (found[DESK], found[HIDDEN]) == (date(2027, 3, 13), date(2027, 3, 18))


def test_without_pauses_it_is_still_one_step_a_day(settings):
    settings.FRESHNESS_DESK_DAYS = settings.FRESHNESS_GRACE_DAYS = 0
    found = run(entry(), CONFIRMED, 800)
    assert [found[kind] for kind in (AGAIN, DESK, HIDDEN)] == [date(2027, 3, day) for day in (10, 11, 12)]


def test_a_confirmation_begins_a_new_round():
    one = entry(confirmed_on=date(2027, 6, 1))
    assert schedule.next_step(one, steps(PLAN), date(2028, 4, 30), True) is None
    assert schedule.next_step(one, steps(PLAN), date(2028, 5, 1), True) == ASKED


@pytest.mark.parametrize("state", [state for state in Organisation.State.values if state != "published"])
def test_what_is_not_published_is_left_alone(state):
    assert run(entry(state=state), CONFIRMED, 800) == {}


def test_the_office_itself_is_left_alone():
    assert run(entry(kind=Organisation.Kind.OFFICE), CONFIRMED, 800) == {}


def test_where_nobody_can_be_asked_the_office_is_told_at_once_and_nothing_is_hidden():
    assert run(entry(), CONFIRMED, 2000, reachable=lambda day: False) == {DESK: PLAN[ASKED]}


@pytest.mark.parametrize("kind", [ASKED, REMINDED, AGAIN])
def test_when_the_last_address_fails_on_the_way_the_office_is_told_the_next_day(kind):
    found = run(entry(), CONFIRMED, 2000, reachable=lambda day: day <= PLAN[kind])
    assert found == {k: day for k, day in PLAN.items() if day <= PLAN[kind]} | {DESK: PLAN[kind] + timedelta(days=1)}


def test_an_entry_whose_address_fails_at_the_end_is_not_hidden():
    found = run(entry(), CONFIRMED, 2000, reachable=lambda day: day < PLAN[HIDDEN])
    assert HIDDEN not in found


def test_with_a_new_address_the_question_is_asked_after_all_and_the_office_has_its_time_again():
    """The office was told long ago, so that step is not done twice; hiding waits as long as ever."""
    mended = date(2028, 1, 1)
    found = run(entry(), CONFIRMED, 2000, reachable=lambda day: day >= mended)
    late = mended - PLAN[ASKED]
    assert found == {kind: day + late for kind, day in PLAN.items()} | {DESK: PLAN[ASKED]}


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(0, 3))
def test_nobody_is_hidden_without_three_mails_and_all_the_time_between(gaps, unreachable):
    """However irregularly the portal runs, and however its addresses fail."""
    day, done = CONFIRMED + timedelta(days=300), {}
    for number, gap in enumerate(gaps):
        day += timedelta(days=gap)
        if kind := schedule.next_step(entry(), steps(done), day, unreachable == 0 or number % (unreachable + 1) > 0):
            done[kind] = day
    if HIDDEN in done:
        pauses = [done[REMINDED] - done[ASKED], done[AGAIN] - done[REMINDED], done[HIDDEN] - done[AGAIN]]
        assert all(found.days >= least for found, least in zip(pauses, [14, 14, 74], strict=True))


@pytest.mark.parametrize("kind", [ASKED, REMINDED, AGAIN])
def test_a_mail_names_the_days_that_will_really_come(kind):
    following = [*Kind][[*Kind].index(kind) + 1]
    assert schedule.after(kind, PLAN[kind]) == PLAN[following]
    assert schedule.hidden_from(kind, PLAN[kind]) == PLAN[HIDDEN]
