"""The embedded database as Django sees it."""

import os
import signal

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from darmstadt_mso.lib import localpg

pytestmark = pytest.mark.faults


@pytest.fixture
def django_connection(root, django_db_blocker):
    """Django's view of a database of its own."""
    settings = {"ENGINE": "darmstadt_mso.lib.db_local", "NAME": "postgres", "LOCAL_ROOT": root}
    connection = ConnectionHandler({"default": settings})["default"]
    with django_db_blocker.unblock():
        yield connection
        connection.close()
    localpg.release(root)


def backend_pid(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_django_starts_the_server_at_its_first_query(django_connection, root):
    assert not root.exists()
    assert backend_pid(django_connection)


def test_django_waits_out_a_crash_of_any_session(django_connection, root):
    """PostgreSQL ends all sessions then and refuses new ones for a moment."""
    for _ in range(5):
        os.kill(backend_pid(django_connection), signal.SIGKILL)
        django_connection.close()
        assert backend_pid(django_connection)


def test_django_sees_an_absent_server_as_any_absent_database(root, monkeypatch, django_connection):
    monkeypatch.setenv("PORTAL_PG_BIN", "/nowhere")
    with pytest.raises(OperationalError, match="not on this machine"):
        backend_pid(django_connection)
