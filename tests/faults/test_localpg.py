"""The embedded database under rough treatment: real processes, real kills."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from darmstadt_mso.lib import localpg
from darmstadt_mso.lib.localpg import server
from tests.faults.processes import ask, lives, server_pid, tell, wait_until

pytestmark = pytest.mark.faults


def test_it_starts_answers_and_stops_with_its_user(user, root):
    one = user()
    assert ask(one.joined(), "SELECT lower('ÄÉЖ')") == "äéж"
    pid = server_pid(root)
    assert one.leave() == 0
    assert not lives(pid)


def test_what_was_written_is_there_at_the_second_start(user, root):
    one = user()
    tell(one.joined(), "CREATE TABLE kept AS SELECT 42 AS number")
    one.leave()
    assert ask(user().joined(), "SELECT number FROM kept") == 42


def test_no_network_port_and_a_private_folder(user, root):
    folder = user().joined()
    assert ask(folder, "SHOW listen_addresses") == ""
    assert folder.stat().st_mode & 0o077 == 0
    assert root.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name,value",
    [
        ("jit", "off"),
        ("max_connections", "60"),
        ("shared_buffers", "128MB"),
        ("TimeZone", "UTC"),
        ("data_checksums", "on"),
    ],
)
def test_settings_of_the_cluster(shared_server, name, value):
    assert ask(shared_server, f"SHOW {name}") == value


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    root = tmp_path_factory.mktemp("shared") / "pg"
    yield localpg.ensure(root)
    localpg.release(root)


def test_asking_again_is_harmless(shared_server):
    root = shared_server.parent
    assert localpg.ensure(root) == localpg.ensure(str(root)) == shared_server


def test_values_of_a_failed_statement_stay_out_of_the_log(shared_server):
    tell(shared_server, "CREATE TABLE secret (name text UNIQUE)")
    tell(shared_server, "INSERT INTO secret VALUES ('Frau Beispiel')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        tell(shared_server, "INSERT INTO secret VALUES ('Frau Beispiel')")
    log = (shared_server.parent / "log").read_text()
    assert "unique constraint" in log
    assert "Beispiel" not in log


def test_a_pgport_of_the_environment_disturbs_nothing(user, root):
    assert ask(user(PGPORT="5999", PGDATA="/nowhere", LC_ALL="xx_XX").joined()) == 1


def test_two_first_starts_at_once_share_one_server(user, root):
    crowd = [user() for _ in range(4)]
    assert len({one.joined() for one in crowd}) == 1
    pid = server_pid(root)
    for one in crowd[:3]:
        one.leave()
    assert ask(crowd[3].ensure_again()) == 1
    assert server_pid(root) == pid
    crowd[3].leave()
    assert not lives(pid)


def test_a_newcomer_while_the_last_one_leaves_gets_a_server(user, root):
    for _ in range(3):
        old = user()
        old.joined()
        old.process.stdin.close()
        new = user()
        assert ask(new.joined()) == 1
        new.leave()


def test_a_killed_user_does_not_keep_the_server_alive(user, root):
    killed, other = user(), user()
    killed.joined(), other.joined()
    pid = server_pid(root)
    killed.kill()
    assert ask(other.ensure_again()) == 1
    other.leave()
    assert not lives(pid)


def test_a_server_left_by_killed_users_is_adopted_and_stopped(user, root):
    only = user()
    only.joined()
    pid = server_pid(root)
    only.kill()
    assert lives(pid)
    heir = user()
    heir.joined()
    assert server_pid(root) == pid
    heir.leave()
    assert not lives(pid)


def test_a_killed_server_comes_back_with_everything_committed(user, root):
    one = user()
    tell(one.joined(), "CREATE TABLE kept AS SELECT 42 AS number")
    os.kill(server_pid(root), signal.SIGKILL)
    assert ask(one.ensure_again(), "SELECT number FROM kept") == 42


def test_a_killed_server_comes_back_once_for_all_its_users(user, root):
    crowd = [user() for _ in range(3)]
    for one in crowd:
        one.joined()
    os.kill(server_pid(root), signal.SIGKILL)
    for one in crowd:
        one.process.stdin.write("\n")
        one.process.stdin.flush()
    assert len({one._line() for one in crowd}) == 1
    assert ask(crowd[0].ensure_again()) == 1


def test_a_stale_number_of_another_program_is_no_hindrance(user, root):
    one = user()
    one.joined()
    noted = root / "data" / "postmaster.pid"
    lines = noted.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    wait_until(lambda: not lives(int(lines[0])))
    with subprocess.Popen(["sleep", "60"]) as stranger:
        noted.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert ask(one.ensure_again()) == 1
        assert stranger.poll() is None
        stranger.kill()


def test_an_unfinished_first_start_leaves_no_half_database(user, root):
    first = user()
    wait_until(lambda: list(root.glob("new-*/base")))
    first.kill()
    assert not (root / "data").exists()
    assert ask(user().joined()) == 1
    assert not list(root.glob("new-*"))


def test_ctrl_c_at_any_moment_of_a_start_leaves_no_server(user, root):
    first = user()
    first.joined(), first.leave()
    for moment in range(10):
        one = user()
        time.sleep(0.04 + moment * 0.025)
        one.process.send_signal(signal.SIGINT)
        one.process.communicate(timeout=30)
        time.sleep(0.2)
        assert server_pid(root) is None, moment


def test_a_folder_too_deep_for_a_socket(user, tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    one = user(deep)
    folder = one.joined()
    assert len(str(folder)) < 90 and deep not in folder.parents
    assert ask(folder) == 1
    elsewhere = user(deep, TMPDIR=str(tmp_path))
    assert elsewhere.joined() == folder, "another program with another TMPDIR must find the same server"
    elsewhere.leave(), one.leave()


@pytest.mark.parametrize("name", ["with space", "comma, quote'", 'double"', "Ümläut$HOME"])
def test_folders_with_odd_names(user, tmp_path, name):
    one = user(tmp_path / name)
    assert ask(one.joined()) == 1
    one.leave()


def test_a_moved_project_finds_its_running_server(user, root, tmp_path):
    one = user()
    one.joined()
    pid = server_pid(root)
    root.rename(tmp_path / "moved")
    other = user(tmp_path / "moved")
    assert ask(other.joined()) == 1
    assert server_pid(tmp_path / "moved") == pid
    one.kill(), other.leave()
    assert not lives(pid)


def test_a_copied_project_does_not_open_the_running_original(user, root, tmp_path):
    one = user()
    tell(one.joined(), "CREATE TABLE original AS SELECT 1")
    shutil.copytree(root, tmp_path / "copy", ignore=lambda folder, names: [name for name in names if "PGSQL" in name])
    other = user(tmp_path / "copy")
    tell(other.joined(), "DROP TABLE IF EXISTS original")
    assert ask(one.ensure_again(), "SELECT count(*) FROM original") == 1
    other.leave()


def test_another_major_version_is_refused_in_one_sentence(user, root):
    user().joined()
    (root / "data" / "PG_VERSION").write_text("14\n")
    os.kill(server_pid(root), signal.SIGKILL)
    said = user().refusal()
    assert "made by PostgreSQL 14" in said and "dump" in said
    assert "\n" not in said


def test_missing_programs_are_told_in_one_sentence(user, tmp_path):
    said = user(PORTAL_PG_BIN=str(tmp_path)).refusal()
    assert "not on this machine" in said and "\n" not in said


def test_a_damaged_database_is_told_with_postgresqls_reason(user, root):
    first = user()
    first.joined(), first.leave()
    (root / "data" / "global" / "pg_control").write_bytes(b"")
    said = user().refusal()
    assert "did not start" in said and "pg_control" in said and "\n" not in said


def test_a_file_where_the_folder_should_be(user, tmp_path):
    (tmp_path / "taken").write_text("")
    said = user(tmp_path / "taken" / "pg").refusal()
    assert "cannot be used" in said and "\n" not in said


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_child_joins_by_itself(root):
    localpg.ensure(root)
    child = os.fork()
    if child == 0:
        localpg.ensure(root)
        signal.pause()
    wait_until(lambda: _users(root) == {os.getpid(), child})
    localpg.release(root)
    assert ask(root / "s") == 1, "the child still uses it"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    localpg.ensure(root)
    localpg.release(root)
    assert server.answering(root) is None


def _users(root):
    inode = (root / "users").stat().st_ino
    locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    return {int(lock[4]) for lock in locks if lock[5].endswith(f":{inode}")}


def test_a_listener_that_never_answers_is_not_taken_for_a_server(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "ANSWER_WITHIN", 0.2)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / f".s.PGSQL.{server.PORT}"))
        silent.listen()
        assert not server._takes_sessions(tmp_path)
