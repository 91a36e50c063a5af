import pytest
from django.db import OperationalError, connection

from darmstadt_mso import health


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())


def fail(*args, **kwargs):
    raise OperationalError("connection to db.intern failed: password of portal is wrong")


def test_healthz_answers_without_the_database(client):
    """Without the django_db mark any query fails the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_answers_when_the_database_is_complete(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_is_cheap_once_it_was_ready(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db
def test_readyz_waits_for_migrations(client, monkeypatch):
    monkeypatch.setattr(health, "missing_migrations", lambda: ["one"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations are missing\n")
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200, "a refusal is not remembered"


def test_readyz_tells_the_public_nothing_of_the_error(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_answers_are_fresh_plain_and_only_read(client, path):
    answer = client.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/plain")
    assert client.post(path).status_code == 405
