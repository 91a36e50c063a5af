"""The data folder: making it, its settings, its version."""

import shutil
import subprocess
import sys
import uuid

from . import account, binaries, drop_root
from .errors import LocalPostgresError

SUPERUSER = "portal"
INCLUDED = "portal.conf"
SETTINGS = """\
# Rewritten at each start. Own settings: in postgresql.conf below the include, or by ALTER SYSTEM.
max_connections = 60
shared_buffers = 128MB
effective_cache_size = 512MB
work_mem = 8MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
# Statements and the values in them are personal data: they stay out of the log.
log_min_error_statement = panic
log_error_verbosity = terse
"""


def prepare(root):
    """Make what is missing; the account that the server runs as."""
    server_account = account.choose(root)
    if not (root / "data" / "PG_VERSION").exists():
        _create(root, server_account)
    _write_settings(root / "data" / INCLUDED)
    return server_account


def programs(root):
    data = root / "data"
    return binaries.matching(int((data / "PG_VERSION").read_text()), data)


def _create(root, server_account):
    for rest in root.glob("new-*"):
        shutil.rmtree(rest, ignore_errors=True)
    # Renamed when complete, so a killed initdb leaves no half cluster; the name is new each time
    # because such an initdb may still be writing.
    new = root / f"new-{uuid.uuid4().hex[:8]}"
    _initdb(root, new, server_account)
    with open(new / "postgresql.conf", "a") as file:
        file.write(f"\ninclude_if_exists '{INCLUDED}'\n")
    new.rename(root / "data")


def _initdb(root, new, server_account):
    options = ["--auth=trust", "--encoding=UTF8", "--data-checksums", "--no-instructions", *_locale()]
    initdb = [binaries.newest() / "initdb", "-D", new, "-U", SUPERUSER, *options]
    command = account.command(server_account, root, initdb)
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=account.environment(), cwd="/"
    )
    if done.returncode:
        shutil.rmtree(new, ignore_errors=True)
        raise _refused(root, server_account, done)


def _refused(root, server_account, done):
    reason = ((done.stderr or done.stdout).strip().splitlines() or ["no reason given"])[-1]
    if done.returncode == drop_root.UNREACHABLE:
        return account.unreachable(server_account, reason)
    return LocalPostgresError(
        f"PostgreSQL could not create a database in {root} ({reason}): check the folder, or set DATABASE_URL."
    )


def _locale():
    # Letters of all languages, sorted by code point, the same with every build (the wheel has no ICU).
    return ["--locale=C", "--lc-ctype=en_US.UTF-8"] if sys.platform == "darwin" else ["--locale=C.UTF-8"]


def _write_settings(path):
    if not path.exists() or path.read_text() != SETTINGS:
        path.write_text(SETTINGS)
        path.chmod(0o644)  # as root it may belong to another account than the server's
