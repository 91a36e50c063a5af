"""The worker is killed at every step of a mail, as a real process; a mail server of the test's own counts what arrives.

A step that the database takes is stopped by a lock on the mail's row, a step of the mail server by the server itself.
"""

import contextlib
import os
import signal
import subprocess
import sys

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests import smtp
from tests.faults.portal import clean_environment
from tests.faults.processes import PROJECT, LocalUser, ask, end_server, tell, wait_until

pytestmark = pytest.mark.faults
WRITING = """
import django
django.setup()
from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox.mails import SEND
from darmstadt_mso.lib.outbox.models import Message
message = Message.objects.create(recipient="anna@example.org", subject="Einladung", text="Kommen Sie?", language="de")
jobs.defer(SEND, message=message.pk)
"""
# Other workers: the first gives back what the dead one had, the others do it.
RECOVERING = """
import django
django.setup()
from darmstadt_mso.lib import jobs
jobs.defer("darmstadt_mso.lib.jobs.rescue")
for _ in range(3):
    jobs.work(wait=False)
"""
DEAD = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
# Else the database would still take the step that the dead worker asked for.
END_BLOCKED = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
STATE = "SELECT state FROM outbox_message"
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'darmstadt_mso.lib.outbox.jobs.send'"


class PostOffice:
    """A database of its own and processes that work with it."""

    def __init__(self, var):
        self.var = var
        self.holder = LocalUser(var / "postgres", {})
        self.folder = self.holder.joined()
        self.run("manage.py", "migrate", "-v0")

    def start(self, *arguments, mail_server="smtp://127.0.0.1:1"):
        own = {"VAR_DIR": str(self.var), "EMAIL_URL": mail_server, "DJANGO_SETTINGS_MODULE": "darmstadt_mso.settings"}
        return subprocess.Popen([sys.executable, *arguments], cwd=PROJECT, env=clean_environment(**own))

    def run(self, *arguments, **more):
        assert self.start(*arguments, **more).wait(timeout=240) == 0

    def write(self):
        tell(self.folder, "DELETE FROM procrastinate_jobs")
        tell(self.folder, "DELETE FROM outbox_message")
        self.run("-c", WRITING)

    def recover(self, server):
        tell(self.folder, DEAD)
        self.run("-c", RECOVERING, mail_server=server.url)
        return ask(self.folder, STATE), len(server.messages), ask(self.folder, JOBS)

    @contextlib.contextmanager
    def locked(self):
        """The mail can be read but takes no step."""
        with psycopg.connect(host=str(self.folder), user=cluster.SUPERUSER, dbname="postgres") as connection:
            connection.execute("SELECT 1 FROM outbox_message FOR UPDATE")
            yield

    @contextlib.contextmanager
    def working(self, server):
        """A worker that is killed in the end."""
        process = self.start("manage.py", "work", mail_server=server.url)
        try:
            yield
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(timeout=60)

    def wait_until_blocked(self):
        wait_until(lambda: ask(self.folder, BLOCKED) > 0)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = PostOffice(tmp_path_factory.mktemp("outbox"))
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


@pytest.fixture
def server():
    with smtp.sink() as sink:
        yield sink


@pytest.mark.parametrize(
    "step, after",
    [
        (smtp.GREETING, ("sent", 1)),
        ("RCPT", ("sent", 1)),
        # Nobody can know, because all that stands in the database is that it was about to be handed over.
        ("DATA", ("unsure", 0)),
        (smtp.ACCEPTANCE, ("unsure", 1)),
        ("QUIT", ("sent", 1)),
    ],
)
def test_killed_while_the_mail_server_is_at_a_step(office, server, step, after):
    office.write()
    server.stop_at(step)
    with office.working(server):
        assert server.stopped.wait(120)
    server.go_on()
    assert office.recover(server) == (*after, 0)
    assert office.recover(server) == (*after, 0), "nothing is sent by itself any more"


@pytest.mark.parametrize(
    "step, after",
    [(None, ("sent", 1)), (smtp.GREETING, ("sent", 1)), (smtp.ACCEPTANCE, ("unsure", 1))],
    ids=["before it is claimed", "before it is handed over", "before it is noted as sent"],
)
def test_killed_just_before_a_step_is_written_down(office, server, step, after):
    office.write()
    if step:
        server.stop_at(step)
    with contextlib.ExitStack() as held:
        if not step:
            held.enter_context(office.locked())
        with office.working(server):
            if step:
                assert server.stopped.wait(120)
                held.enter_context(office.locked())
                server.go_on()
            office.wait_until_blocked()
        tell(office.folder, END_BLOCKED)
    assert office.recover(server) == (*after, 0)
