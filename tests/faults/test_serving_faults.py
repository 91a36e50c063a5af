"""The worker is killed at every step of the mail about a letter: one file and one mail for each person stay.

And of two people who fetch a letter in the same moment one is noted.
"""

import contextlib

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests import smtp
from tests.faults.processes import ask, end_server, tell, wait_until
from tests.faults.test_merging_race import Directory
from tests.faults.test_outbox import BLOCKED, END_BLOCKED, PostOffice

pytestmark = pytest.mark.faults
WRITING = """
import django
django.setup()
from tests.grants.notices import editor, make_notice
editor(make_notice())
"""
FETCHING = """
import sys
import django
django.setup()
from grants.casework import fetching
from grants.models import Notice
from grants.submitting import arrival
from organisations.models import User
notice = Notice.objects.get()
fetching.fetch(notice, User.objects.filter(memberships__isnull=False).order_by("pk")[int(sys.argv[1])], arrival())
fetched = notice.services.get()
print(fetched.fetched_by_id, fetched.fetched_at.isoformat())
"""
SENDING = """
import django
django.setup()
from grants.models import Notice
from tests.grants.notices import agree, editor, make_waiting
notice = make_waiting()
editor(notice)
agree(notice)
"""
SERVICE = "SELECT 1 FROM grants_service FOR UPDATE"
MAILS = "LOCK TABLE outbox_message IN EXCLUSIVE MODE"
JOB = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'grants.jobs.tell_of_letter' FOR UPDATE"
DONE = "SELECT count(*) FROM grants_service WHERE message_at IS NOT NULL AND ends_at IS NOT NULL"
LETTERS = "SELECT count(*) FROM outbox_message WHERE template = 'grants/letter'"
KEPT = "SELECT count(*) FROM grants_notice WHERE pdf <> '' AND pdf_sha256 <> ''"
SUBMITTED = "DELETE FROM procrastinate_jobs WHERE task_name <> 'grants.jobs.tell_of_letter'"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = PostOffice(tmp_path_factory.mktemp("letter"))
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


@pytest.fixture
def server():
    with smtp.sink() as sink:
        yield sink


@pytest.fixture
def issued(office):
    """A letter whose mail is to be sent to two people; nothing else is to be done."""
    tell(office.folder, "TRUNCATE procrastinate_jobs, outbox_message, grants_programme, organisations_user CASCADE")
    for file in letters(office):
        file.unlink()
    office.run("-c", WRITING)
    tell(office.folder, SUBMITTED)
    return office


def letters(office):
    return [path for path in (office.var / "media").rglob("*.pdf") if "notices" in path.parts]


@contextlib.contextmanager
def held(office, lock):
    with psycopg.connect(host=str(office.folder), user=cluster.SUPERUSER, dbname="postgres") as connection:
        connection.execute(lock)
        yield


def assert_told_once(office, server):
    for _again in range(2):
        office.recover(server)
        counts = [ask(office.folder, query) for query in (DONE, LETTERS, KEPT)]
        assert (counts, len(letters(office))) == ([1, 2, 1], 1)
    assert len(server.messages) == 2


@pytest.mark.parametrize("lock", [SERVICE, MAILS], ids=["before anything", "after the file, before the mails"])
def test_killed_before_the_message_is_written_down(issued, server, lock):
    with held(issued, lock):
        with issued.working(server):
            issued.wait_until_blocked()
        assert len(letters(issued)) == (lock == MAILS)
        tell(issued.folder, END_BLOCKED)
    assert ask(issued.folder, DONE) == 0
    assert_told_once(issued, server)


def test_killed_after_it_before_the_job_is_noted_as_done(issued, server):
    with contextlib.ExitStack() as later:
        with issued.working(server):
            with held(issued, SERVICE):
                issued.wait_until_blocked()
                later.enter_context(held(issued, JOB))
            wait_until(lambda: ask(issued.folder, DONE) == 1)
            issued.wait_until_blocked()
        tell(issued.folder, END_BLOCKED)
    assert_told_once(issued, server)


@pytest.fixture(scope="module")
def association(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("fetching"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", SENDING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def test_of_two_who_fetch_at_once_one_is_noted_and_both_read_the_same(association):
    with held(association, SERVICE):
        started = [association.start("-c", FETCHING, number) for number in "01"]
        wait_until(lambda: ask(association.folder, BLOCKED) == len(started))
    first, second = [process.communicate(timeout=60)[0].strip() for process in started]
    assert first == second != ""
