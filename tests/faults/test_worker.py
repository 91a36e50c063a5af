"""The worker that `manage.py serve` runs beside the web server, as real processes.

The nightly job stands for all: it writes the search anew, which is seen from outside.
"""

import contextlib
import os
import signal
import subprocess
import sys

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster, server
from tests.faults.portal import clean_environment, free_port
from tests.faults.processes import PROJECT, ask, end_server, lives, server_pid, tell, wait_until

pytestmark = pytest.mark.faults
REINDEX, RESCUE = "organisations.jobs.reindex", "darmstadt_mso.lib.jobs.rescue"
NOTHING_LEFT = "SELECT count(*) = 0 FROM procrastinate_jobs"
BEING_DONE = f"SELECT count(*) = 1 FROM procrastinate_jobs WHERE status = 'doing' AND task_name = '{REINDEX}'"
NEWEST_WORKER = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"


@pytest.fixture
def portal(serve):
    """It runs, its search is empty and soon written anew."""
    portal = serve().started()
    wait_until(portal.worker)
    wait_until(lambda: ask(database(portal), NEWEST_WORKER) and ask(database(portal), NOTHING_LEFT), seconds=180)
    empty_search(database(portal))
    return portal


def database(portal):
    return server.answering(portal.var / "postgres")


def empty_search(folder):
    tell(folder, "DELETE FROM organisations_searchentry")
    tell(folder, "DELETE FROM organisations_synonym WHERE id > (SELECT min(id) FROM organisations_synonym)")


def is_written(folder):
    return ask(folder, "SELECT count(*) > 0 FROM organisations_searchentry")


@contextlib.contextmanager
def held(folder):
    """The job stops at its first step."""
    with psycopg.connect(host=str(folder), user=cluster.SUPERUSER, dbname="postgres") as connection:
        connection.execute("LOCK TABLE organisations_searchword IN ACCESS EXCLUSIVE MODE")
        yield


def test_serve_does_what_another_process_asked_for(portal):
    portal.defer(REINDEX)
    wait_until(lambda: is_written(database(portal)) and ask(database(portal), NOTHING_LEFT))
    assert portal.stop() == 0


def test_a_job_whose_worker_is_killed_is_done_in_the_end(portal):
    folder, killed = database(portal), portal.worker()
    with held(folder):
        portal.defer(REINDEX)
        wait_until(lambda: ask(folder, BEING_DONE))
        lost = ask(folder, NEWEST_WORKER)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: ask(folder, NEWEST_WORKER) > lost)
    assert f"The worker ended by itself (exit code {-signal.SIGKILL}) and starts again in 1 s." in portal.said()
    assert portal.get("/readyz") == (200, "ready\n") and portal.worker() != killed
    assert ask(folder, BEING_DONE) and not is_written(folder)
    tell(folder, f"UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = {lost}")
    portal.defer(RESCUE)
    wait_until(lambda: is_written(folder) and ask(folder, NOTHING_LEFT))
    assert portal.stop() == 0


def test_the_end_waits_for_the_job_that_has_begun(portal, user):
    folder, worker = database(portal), portal.worker()
    with held(folder):
        portal.defer(REINDEX)
        wait_until(lambda: ask(folder, BEING_DONE))
        portal.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not portal.web_processes())
        assert lives(worker)
    assert portal.process.wait(timeout=120) == 0 and not lives(worker)
    folder = user(portal.var / "postgres").joined()
    assert is_written(folder) and ask(folder, NOTHING_LEFT)


def test_the_worker_outlasts_a_killed_database(portal):
    os.kill(server_pid(portal.var / "postgres"), signal.SIGKILL)
    wait_until(lambda: portal.get("/readyz")[0] == 200)
    portal.defer(REINDEX)
    wait_until(lambda: is_written(database(portal)))
    assert portal.stop() == 0


def test_the_worker_uses_the_database_that_is_named(serve, user, var):
    folder = user(var / "postgres").joined()
    portal = serve(DATABASE_URL=f"postgres:///postgres?host={folder}&user={cluster.SUPERUSER}").started()
    empty_search(folder)
    portal.defer(REINDEX)
    wait_until(lambda: is_written(folder))
    assert portal.stop() == 0


def refusal(**environment):
    """What `manage.py work` says when it does not begin."""
    command, env = [sys.executable, "manage.py", "work"], clean_environment(**environment)
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_an_absent_database_is_told_without_its_password(tmp_path):
    url = f"postgres://portal:geheim@127.0.0.1:{free_port()}/portal"
    said = refusal(VAR_DIR=str(tmp_path), DATABASE_URL=url)
    assert "does not answer" in said and said.count("\n") == 1 and "geheim" not in said


def test_a_database_that_is_not_prepared_is_told(tmp_path):
    said = refusal(VAR_DIR=str(tmp_path))
    end_server(tmp_path / "postgres")
    assert said == "The database is not prepared: run manage.py migrate first.\n"
