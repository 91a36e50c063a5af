"""The one door to background jobs: work that nobody waits for, queued in the same PostgreSQL.

An app declares its jobs in `<app>/jobs.py`, where the worker (`manage.py work`) finds them:

    @jobs.job(retries=8)
    def send(mail): ...

    @jobs.daily(time(3, 10))
    def tidy(): ...

    @jobs.every(minutes=10)
    def look_after(): ...

Whoever needs one asks for it by name and with ids only: `jobs.defer("organisations.jobs.send", mail=7)`.
A job can be done twice, when its worker is killed just before noting the end: it looks first what is left to do.
"""

import functools
import inspect
import logging
from datetime import UTC, date, datetime

from django.apps import apps
from django.contrib import admin
from django.utils.timezone import get_default_timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector

BACK_OFF = 4  # seconds before the first retry; each pause is four times the one before
LOST_WORKERS = 10  # a job that ended so many is given up
FAILED_ARE_KEPT = 30 * 24  # hours

logger = logging.getLogger(__name__)

# Django's connection even inside a job: the worker's own is outside of the job's transaction.
_queue = JobManager(DjangoConnector())


class JobFailed(Exception):
    """Names the kind of error only, because its words may hold names and addresses."""


def defer(name, /, **ids):
    """Asks for a job within the current transaction: if that is rolled back, nobody ever asked."""
    if texts := [key for key, value in ids.items() if type(value) is not int]:
        raise TypeError(f"A job takes ids (whole numbers) only, not so: {', '.join(texts)}")
    request = app.configure_task(name, allow_unknown=False)
    inspect.signature(app.tasks[name].func).bind(**ids)
    _queue.defer_job(request.make_new_job(**ids))


def job(retries=0):
    """Declares a job. Retries follow after 4, 16, 64 … seconds: 5 take 23 minutes, 8 take a day."""

    def declare(work):
        app.task(retry=back_off(retries))(discreet(work))
        return work

    return declare


def daily(at, retries=0):
    """Declares a job for this time of day here, once however many workers run; it is caught up within the hour.

    The queue's clock is UTC: the job comes due at each hour of UTC that may be meant and works at the right one.
    Between 2 and 3 is no good time, which the change of the clocks leaves out or has twice.
    """

    def declare(work):
        @functools.wraps(work)
        def on_time(timestamp=None):
            if timestamp is None or local_time(timestamp) == at:
                work()

        task = app.task(retry=back_off(retries), lock=f"{work.__module__}.{work.__name__}")(discreet(on_time))
        for hour in utc_hours(at):
            app.periodic(cron=f"{at.minute} {hour} * * *", periodic_id=f"{hour} UTC")(task)
        return work

    return declare


def every(minutes):
    """Declares a job that is done again and again, once however many workers run; `minutes` divide the hour."""

    def declare(work):
        @functools.wraps(work)
        def on_time(timestamp=None):
            work()

        task = app.task(lock=f"{work.__module__}.{work.__name__}")(discreet(on_time))
        app.periodic(cron=f"*/{minutes} * * * *")(task)
        return work

    return declare


def living(name):
    """The ids with which this job waits for its time or is being done."""
    asked = apps.get_model("procrastinate", "ProcrastinateJob").objects.filter(task_name=name)
    return list(asked.filter(status__in=[Status.TODO.value, Status.DOING.value]).values_list("args", flat=True))


def back_off(retries):
    return RetryStrategy(max_attempts=retries, exponential_wait=BACK_OFF) if retries else False


def discreet(work):
    @functools.wraps(work)
    def run(**ids):
        try:
            work(**ids)
        except Exception as error:
            failure = JobFailed(type(error).__qualname__).with_traceback(error.__traceback__)
            # At once, because a later attempt may find nothing left to do and end well.
            logger.warning("%s failed", work.__qualname__, exc_info=failure)
            raise failure from None

    return run


def local_time(timestamp):
    return datetime.fromtimestamp(timestamp, get_default_timezone()).time()


def utc_hours(at):
    """The hours of UTC at which it is this time here, in winter and in summer."""
    days = [date(2026, 1, 1), date(2026, 7, 1)]
    here = [datetime.combine(day, at, get_default_timezone()) for day in days]
    return sorted({moment.astimezone(UTC).hour for moment in here})


# The worker and its own upkeep


def work(wait=True):
    """Does jobs until SIGINT or SIGTERM, finishing what it has begun; without waiting, until none is due."""
    # Asked anew for each connection, which also brings back an embedded database that was killed.
    connector = PsycopgConnector(kwargs=connector_params, min_size=1, max_size=4, timeout=10)
    with app.replace_connector(connector):
        app.run_worker(wait=wait)


@app.periodic(cron="* * * * *")
@app.task
async def rescue(timestamp=None):
    """Gives back the jobs whose worker is gone: it has not said for half a minute that it lives."""
    for lost in await app.job_manager.get_stalled_jobs():
        if lost.attempts < LOST_WORKERS:
            await app.job_manager.retry_job(lost)
        else:
            logger.error("%s ended its worker %s times and is given up", lost.call_string, LOST_WORKERS)
            await app.job_manager.finish_job(lost, Status.FAILED, delete_job=False)


@app.periodic(cron="0 2 * * *")
@app.task
async def forget(timestamp=None):
    """What is done leaves at once; what failed stays a while, for whoever looks after the portal."""
    everything = {"include_failed": True, "include_cancelled": True, "include_aborted": True}
    await app.job_manager.delete_old_jobs(nb_hours=FAILED_ARE_KEPT, **everything)


def keep_out_of_admin(app):
    """The office has no use for rows of the queue."""
    admin.site.unregister(apps.get_model("procrastinate", "ProcrastinateJob"))
