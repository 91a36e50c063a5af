"""`manage.py serve` as a real process: start, what it says, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.faults.processes import PROJECT, end_server, lives, server_pid, wait_until

pytestmark = pytest.mark.faults


class Portal:
    def __init__(self, var, **environment):
        self.var, self.port = var, free_port()
        clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOST", "DEBUG"}}
        env = {**clean, "VAR_DIR": str(var), "PORT": str(self.port), "DEMO": "1", **environment}
        command = [sys.executable, "manage.py", "serve"]
        self.output = open(var / f"said-{self.port}", "w+")
        self.process = subprocess.Popen(command, cwd=PROJECT, env=env, stdout=self.output, stderr=self.output)

    def started(self):
        wait_until(lambda: "Stop:" in self.said() or self.process.poll() is not None, seconds=90)
        assert self.process.poll() is None, self.said()
        return self

    def said(self):
        return Path(self.output.name).read_text()

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def web_processes(self):
        """Of gunicorn; the first is the one that starts the others."""
        return sorted(pid for pid in all_pids() if "gunicorn" in told(pid, "cmdline") and self._is_mine(pid))

    def _is_mine(self, pid):
        return {f"VAR_DIR={self.var}", f"PORT={self.port}"} <= set(told(pid, "environ").split("\0"))

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(timeout=40)

    def refusal(self):
        assert self.process.wait(timeout=90) == 1
        said = self.said().strip()
        assert "\n" not in said, said
        return said

    def clean_up(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pid in self.web_processes():
            os.kill(pid, signal.SIGKILL)
        end_server(self.var / "postgres")
        self.output.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def all_pids():
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def told(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """One data folder for all tests here: its first start takes seconds, the next are quick."""
    return tmp_path_factory.mktemp("serve")


@pytest.fixture
def serve(var):
    started = []

    def start(folder=var, **environment):
        started.append(Portal(folder, **environment))
        return started[-1]

    yield start
    for portal in started:
        portal.clean_up()


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
    postgres = server_pid(var / "postgres")
    assert portal.stop(number) == 0
    assert "Traceback" not in portal.said() and portal.said().endswith("Stopped.\n")
    assert portal.web_processes() == [] and not lives(postgres)


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
    wait_until(lambda: portal.get("/readyz")[0] == 200, seconds=20)
    assert portal.stop() == 0
    assert database_is_gone(var)


def test_a_killed_worker_is_replaced(serve):
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
    assert portal.get("/readyz")[0] == 200
    portal.process.kill()
    portal.process.wait()
    wait_until(lambda: portal.web_processes() == [])
    assert serve().started().get("/readyz")[0] == 200


def test_the_end_of_the_web_server_ends_the_portal_with_a_sentence(serve, var):
    portal = serve().started()
    os.kill(portal.web_processes()[0], signal.SIGKILL)
    assert portal.process.wait(timeout=40) == 1
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
