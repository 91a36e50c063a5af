"""`manage.py serve` as a real process: start, what it says, and how it ends."""

import os
import re
import signal
import socket
import sys

import pytest

from tests.faults.portal import free_port
from tests.faults.processes import lives, server_pid, wait_until

pytestmark = pytest.mark.faults


def database_is_gone(var):
    pid = server_pid(var / "postgres")
    return pid is None or not lives(pid)


def test_it_starts_says_where_and_answers(serve):
    portal = serve().started()
    assert portal.get("/healthz") == (200, "ok\n")
    assert portal.get("/readyz") == (200, "ready\n")
    said = portal.said()
    assert f"http://localhost:{portal.port}/" in said and str(portal.var) in said
    assert "leitung@demo.example" in said and "demo-darmstadt" in said
    assert len(said.splitlines()) <= 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_in_order(serve, var, number):
    portal = serve().started()
    postgres, worker = server_pid(var / "postgres"), wait_until(portal.worker)
    assert portal.stop(number) == 0
    assert "Traceback" not in portal.said() and portal.said().endswith("Stopped.\n")
    assert portal.web_processes() == [] and not lives(worker) and not lives(postgres)


def test_ctrl_c_while_it_prepares_ends_quietly(serve, tmp_path):
    portal = serve(tmp_path)
    wait_until(lambda: (tmp_path / "postgres" / "data").exists())
    assert portal.stop() == 0
    assert "Traceback" not in portal.said()
    assert database_is_gone(tmp_path)


def test_a_taken_port_is_told_before_anything_starts(serve, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        said = serve(tmp_path, PORT=str(taken)).refusal()
    assert said == (f"Port {taken} is taken: stop the other program or choose another with PORT={taken + 1} make run")
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_wrong_port_is_told(serve, tmp_path, port):
    assert "PORT must be a number" in serve(tmp_path, PORT=port).refusal()


def test_a_killed_database_comes_back_under_the_running_portal(serve, var):
    portal = serve().started()
    assert portal.get("/readyz")[0] == 200
    os.kill(server_pid(var / "postgres"), signal.SIGKILL)
    wait_until(lambda: portal.get("/readyz")[0] == 200, seconds=60)
    assert portal.stop() == 0
    assert database_is_gone(var)


def test_a_killed_web_worker_is_replaced(serve):
    portal = serve().started()
    first, *workers = portal.web_processes()
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    wait_until(lambda: workers[0] not in portal.web_processes() and len(portal.web_processes()) == 3)
    assert portal.get("/readyz")[0] == 200
    assert portal.stop() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_nothing_outlives_a_killed_portal(serve, var):
    portal = serve().started()
    assert portal.get("/readyz")[0] == 200 and wait_until(portal.worker)
    portal.process.kill()
    portal.process.wait()
    wait_until(lambda: portal.web_processes() == [] and not portal.worker())
    assert serve().started().get("/readyz")[0] == 200


def test_the_end_of_the_web_server_ends_the_portal_with_a_sentence(serve, var):
    portal = serve().started()
    os.kill(portal.web_processes()[0], signal.SIGKILL)
    assert portal.process.wait(timeout=120) == 1
    assert "web server ended by itself" in portal.said() and "Traceback" not in portal.said()
    assert database_is_gone(var)


def test_two_portals_share_one_data_folder(serve, var):
    one, two = serve(), serve()
    one.started(), two.started()
    assert one.stop() == 0
    assert two.get("/readyz") == (200, "ready\n"), "whoever leaves last stops the database"
    assert two.stop() == 0
    assert database_is_gone(var)


def test_demo_accounts_are_refused_without_demo(serve, var):
    serve().started().stop()
    said = serve(DEMO="0").refusal()
    assert "load_demo --remove" in said and "demo accounts" in said


def test_without_demo_the_way_to_a_first_account_is_told(serve, tmp_path):
    said = serve(tmp_path, DEMO="0").started().said()
    assert "createsuperuser" in said and "demo.example" not in said


def test_an_absent_database_is_told_without_its_password(serve, tmp_path):
    url = f"postgres://portal:geheim@127.0.0.1:{free_port()}/portal"
    said = serve(tmp_path, DATABASE_URL=url).refusal()
    assert "does not answer" in said and re.search(r"127\.0\.0\.1:\d+/portal", said)
    assert "geheim" not in said


def test_missing_database_programs_are_told(serve, tmp_path):
    assert "PostgreSQL 15 to 18 is not on this machine" in serve(tmp_path, PORTAL_PG_BIN="/nowhere").refusal()
