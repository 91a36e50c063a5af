"""What all tests share: a database with the starting content, languages that do not leak, the demo directory."""

import os

# Playwright keeps an event loop in its thread, which Django would take for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import hypothesis.configuration
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils import translation
from django.utils.translation import trans_real

from darmstadt_mso import catalogues
from darmstadt_mso.lib import catalogue, contents

hypothesis.configuration.set_hypothesis_home_dir(settings.VAR_DIR / "hypothesis")
# The same examples in every run; a test may share its database among them.
hypothesis.settings.register_profile(
    "portal",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture, hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("portal")


def pytest_configure():
    """The settings are loaded before this file, so an environment is too late.

    Static files are read where they lie, and staff need their second factor even where DEMO is set.
    """
    settings.STAFF_SECOND_FACTOR = True
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    compile_catalogues()


def compile_catalogues():
    """Before anything is collected: what Django has read once, it does not read again."""
    if catalogue.compile_all(catalogues.FOLDERS):
        trans_real._translations.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test finds the districts, vocabularies, texts and programmes of a fresh portal."""
    with django_db_blocker.unblock():
        contents.load_start()


@pytest.fixture(autouse=True)
def german():
    """Each test begins in German, whatever the one before it read."""
    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def no_kept_pages():
    """A page that an earlier test was shown is no answer to this one."""
    caches["pages"].clear()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo directory for all tests of a module; taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        contents.load_demo()
        yield
        transaction.set_rollback(True)
