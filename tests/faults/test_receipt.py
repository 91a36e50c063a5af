"""The worker is killed at every step of a receipt, as a real process: one paper and one mail for each address stay."""

import contextlib

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests import smtp
from tests.faults.processes import ask, end_server, tell, wait_until
from tests.faults.test_outbox import END_BLOCKED, PostOffice

pytestmark = pytest.mark.faults
WRITING = """
import django
django.setup()
from grants import publishing
from tests.grants.submissions import make_asking_call, submit
call = make_asking_call()
publishing.publish(call, None)
call.refresh_from_db()
submit(call)
"""
SUBMISSION = "SELECT 1 FROM grants_submission FOR UPDATE"
MAILS = "LOCK TABLE outbox_message IN EXCLUSIVE MODE"
JOB = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'grants.jobs.send_receipt' FOR UPDATE"
DONE = "SELECT count(*) FROM grants_submission WHERE receipt_at IS NOT NULL"
RECEIPTS = "SELECT count(*) FROM outbox_message WHERE template = 'grants/receipt'"
FILES = "SELECT count(*) FROM outbox_attachment"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = PostOffice(tmp_path_factory.mktemp("receipt"))
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


@pytest.fixture
def server():
    with smtp.sink() as sink:
        yield sink


@pytest.fixture
def submitted(office):
    tell(office.folder, "TRUNCATE procrastinate_jobs, outbox_message, grants_programme, organisations_user CASCADE")
    for file in papers(office):
        file.unlink()
    office.run("-c", WRITING)
    return office


def papers(office):
    return [path for path in (office.var / "media").rglob("*") if path.is_file()]


@contextlib.contextmanager
def held(office, lock):
    with psycopg.connect(host=str(office.folder), user=cluster.SUPERUSER, dbname="postgres") as connection:
        connection.execute(lock)
        yield


def assert_one_receipt(office, server):
    for _again in range(2):
        office.recover(server)
        counts = [ask(office.folder, query) for query in (DONE, RECEIPTS, FILES)]
        assert (counts, len(papers(office))) == ([1, 2, 2], 1)


@pytest.mark.parametrize("lock", [SUBMISSION, MAILS], ids=["before anything", "after the file, before the mails"])
def test_killed_before_the_receipt_is_written_down(submitted, server, lock):
    with held(submitted, lock):
        with submitted.working(server):
            submitted.wait_until_blocked()
        assert len(papers(submitted)) == (lock == MAILS)
        tell(submitted.folder, END_BLOCKED)
    assert ask(submitted.folder, DONE) == 0
    assert_one_receipt(submitted, server)
    assert len(server.messages) == 2


def test_killed_after_it_before_the_job_is_noted_as_done(submitted, server):
    with contextlib.ExitStack() as later:
        with submitted.working(server):
            with held(submitted, SUBMISSION):
                submitted.wait_until_blocked()
                later.enter_context(held(submitted, JOB))
            wait_until(lambda: ask(submitted.folder, DONE) == 1)
            submitted.wait_until_blocked()
        tell(submitted.folder, END_BLOCKED)
    assert_one_receipt(submitted, server)
