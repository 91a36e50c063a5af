"""The way from a fresh clone to a running portal, where something is missing."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from darmstadt_mso import bootstrap
from tests.faults.processes import PROJECT

pytestmark = pytest.mark.faults


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """An empty project with requirements, of which bootstrap believes that it is its own."""
    (tmp_path / "tests").mkdir()
    for path in bootstrap.TESTS:
        (tmp_path / path).write_text("portal-package-that-does-not-exist==1.0\n")
    venv = tmp_path / ".venv"
    venv.mkdir()
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "installed",
        "PIP_LOG": venv / "pip.log",
    }.items():
        monkeypatch.setattr(bootstrap, name, str(value))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def installs(monkeypatch):
    """Records instead of installing."""
    commands = []
    monkeypatch.setattr(bootstrap, "captured", lambda *command: (commands.append(command), (0, ""))[1])
    return commands


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """PATH holds only the programs that the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name, script):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
        return str(folder / name)

    return put


def refusal(function, *arguments):
    with pytest.raises(SystemExit) as stop:
        function(*arguments)
    assert isinstance(stop.value.code, str), "a sentence, which also makes the exit code 1"
    assert "\n" not in stop.value.code
    return stop.value.code


# Python


def test_an_old_python_can_read_the_script():
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))
    assert Path(bootstrap.__file__).read_text().isascii(), "a terminal may not be able to print more"


def test_too_old_a_python_is_told_in_one_sentence(programs):
    assert "needs Python 3.11 or newer" in refusal(bootstrap.newer_python)


def test_a_newer_python_on_the_path_is_used_and_empty_shims_are_not(programs, monkeypatch):
    programs("python3.13", "exit 127")
    good = programs("python3.11", "exit 0")
    monkeypatch.setattr(sys, "version_info", (3, 6, 15))
    became = []
    monkeypatch.setattr(bootstrap, "become", lambda *command: became.append(command) or sys.exit())
    with pytest.raises(SystemExit):
        bootstrap.main(["run", "--flag"])
    assert became == [(good, bootstrap.__file__, "run", "--flag")]


def test_a_missing_venv_module_names_the_package_to_install():
    said = "The virtual environment was not created successfully because ensurepip is not\navailable."
    assert "apt install python3-venv" in bootstrap.venv_refusal(said)
    assert "disk full" in bootstrap.venv_refusal("Error: disk full")


# Packages


def test_a_half_made_environment_is_made_anew(clone, installs, monkeypatch):
    (clone / ".venv" / "rest-of-a-killed-start").write_text("")
    bootstrap.environment()
    assert installs == [(sys.executable, "-m", "venv", bootstrap.VENV)]
    assert not (clone / ".venv" / "rest-of-a-killed-start").exists()


def test_packages_are_installed_once_per_content(clone, installs):
    bootstrap.install("python", bootstrap.PORTAL)
    bootstrap.install("python", bootstrap.PORTAL)
    assert len(installs) == 1
    (clone / "requirements.txt").write_text("other==2\n")
    bootstrap.install("python", bootstrap.PORTAL)
    assert len(installs) == 2


def test_tests_add_their_packages_and_running_keeps_them(clone, installs):
    bootstrap.install("python", bootstrap.PORTAL)
    bootstrap.install("python", bootstrap.TESTS)
    bootstrap.install("python", bootstrap.PORTAL)
    bootstrap.install("python", bootstrap.TESTS)
    assert len(installs) == 2
    assert "--requirement=tests/requirements.txt" in installs[1]


def test_a_failed_installation_is_tried_again(clone, monkeypatch):
    monkeypatch.setattr(bootstrap, "captured", lambda *command: (1, "ERROR: no space left"))
    assert "no space left" in refusal(bootstrap.install, "python", bootstrap.PORTAL)
    assert bootstrap.stamped() == {}


def test_no_network_is_told_in_one_sentence(clone, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    only_this_index(monkeypatch)
    assert "check the network" in refusal(bootstrap.install, sys.executable, bootstrap.PORTAL)


def test_a_package_that_does_not_exist_is_not_taken_for_a_network_trouble(clone, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    only_this_index(monkeypatch)
    assert "No matching distribution" in refusal(bootstrap.install, sys.executable, bootstrap.PORTAL)


def only_this_index(monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)


# Browser


def test_a_wrong_chromium_is_told(monkeypatch, programs):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert "does not start" in refusal(bootstrap.provide_browser, sys.executable)


def test_a_chromium_that_only_asks_for_a_snap_is_passed_over(monkeypatch, programs):
    monkeypatch.delenv("CHROMIUM", raising=False)
    programs("chromium-browser", "exit 1")
    good = programs("google-chrome", "exit 0")
    assert bootstrap.find_browser(sys.executable) == good


def test_without_chromium_tests_are_skipped_visibly_but_not_in_ci(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "find_browser", lambda python: None)
    monkeypatch.setattr(bootstrap, "install_browser", lambda python: None)
    monkeypatch.delenv("CI", raising=False)
    bootstrap.provide_browser(sys.executable)
    assert "are skipped" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert "CI=true" in refusal(bootstrap.provide_browser, sys.executable)


# Entry points


def test_unknown_targets_show_the_usage():
    assert "Usage" in refusal(bootstrap.main, ["fly"])
    assert "Usage" in refusal(bootstrap.main, [])


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_alone_lists_its_targets():
    said = subprocess.run(["make"], cwd=PROJECT, capture_output=True, text=True).stdout
    assert all(f"make {target}" in said for target in ("help", "run", "test", "bench", "messages"))


def test_continuous_integration_runs_make_test(programs, tmp_path):
    path = os.environ["PATH"]
    programs("make", f'echo "$PWD $@" > {tmp_path}/called')
    subprocess.run([PROJECT / ".ci" / "run"], env={"PATH": f"{path}:/usr/bin:/bin"}, check=True, cwd=tmp_path)
    assert (tmp_path / "called").read_text() == f"{PROJECT} test\n"
