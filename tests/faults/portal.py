"""`manage.py serve` as a real process, with everything that it starts."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.faults.processes import PROJECT, end_server, wait_until


class Portal:
    def __init__(self, var, **environment):
        self.var, self.port = var, free_port()
        own = {"VAR_DIR": str(var), "PORT": str(self.port), "DEMO": "1", **environment}
        self.environment = clean_environment(**own)
        self.output = open(var / f"said-{self.port}", "w+")
        self.process = self._manage("serve")

    def _manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, stdout=self.output, stderr=self.output)

    def started(self):
        wait_until(lambda: "Stop:" in self.said() or self.process.poll() is not None, seconds=240)
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

    def defer(self, job):
        """Asks for a job from a process of its own."""
        asking = self._manage("shell", "-c", f"from darmstadt_mso.lib import jobs; jobs.defer({job!r})")
        assert asking.wait(timeout=120) == 0, self.said()

    def web_processes(self):
        """Of gunicorn; the first is the one that starts the others."""
        return self._processes("gunicorn")

    def worker(self):
        """The process that does the jobs."""
        return next(iter(self._processes("manage.py\0work\0")), None)

    def _processes(self, word):
        return sorted(pid for pid in all_pids() if word in told(pid, "cmdline") and self._is_mine(pid))

    def _is_mine(self, pid):
        return {f"VAR_DIR={self.var}", f"PORT={self.port}"} <= set(told(pid, "environ").split("\0"))

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(timeout=180)  # longer than the portal's own patience with children and database

    def refusal(self):
        assert self.process.wait(timeout=180) == 1
        said = self.said().strip()
        assert "\n" not in said, said
        return said

    def clean_up(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pid in [*self.web_processes(), *filter(None, [self.worker()])]:
            os.kill(pid, signal.SIGKILL)
        end_server(self.var / "postgres")
        self.output.close()


def clean_environment(**given):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOST", "DEBUG"}}
    return {**kept, **given}


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
