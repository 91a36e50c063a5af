"""Programs that live and die together: the web server, and whatever has to run beside it.

Each gets a session of its own, so Ctrl-C reaches the parent only, which then ends them in order.
Run as a script this module is the small step in between that ties a child to its parent: if the
parent is killed the child is told to end as well (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 1, 60  # seconds


class Child:
    def __init__(self, name, command):
        self.name, self._command = name, command
        self.start()

    def start(self):
        tied = [sys.executable, __file__, str(os.getpid()), *self._command]
        self._process = subprocess.Popen(tied, stdin=subprocess.DEVNULL, start_new_session=True)
        self._started = time.monotonic()

    def code(self):
        """The exit code, None while it runs."""
        return self._process.poll()

    def tell(self, number):
        if self.code() is None:
            pid = self._process.pid
            os.killpg(pid, number) if number == signal.SIGKILL else os.kill(pid, number)


class Returning(Child):
    """Is started again when it ends, after pauses that double as long as it does not last."""

    _pause, _due = FIRST_PAUSE, None

    def __init__(self, name, command, tell_end):
        super().__init__(name, command)
        self._tell_end = tell_end

    def care(self):
        if self.code() is None:
            return
        if self._due is None:
            self._wait()
        elif time.monotonic() >= self._due:
            self._due = None
            self.start()

    def _wait(self):
        now = time.monotonic()
        pause = FIRST_PAUSE if now - self._started > LONGEST_PAUSE else self._pause
        self._due, self._pause = now + pause, min(2 * pause, LONGEST_PAUSE)
        self._tell_end(self.name, self.code(), pause)


class Children:
    def __init__(self, grace):
        self.grace = grace  # seconds to finish what is being worked on
        self._needed, self._returning = [], []

    def start(self, name, command):
        """A child whose end is the end of all."""
        self._needed.append(Child(name, command))

    def keep(self, name, command, tell_end):
        """A child that comes back; `tell_end` hears its name, its exit code and the pause in seconds."""
        self._returning.append(Returning(name, command, tell_end))

    def ended(self):
        """The name and exit code of a child that should still be there, else None."""
        return next(((child.name, child.code()) for child in self._needed if child.code() is not None), None)

    def wait_for_end(self):
        while not self.ended():
            for child in self._returning:
                child.care()
            time.sleep(0.2)
        return self.ended()

    def stop(self):
        try:
            self._tell(signal.SIGTERM)
            self._wait(self.grace)
        except KeyboardInterrupt:  # asked a second time
            pass
        finally:
            self._tell(signal.SIGKILL)
            self._wait(5)

    def _tell(self, number):
        for child in self._all():
            child.tell(number)

    def _wait(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(child.code() is None for child in self._all()):
            time.sleep(0.05)

    def _all(self):
        return [*self._needed, *self._returning]


def tie_to(parent):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("The parent is gone.")


if __name__ == "__main__":
    tie_to(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
