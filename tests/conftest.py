"""What all tests share: a database with the starting content, languages that do not leak, the demo directory."""

import os

os.environ.setdefault("STATIC_UNHASHED", "1")
# Playwright keeps an event loop in its thread, which Django would take for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.db import transaction
from django.utils import translation


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test finds the districts, vocabularies and texts of a fresh portal."""
    from organisations import starting

    with django_db_blocker.unblock():
        starting.load()


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues():
    from django.core.management import call_command

    call_command("compile", verbosity=0)


@pytest.fixture(autouse=True)
def german():
    """Each test begins in German, whatever the one before it read."""
    with translation.override("de"):
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo directory for all tests of a module; taken back after the last."""
    from organisations import demonstration

    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.load()
        yield
        transaction.set_rollback(True)
