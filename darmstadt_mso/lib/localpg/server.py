"""The running server: does it answer, start it, stop it."""

import contextlib
import hashlib
import os
import signal
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from . import account, cluster, drop_root
from .errors import LocalPostgresError

PORT = 5432  # only a part of the socket's name
LONGEST_PATH = 90  # bytes; a socket's whole path may have 103 (macOS) or 107
PATIENCE = 90  # seconds, for replaying what was not yet written at a crash
ANSWER_WITHIN = 10  # seconds
LOG_LIMIT = 5_000_000  # bytes
SHARED_MEMORY_TAKEN = "still in use"

_LOGIN = b"user\0" + cluster.SUPERUSER.encode() + b"\0database\0postgres\0\0"
HELLO = struct.pack("!ii", len(_LOGIN) + 8, 3 << 16) + _LOGIN
GOODBYE = b"X\0\0\0\4"
READY_FOR_QUERY = b"Z\0\0\0\5I"
CANNOT_CONNECT_NOW = b"C57P03\0"  # starting, stopping or recovering

_children = {}  # root -> the server that this process started, collected when it ended
_log_before = {}  # root -> the log's length before that


def answering(root):
    """The socket folder of a server that takes sessions, else None."""
    return next((folder for folder in _socket_folders(root) if _takes_sessions(folder)), None)


def start(root, server_account):
    try:
        return _started(root, server_account)
    except BaseException:  # Ctrl-C, too: nobody would know of a server that has not yet noted its number
        _end_child(root)
        raise


def _started(root, server_account):
    _collect_ended(root)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _says_ready(root) and (folder := answering(root)):
            return folder
        if child := _collect_ended(root):
            _look_into_failure(root, server_account, child)
        if root not in _children and not _pid(root):
            _launch(root, server_account)
        time.sleep(0.02)
    raise LocalPostgresError(
        f"PostgreSQL has not answered for {PATIENCE} seconds: see {root / 'log'}, end the postgres processes "
        "that still use this folder, and try again."
    )


def _collect_ended(root):
    if root in _children and _children[root].poll() is not None:
        return _children.pop(root)
    return None


def _end_child(root):
    child = _children.pop(root, None)
    if child and child.poll() is None:
        child.terminate()
        child.wait()


def stop(root):
    pid = _pid(root)
    if not pid:
        return
    os.kill(pid, signal.SIGINT)  # "fast": sessions are ended, everything is written
    deadline = time.monotonic() + PATIENCE
    while _pid(root) and time.monotonic() < deadline:
        time.sleep(0.02)
    if child := _children.pop(root, None):
        child.wait(PATIENCE)
    with contextlib.suppress(OSError):
        _place_for_socket(root).rmdir()  # it may lie in the machine's temporary folder


def _launch(root, server_account):
    _forget_strangers(root)
    command = account.command(server_account, root, _command(root))
    with open(_fresh_log(root), "ab") as log, _undisturbed():
        _log_before[root] = log.tell()
        # A session of its own: Ctrl-C is meant for the portal, which stops the server in order.
        _children[root] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=account.environment(),
            cwd="/",
            start_new_session=True,
        )


@contextlib.contextmanager
def _undisturbed():
    """Signals wait until the child is noted; PostgreSQL itself sets which it takes."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _command(root):
    program = cluster.programs(root) / "postgres"
    folder = _socket_folder(root)
    return [program, "-D", root / "data", "-c", "listen_addresses=", "-k", folder, "-p", PORT]


def _look_into_failure(root, server_account, child):
    """Returns if another attempt is worth it: after kill -9 the old server's children live on for a moment."""
    reason = _last_words(root)
    if child.returncode == drop_root.UNREACHABLE:
        raise account.unreachable(server_account, reason)
    if SHARED_MEMORY_TAKEN not in reason:
        raise LocalPostgresError(f"PostgreSQL did not start ({reason}): see {root / 'log'}, or set DATABASE_URL.")
    time.sleep(0.4)


def _last_words(root):
    """Why it gave up; hints and farewells follow the reason."""
    with open(root / "log", "rb") as file:
        file.seek(_log_before[root])
        lines = file.read().decode(errors="replace").splitlines()
    told = [line for line in lines if "FATAL:" in line or "PANIC:" in line] or lines or ["no reason given"]
    return told[-1].split(":  ", 1)[-1].strip()


def _fresh_log(root):
    log = root / "log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(root / "log.old")
    return log


def _says_ready(root):
    """Asking earlier only fills the log."""
    return _lines(_pid_file(root))[7:8] == ["ready   "]


def _takes_sessions(folder):
    """Asks as a client would: a socket that accepts may belong to a server that is still recovering."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_WITHIN)
        try:
            line.connect(str(folder / f".s.PGSQL.{PORT}"))
            line.sendall(HELLO)
            answer = _whole_answer(line)
            line.sendall(GOODBYE)
        except OSError:
            return False
    return bool(answer) and CANNOT_CONNECT_NOW not in answer


def _whole_answer(line):
    answer = b""
    while not answer.endswith(READY_FOR_QUERY):
        part = line.recv(4096)
        answer += part
        if not part or answer.startswith(b"E"):
            break
    return answer


def _socket_folders(root):
    """Where the server says it listens (its TMPDIR may have differed), then where it would today.

    A copied or moved folder still names the old place: another database may answer there.
    """
    lines = _lines(_pid_file(root))
    noted = [Path(lines[4])] if len(lines) > 4 and lines[1] == str(root / "data") else []
    return [*noted, _place_for_socket(root)]


def _place_for_socket(root):
    path = root / "s"
    if len(os.fsencode(path)) <= LONGEST_PATH and not set(str(path)) & set(",'\"\\"):  # a list to PostgreSQL
        return path
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{name}"


def _socket_folder(root):
    path = _place_for_socket(root)
    path.mkdir(mode=0o700, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), root.stat().st_uid):
        raise LocalPostgresError(f"{path} belongs to another account: remove it and try again.")
    path.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(path, root.stat().st_uid, root.stat().st_gid)
    return path


def _pid_file(root):
    return root / "data" / "postmaster.pid"


def _lines(path):
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def _noted_pid(path):
    first = (_lines(path) or [""])[0].strip()
    return int(first) if first.isdigit() else None


def _pid(root):
    """The living server's process, else None: the noted number may by now be another program's."""
    pid = _noted_pid(_pid_file(root))
    return pid if pid and _is_server(pid, root) else None


def _is_server(pid, root):
    if not os.path.isdir("/proc/self"):
        return _looks_like_server(pid, root)
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", root / "data")
    except PermissionError:
        return True
    except OSError:
        return False


def _looks_like_server(pid, root):
    told = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True).stdout
    return "postgres" in told and _lines(_pid_file(root))[1:2] == [str(root / "data")]


def _forget_strangers(root):
    """PostgreSQL would not start while a noted number is alive, even as another program's (a container's restart)."""
    for path in (_pid_file(root), _place_for_socket(root) / f".s.PGSQL.{PORT}.lock"):
        pid = _noted_pid(path)
        if pid and _lives(pid):
            path.unlink()


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
