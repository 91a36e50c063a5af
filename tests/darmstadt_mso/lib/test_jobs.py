"""The door to background jobs: what is queued, when it is due, what happens when it fails."""

import contextlib
import math
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound
from procrastinate.jobs import Job
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.testing import InMemoryConnector

from darmstadt_mso.lib import jobs

HERE = "tests.darmstadt_mso.lib.test_jobs"
RESCUE, FORGET = "darmstadt_mso.lib.jobs.rescue", "darmstadt_mso.lib.jobs.forget"


@pytest.fixture(autouse=True)
def own_jobs():
    """Nothing comes due by itself but what the test declares, which is forgotten after it."""
    kept = [(registry, dict(registry)) for registry in (app.tasks, app.periodic_registry.periodic_tasks)]
    app.periodic_registry.periodic_tasks.clear()
    yield
    for registry, declared in kept:
        registry.clear()
        registry.update(declared)


@pytest.fixture
def do_jobs(django_db_setup, django_db_blocker):
    """A worker with connections of its own, which sees only what is committed; so the queue is emptied by hand."""

    def work():
        # In a thread of its own, because a browser test may have left an event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(jobs.work, wait=False).result()

    with django_db_blocker.unblock():
        yield work
        for table in ("jobs", "workers", "periodic_defers"):
            change(f"DELETE FROM procrastinate_{table}")


@pytest.fixture
def sent():
    """A job of an app, and what it did."""
    done = []

    @jobs.job()
    def send(mail, person=None):
        done.append((mail, person))

    return done


@pytest.fixture
def failing():
    """A job that always fails, with somebody's address in what it says."""

    @jobs.job(retries=3)
    def deliver(mail):
        raise ValueError(f"no such person: {ERIKA}")


ERIKA = "erika@verein.example"


def queue(*columns):
    return list(ProcrastinateJob.objects.order_by("pk").values_list(*columns))


