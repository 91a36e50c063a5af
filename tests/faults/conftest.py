import contextlib
import os
import signal

import pytest

from tests.faults.processes import LocalUser, lives, server_pid, wait_until


@pytest.fixture
def root(tmp_path):
    """A database folder whose server is gone after the test, whatever the test did to its users."""
    folder = tmp_path / "pg"
    yield folder
    if pid := server_pid(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
        wait_until(lambda: not lives(pid))


@pytest.fixture
def user(root):
    """Starts processes that use the database; those left over are killed."""
    started = []

    def start(folder=root, **environment):
        started.append(LocalUser(folder, environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
