"""As whom the server runs. PostgreSQL refuses root, so root's server becomes someone else.

Best is a user namespace: inside it the server is an ordinary account, outside its files stay
root's, so it works below /root and needs no new account. Where the machine forbids namespaces
(containers, macOS) the folder is handed to an ordinary account.
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass

from . import drop_root
from .errors import LocalPostgresError

KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    way: str  # one of drop_root.WAYS


def choose(root):
    """None for an ordinary user, who simply runs the server."""
    if os.geteuid() != 0:
        return None
    owner = root.stat().st_uid
    if owner:
        return _named(_entry(owner), drop_root.ACCOUNT)
    inside = _named(_unprivileged(), drop_root.NAMESPACE)
    if namespaces_work(inside):
        return inside
    account = _named(_unprivileged(), drop_root.ACCOUNT)
    _hand_over(root, account)
    return account


def command(account, folder, program):
    """The command line that runs a program as the account (None: as oneself), which must reach the folder."""
    # -I -S: the script must not depend on the caller's environment or packages.
    prefix = []
    if account:
        prefix = [sys.executable, "-I", "-S", drop_root.__file__, account.way, account.uid, account.gid, folder]
    return [str(part) for part in (*prefix, *program)]


def namespaces_work(account):
    trial = command(account, "/", ["/bin/sh", "-c", ":"])
    return subprocess.run(trial, capture_output=True, cwd="/").returncode == 0


def environment():
    """Little of the caller's: no PostgreSQL settings, no language (messages are English), no secrets."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return {**kept, "LC_ALL": locale, "TZ": "UTC"}


def unreachable(account, path):
    return LocalPostgresError(
        f"PostgreSQL must not run as root, and the account {account.name} that would run it cannot reach {path}: "
        "move the project out of private folders, run it as an ordinary user, or set DATABASE_URL."
    )


def _unprivileged():
    """initdb wants an account that the machine knows."""
    entries = [entry for entry in pwd.getpwall() if entry.pw_uid > 0]
    if not entries:
        raise LocalPostgresError(
            "PostgreSQL must not run as root, and this machine has no other account: set DATABASE_URL."
        )
    return min(entries, key=lambda entry: (entry.pw_name != "postgres", entry.pw_uid))


def _entry(uid):
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return _unprivileged()


def _named(entry, way):
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, way)


def _hand_over(root, account):
    for folder, _folders, files in os.walk(root):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