def change(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def run(name, **ids):
    return app.tasks[f"{HERE}.{name}"].func(**ids)


# Asking


def test_a_job_waits_with_its_ids(db, sent):
    jobs.defer(f"{HERE}.send", mail=7, person=3)
    assert queue("task_name", "args", "status") == [(f"{HERE}.send", {"mail": 7, "person": 3}, "todo")]


def test_nobody_asked_if_the_transaction_is_rolled_back(db, sent):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        jobs.defer(f"{HERE}.send", mail=7)
        assert len(queue()) == 1
        raise ZeroDivisionError
    assert queue() == []


def test_a_job_asks_for_another_within_its_own_transaction(db, sent):
    """Although its worker has a connection besides."""
    with app.replace_connector(InMemoryConnector()):
        jobs.defer(f"{HERE}.send", mail=7)
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            jobs.defer(f"{HERE}.send", mail=8)
            raise ZeroDivisionError
    assert queue("args") == [({"mail": 7},)]


@pytest.mark.parametrize("value", ["7", ERIKA, None, True, 7.0, [7], date(2026, 1, 1)])
def test_a_job_takes_nothing_but_ids(db, sent, value):
    with pytest.raises(TypeError, match=r"ids \(whole numbers\) only, not so: mail$"):
        jobs.defer(f"{HERE}.send", mail=value)
    assert queue() == []


@pytest.mark.parametrize("ids", [{}, {"male": 7}, {"mail": 7, "other": 1}])
def test_a_job_that_could_not_be_done_so_is_refused_at_once(db, sent, ids):
    with pytest.raises(TypeError):
        jobs.defer(f"{HERE}.send", **ids)
    assert queue() == []


def test_an_unknown_job_is_refused_at_once(db):
    with pytest.raises(TaskNotFound):
        jobs.defer(f"{HERE}.nothing")
    assert queue() == []


# Doing and failing


def test_a_job_is_done_once_and_leaves_nothing(do_jobs, sent):
    jobs.defer(f"{HERE}.send", mail=7)
    do_jobs()
    do_jobs()
    assert (sent, queue()) == ([(7, None)], [])


def test_what_fails_is_tried_again_and_then_kept_as_failed(do_jobs, failing):
    jobs.defer(f"{HERE}.deliver", mail=7)
    found = []
    for _ in range(4):
        do_jobs()
        found += queue("status", "attempts")
        change("UPDATE procrastinate_jobs SET scheduled_at = now()")
    assert found == [("todo", 1), ("todo", 2), ("todo", 3), ("failed", 4)]


def test_the_next_try_waits_for_its_pause(do_jobs, failing):
    jobs.defer(f"{HERE}.deliver", mail=7)
    do_jobs()
    change("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at + interval '1 hour'")
    do_jobs()
    assert queue("status", "attempts") == [("todo", 1)]


def test_each_pause_is_four_times_the_one_before():
    tries = [Job(queue="default", lock=None, queueing_lock=None, task_name="x", attempts=n) for n in range(5)]
    decisions = [jobs.back_off(4).get_retry_decision(exception=ValueError(), job=one) for one in tries]
    waits = [(one.retry_at - timezone.now()).total_seconds() for one in decisions[:4]]
    assert [round(math.log(wait, 4)) for wait in waits] == [1, 2, 3, 4] and decisions[4] is None


def test_without_retries_a_failure_is_final(do_jobs):
    @jobs.job()
    def once():
        raise ValueError

    jobs.defer(f"{HERE}.once")
    do_jobs()
    assert queue("status", "attempts") == [("failed", 1)]


def test_the_log_names_kind_and_place_of_an_error_but_not_its_words(do_jobs, caplog):
    @jobs.job()
    def deliver(mail):
        raise ValueError(f"no such person: {ERIKA}")

    jobs.defer(f"{HERE}.deliver", mail=7)
    do_jobs()
    assert "JobFailed: ValueError" in caplog.text and "in deliver" in caplog.text
    assert f"{HERE}.deliver" in caplog.text and "mail=7" in caplog.text
    assert ERIKA not in caplog.text


def test_errors_within_errors_are_as_discreet():
    @jobs.job()
    def nested():
        try:
            raise ValueError(ERIKA)
        except ValueError as error:
            raise KeyError(ERIKA) from error

    with pytest.raises(jobs.JobFailed) as raised:
        run("nested")
    assert ERIKA not in "".join(traceback.format_exception(raised.value))


# Every day


@pytest.fixture
def tidied():
    """A job for ten past three, and how often it was done."""
    done = []

    @jobs.daily(time(3, 10))
    def tidy():
        done.append(1)

    return done


def ticks(since, until):
    """The moments at which the queue's clock makes jobs due."""
    deferrer = PeriodicDeferrer(registry=app.periodic_registry)
    for task in app.periodic_registry.periodic_tasks.values():
        yield from deferrer.get_timestamps(task, since.timestamp(), until.timestamp())


def test_a_daily_job_is_done_once_a_day_at_its_time_in_winter_and_summer(tidied):
    first, moments = datetime(2026, 1, 1, tzinfo=UTC), []
    for tick in sorted(ticks(first, first + timedelta(days=365))):
        run("tidy", timestamp=tick)
        moments += [datetime.fromtimestamp(tick, UTC).replace(tzinfo=None)] * len(tidied)
        tidied.clear()
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    summer = (date(2026, 3, 29), date(2026, 10, 24))
    hours = [1 if summer[0] <= day <= summer[1] else 2 for day in days]
    assert moments == [datetime.combine(day, time(hour, 10)) for day, hour in zip(days, hours, strict=True)]


@pytest.mark.parametrize(
    "month, hour, minute, done",
    [(1, 2, 40, [1]), (7, 1, 40, [1]), (1, 10, 0, []), (7, 10, 0, [])],
)
def test_a_daily_job_that_was_missed_is_caught_up_once_within_the_hour(tidied, month, hour, minute, done):
    now = datetime(2026, month, 15, hour, minute, tzinfo=UTC)
    deferrer = PeriodicDeferrer(registry=app.periodic_registry, **app.periodic_defaults)
    for _, tick in deferrer.get_previous_tasks(at=now.timestamp()):
        run("tidy", timestamp=tick)
    assert tidied == done


def test_a_daily_job_can_be_asked_for_at_any_time(tidied):
    run("tidy")
    assert tidied == [1]


def test_a_daily_job_never_runs_beside_itself(do_jobs, tidied):
    jobs.defer(f"{HERE}.tidy")
    change("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.defer(f"{HERE}.tidy")
    do_jobs()
    assert tidied == []


# Every few minutes


@pytest.fixture
def looked_after():
    """A job for every ten minutes, and how often it was done."""
    done = []

    @jobs.every(minutes=10)
    def look_after():
        done.append(1)

    return done


def test_a_job_for_every_ten_minutes_comes_due_six_times_an_hour(looked_after):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    minutes = [datetime.fromtimestamp(tick, UTC).minute for tick in ticks(noon, noon + timedelta(hours=1))]
    assert sorted(minutes) == [0, 10, 20, 30, 40, 50]
    run("look_after", timestamp=0)
    assert looked_after == [1]


def test_a_job_for_every_few_minutes_never_runs_beside_itself(do_jobs, looked_after):
    app.periodic_registry.periodic_tasks.clear()
    jobs.defer(f"{HERE}.look_after")
    change("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.defer(f"{HERE}.look_after")
    do_jobs()
    assert looked_after == []


def test_what_waits_or_is_being_done_is_known_by_its_ids(db, sent):
    for number, status in enumerate(("todo", "doing", "failed", "cancelled")):
        jobs.defer(f"{HERE}.send", mail=number)
        change("UPDATE procrastinate_jobs SET status = %s WHERE args->>'mail' = %s", status, str(number))
    assert sorted(jobs.living(f"{HERE}.send"), key=str) == [{"mail": 0}, {"mail": 1}]
    assert jobs.living(f"{HERE}.deliver") == []


# The worker's upkeep


def take(seconds_ago):
    """All jobs are being done by a worker that last said so long ago that it lives."""
    silent = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')"
    change(silent, seconds_ago)
    change("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")


@pytest.mark.parametrize("seconds_ago, done", [(3600, [(7, None)]), (0, [])])
def test_a_job_is_done_by_another_worker_when_its_own_is_gone(do_jobs, sent, seconds_ago, done):
    jobs.defer(f"{HERE}.send", mail=7)
    take(seconds_ago)
    jobs.defer(RESCUE)
    do_jobs()
    do_jobs()
    assert sent == done


def test_a_job_that_ended_many_workers_is_given_up(do_jobs, sent, caplog):
    jobs.defer(f"{HERE}.send", mail=7)
    take(3600)
    change("UPDATE procrastinate_jobs SET attempts = %s", jobs.LOST_WORKERS)
    jobs.defer(RESCUE)
    do_jobs()
    assert (sent, queue("status")) == ([], [("failed",)])
    assert "(mail=7) ended its worker 10 times and is given up" in caplog.text


@pytest.mark.parametrize("status, days, left", [("failed", 31, 0), ("failed", 29, 1), ("todo", 31, 1)])
def test_what_failed_is_kept_for_a_month(do_jobs, failing, status, days, left):
    jobs.defer(f"{HERE}.deliver", mail=7)
    change("UPDATE procrastinate_jobs SET status = %s, scheduled_at = now() + interval '1 hour'", status)
    change("UPDATE procrastinate_events SET at = now() - %s * interval '1 day'", days)
    jobs.defer(FORGET)
    do_jobs()
    assert len(queue()) == left


def test_the_office_sees_nothing_of_the_queue():
    assert not admin.site.is_registered(ProcrastinateJob)
