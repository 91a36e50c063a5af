"""Requests per second of the public pages, as a share of what a bare Django page reaches in the same run.

python tests/bench/pages.py
"""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from multiprocessing import Pool
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parents[2]
SECONDS, CONNECTIONS = 5, 4
PAGES = {
    "home": "/",
    "list": "/organisationen/",
    "list, words and facets": "/organisationen/?q=sprachkurs&zielgruppe=women&sprache=tr&sprache=ar",
    "offers": "/angebote/",
    "entry": "/organisationen/ig-mso/",
}


@contextmanager
def server(application, var_dir, **environment):
    """gunicorn with two processes on a free port of this machine, stopped by its pid."""
    port = free_port()
    environment = os.environ | {"VAR_DIR": var_dir, "PYTHONPATH": str(ROOT), "DEMO": "1"} | environment
    options = ["--workers", "2", "--threads", "2", "--worker-class", "gthread", "--keep-alive", "30"]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen([*command, "--no-control-socket", "--log-level", "error"], cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _try in range(100):
        try:
            return ask(socket.create_connection(("127.0.0.1", port)), b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        except OSError:
            sleep(0.1)
    raise SystemExit("The server did not start.")


def ask(connection, request):
    """Sends one request and reads its answer to the last byte; no library, so that little time is spent here."""
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _end, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"{request!r} was answered with {head.splitlines()[0]!r}.")
    missing = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))


def load(port_and_path):
    port, path = port_and_path
    connection = socket.create_connection(("127.0.0.1", port))
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n".encode()
    done, end = 0, monotonic() + SECONDS
    while monotonic() < end:
        ask(connection, request)
        done += 1
    return done


def requests_per_second(port, path):
    with Pool(CONNECTIONS) as pool:
        pool.map(load, [(port, path)] * CONNECTIONS)  # warm
        return sum(pool.map(load, [(port, path)] * CONNECTIONS)) / SECONDS


def prepare(var_dir):
    environment = os.environ | {"VAR_DIR": var_dir, "DEMO": "1"}
    for command in (
        ["migrate", "-v0"],
        ["compile"],
        ["load_start"],
        ["load_demo"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
        )


def main():
    with tempfile.TemporaryDirectory() as var_dir:
        prepare(var_dir)
        with server("tests.bench.bare:application", var_dir) as port:
            bare = requests_per_second(port, "/")
        print(f"\nbare Django page, 20 cards from one query: {bare:.0f} requests/s; the others as a share of that:\n")
        print(f"{'page':<26}{'kept':>8}{'made anew':>12}")
        shares = [measure(var_dir, bare, KEEP_PAGES=keep) for keep in ("1", "0")]
        for name in PAGES:
            print(f"{name:<26}{shares[0][name]:>8.2f}{shares[1][name]:>12.2f}")


def measure(var_dir, bare, **environment):
    with server("darmstadt_mso.wsgi:application", var_dir, **environment) as port:
        return {name: requests_per_second(port, path) / bare for name, path in PAGES.items()}


if __name__ == "__main__":
    main()
