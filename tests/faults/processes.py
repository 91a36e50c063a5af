"""Real processes for the tests of this folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from darmstadt_mso.lib.localpg import cluster

PROJECT = Path(__file__).resolve().parents[2]

USER = """
import sys
from darmstadt_mso.lib import localpg
try:
    print(localpg.ensure(sys.argv[1]), flush=True)
except localpg.LocalPostgresError as error:
    sys.exit(f"refused: {error}")
for line in sys.stdin:
    print(localpg.ensure(sys.argv[1]), flush=True)
"""


class LocalUser:
    """A process that holds the database until it is told to leave."""

    def __init__(self, root, environment):
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", USER, str(root)]
        env = {**os.environ, **environment}
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=PROJECT, env=env)

    def joined(self):
        return Path(self._line())

    def ensure_again(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return Path(self._line())

    def leave(self):
        self.process.communicate(timeout=60)
        return self.process.returncode

    def refusal(self):
        said = self.process.communicate(timeout=60)[1]
        assert said.startswith("refused: "), said
        return said.removeprefix("refused: ").strip()

    def kill(self):
        with self.process:
            self.process.kill()

    def _line(self):
        line = self.process.stdout.readline().strip()
        assert line, self.process.stderr.read()
        return line


def ask(folder, query="SELECT 1"):
    with psycopg.connect(host=str(folder), user=cluster.SUPERUSER, dbname="postgres", autocommit=True) as connection:
        return connection.execute(query).fetchone()[0]


def tell(folder, command):
    with psycopg.connect(host=str(folder), user=cluster.SUPERUSER, dbname="postgres", autocommit=True) as connection:
        connection.execute(command)


def server_pid(root):
    noted = root / "data" / "postmaster.pid"
    return int(noted.read_text().split()[0]) if noted.exists() else None


def end_server(root):
    pid = server_pid(root)
    if pid and lives(pid):
        os.kill(pid, signal.SIGQUIT)
        wait_until(lambda: not lives(pid))


def lives(pid):
    """False for zombies: nobody may be there to collect them."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (done := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert done, f"not so after {seconds} seconds"
    return done
