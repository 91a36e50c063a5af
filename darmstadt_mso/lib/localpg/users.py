"""Who uses the server: one shared lock per process, freed by the kernel however the process ends."""

import atexit
import contextlib
import os
import threading
import time

from .errors import LocalPostgresError

try:
    import fcntl
except ImportError as error:
    raise LocalPostgresError("The built-in database needs Linux or macOS: set DATABASE_URL.") from error

PATIENCE = 120  # seconds; a first start on a slow disk takes ten

guard = threading.RLock()
_held = {}  # root -> descriptor that carries this process's shared lock


def holds(root):
    return root in _held


def enter(root, at_exit):
    if root in _held:
        return
    descriptor = _open(root / "users")
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[root] = descriptor
    atexit.register(at_exit, root)


def leave(root):
    os.close(_held.pop(root))


def nobody(root):
    descriptor = _open(root / "users")
    try:
        return _try_exclusive(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def changing(root):
    """Only one process at a time starts or stops the server."""
    descriptor = _open(root / "lock")
    try:
        _wait_exclusive(descriptor, root)
        yield
    finally:
        os.close(descriptor)


def _wait_exclusive(descriptor, root):
    deadline = time.monotonic() + PATIENCE
    while not _try_exclusive(descriptor):
        if time.monotonic() > deadline:
            raise LocalPostgresError(
                f"Another program has been starting or stopping the database in {root} for "
                f"{PATIENCE} seconds: end that program and try again."
            )
        time.sleep(0.02)


def _try_exclusive(descriptor):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path):
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if os.geteuid() == 0:  # root works in an ordinary user's folder: leave that user able to open it
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


def _forget_after_fork():
    """A forked child enters by itself; an inherited lock would outlive its parent."""
    global guard
    guard = threading.RLock()
    while _held:
        os.close(_held.popitem()[1])


os.register_at_fork(after_in_child=_forget_after_fork)
