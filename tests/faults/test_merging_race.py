"""Two people merge at once, in real transactions: nothing gets lost between them, and nobody waits forever."""

import os
import subprocess
import sys

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests.faults.processes import PROJECT, LocalUser, ask, end_server, wait_until

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from tests.factories import make_contact, make_organisation, make_user
make_user(email="redaktion@example.org")
for case in range(5):
    for name in ("eins", "zwei", "drei"):
        make_contact(make_organisation(name=f"Verein {case}", slug=f"{name}-{case}"), role=name)
"""
MERGING = """
import sys
import django
django.setup()
from organisations import merging
from organisations.models import Organisation, User
keeper, other = [Organisation.objects.get(slug=slug) for slug in sys.argv[1:]]
try:
    merging.merge(keeper, other, [], User.objects.get())
    print("merged")
except merging.Refused:
    print("refused")
"""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
CHAINED = (
    "SELECT count(*) FROM organisations_organisation AS one JOIN organisations_organisation AS other"
    " ON one.merged_into_id = other.id WHERE other.state = 'merged'"
)
CONTACTS = (
    "SELECT array_agg(role::text ORDER BY role) FROM organisations_contact AS contact"
    " JOIN organisations_organisation AS entry ON entry.id = organisation_id"
    " WHERE state = 'published' AND entry.name = 'Verein {}'"
)


class Directory:
    """A database of its own, where what is saved stays."""

    def __init__(self, var):
        self.var = var
        self.holder = LocalUser(var / "postgres", {})
        self.folder = self.holder.joined()

    def start(self, *arguments):
        clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env = clean | {"VAR_DIR": str(self.var), "DJANGO_SETTINGS_MODULE": "darmstadt_mso.settings"}
        return subprocess.Popen([sys.executable, *arguments], cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments):
        with self.start(*arguments) as process:
            process.communicate(timeout=120)
        assert process.returncode == 0

    def at_once(self, *arguments):
        """What processes say that all begin while somebody else still holds the entries."""
        with psycopg.connect(host=str(self.folder), user=cluster.SUPERUSER, dbname="postgres") as holding:
            holding.execute("SELECT 1 FROM organisations_organisation FOR UPDATE")
            started = [self.start(*one) for one in arguments]
            wait_until(lambda: ask(self.folder, WAITING) == len(started))
        return sorted(process.communicate(timeout=60)[0].strip() for process in started)


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("merging"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


@pytest.mark.parametrize(
    "case, one, other, outcomes",
    [
        (0, ("eins", "zwei"), ("eins", "zwei"), [["merged", "refused"]]),
        (1, ("eins", "zwei"), ("zwei", "eins"), [["merged", "refused"]]),
        (2, ("eins", "zwei"), ("zwei", "drei"), [["merged", "merged"], ["merged", "refused"]]),
        (3, ("eins", "drei"), ("zwei", "drei"), [["merged", "refused"]]),
        (4, ("drei", "eins"), ("drei", "zwei"), [["merged", "merged"]]),
    ],
)
def test_whoever_comes_second_sees_what_the_first_did(directory, case, one, other, outcomes):
    pairs = [[f"{name}-{case}" for name in pair] for pair in (one, other)]
    assert directory.at_once(*(("-c", MERGING, *pair) for pair in pairs)) in outcomes
    assert ask(directory.folder, CHAINED) == 0
    assert ask(directory.folder, CONTACTS.format(case)) == ["drei", "eins", "zwei"]
