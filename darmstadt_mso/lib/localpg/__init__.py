"""A private PostgreSQL for one machine, started when it is first needed.

`ensure(root)` returns the folder of the server's Unix socket. Below `root` lie
    data/   the cluster            s/      the socket (never TCP)
    lock    held while something starts or stops the server
    users   locked (shared) by every process that uses it; the last one to leave stops the server
    log     what PostgreSQL says
The locks are the kernel's: they vanish with their process, even after kill -9.
"""

from pathlib import Path

from . import cluster, server, users
from .errors import LocalPostgresError

__all__ = ["LocalPostgresError", "ensure", "release"]


def ensure(root):
    """Start the server unless it answers already; safe between threads and processes."""
    root = Path(root).resolve()
    with users.guard:
        try:
            return (users.holds(root) and server.answering(root)) or _join(root)
        except OSError as error:
            raise LocalPostgresError(
                f"The database folder {root} cannot be used ({error.strerror or error}): check its "
                "owner and the free space of the disk, or set DATABASE_URL."
            ) from error


def release(root):
    """Leave; whoever leaves last stops the server."""
    root = Path(root).resolve()
    with users.guard:
        if users.holds(root):
            _leave(root)


def _join(root):
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with users.changing(root):
        users.enter(root, at_exit=release)
        return server.answering(root) or _start(root)


def _start(root):
    account = cluster.prepare(root)
    return server.start(root, account)


def _leave(root):
    if not root.exists():
        return users.leave(root)
    with users.changing(root):
        users.leave(root)
        if users.nobody(root):
            server.stop(root)
