"""The real portal as a process of its own, with the demo directory, as residents and the office meet it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

from tests.faults.processes import PROJECT, wait_until

START_PATIENCE = 240  # seconds; a first start makes a database and fills it
# Of the person who runs the tests: a portal that obeyed them would be another one.
NOT_PASSED_ON = {
    *("DATABASE_URL", "HOST", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "SECRET_KEY", "KEEP_PAGES", "PROXY_COUNT"),
    *("EMAIL_URL", "DEFAULT_FROM_EMAIL"),
}
STAFF_PASSWORD = "demo-darmstadt"


class Portal:
    """`manage.py serve` on a free port, with a data folder of its own."""

    def __init__(self, folder):
        port = free_port()
        self.origin = f"http://127.0.0.1:{port}"
        self.words = folder / "said"
        own = {"VAR_DIR": str(folder / "var"), "PORT": str(port), "DEMO": "1", "STATIC_UNHASHED": "0"}
        self.environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON} | own
        command = [sys.executable, "manage.py", "serve"]
        with open(self.words, "w") as said:
            self.process = subprocess.Popen(command, cwd=PROJECT, env=self.environment, stdout=said, stderr=said)

    def url(self, path):
        return self.origin + path

    def wait(self):
        wait_until(lambda: self.process.poll() is not None or self.is_ready(), START_PATIENCE)
        assert self.process.poll() is None, self.said()

    def is_ready(self):
        try:
            with urllib.request.urlopen(self.url("/readyz"), timeout=15) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def manage(self, *command):
        """A command beside the running portal, with its data; returns what it says."""
        whole = [sys.executable, "manage.py", *command]
        done = subprocess.run(whole, cwd=PROJECT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def said(self):
        return self.words.read_text()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
