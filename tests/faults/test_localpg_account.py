"""PostgreSQL refuses root: as whom root's server runs."""

import os
import subprocess
import sys

import pytest

from darmstadt_mso.lib.localpg import binaries
from tests.faults.processes import PROJECT

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become someone else"),
]

WITHOUT_NAMESPACES = """
import sys
from darmstadt_mso.lib import localpg
from darmstadt_mso.lib.localpg import account
account.namespaces_work = lambda account: False
try:
    print(localpg.ensure(sys.argv[1]), flush=True)
except localpg.LocalPostgresError as error:
    sys.exit(str(error))
"""


def start_without_namespaces(root):
    command = [sys.executable, "-c", WITHOUT_NAMESPACES, str(root)]
    return subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, timeout=60)


def test_as_root_the_files_stay_roots(user, root):
    user().joined()
    assert {path.stat().st_uid for path in (root, root / "data", root / "log")} == {0}


def test_without_namespaces_an_ordinary_account_gets_the_folder(tmp_path, monkeypatch, system_programs):
    monkeypatch.setenv("PORTAL_PG_BIN", str(system_programs))
    root = open_folder(tmp_path) / "pg"
    done = start_without_namespaces(root)
    assert done.returncode == 0, done.stderr
    assert root.stat().st_uid != 0
    again = start_without_namespaces(root)
    assert again.returncode == 0, again.stderr


def test_roots_own_database_is_handed_over_where_namespaces_are_gone(user, tmp_path, monkeypatch, system_programs):
    monkeypatch.setenv("PORTAL_PG_BIN", str(system_programs))
    root = open_folder(tmp_path) / "pg"
    first = user(root)
    first.joined(), first.leave()
    done = start_without_namespaces(root)
    assert done.returncode == 0, done.stderr
    assert (root / "data" / "PG_VERSION").stat().st_uid != 0


def test_a_place_that_became_private_is_told_and_not_an_older_trouble(tmp_path, monkeypatch, system_programs):
    monkeypatch.setenv("PORTAL_PG_BIN", str(system_programs))
    root = open_folder(tmp_path) / "pg"
    assert start_without_namespaces(root).returncode == 0
    with open(root / "log", "a") as log:
        log.write("FATAL:  an older trouble\n")
    tmp_path.chmod(0o700)
    assert f"cannot reach {root}" in start_without_namespaces(root).stderr


def test_without_namespaces_a_private_folder_is_told_in_one_sentence(tmp_path):
    tmp_path.chmod(0o700)
    done = start_without_namespaces(tmp_path / "pg")
    assert done.returncode == 1
    assert "cannot reach" in done.stderr and "\n" not in done.stderr.strip()


@pytest.fixture
def system_programs():
    """Programs that an ordinary account can reach; a virtual environment below /root is not."""
    found = [folder for folder in binaries.candidates() if _public(folder)]
    if not found:
        pytest.skip("no PostgreSQL programs outside of private folders")
    return found[0]


def _public(path):
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def open_folder(path):
    for part in (path, *path.parents):
        if part.name.startswith(("pytest-", "popen-")):
            part.chmod(0o711)
    path.chmod(0o711)
    return path
