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


class Children:
    def __init__(self, grace):
        self.grace = grace  # seconds to finish what is being worked on
        self._running = {}

    def start(self, name, command):
        tied = [sys.executable, __file__, str(os.getpid()), *command]
        self._running[name] = subprocess.Popen(tied, stdin=subprocess.DEVNULL, start_new_session=True)

    def ended(self):
        """The name and exit code of a child that should still be there, else None."""
        for name, process in self._running.items():
            if process.poll() is not None:
                return name, process.returncode
        return None

    def wait_for_end(self):
        while not self.ended():
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
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, number) if number == signal.SIGKILL else process.send_signal(number)

    def _wait(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(process.poll() is None for process in self._running.values()):
            time.sleep(0.05)


def tie_to(parent):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("The parent is gone.")


if __name__ == "__main__":
    tie_to(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
