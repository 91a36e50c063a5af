"""What others see of an import while it is at work: how far it is, and nothing else."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from organisations.models import Organisation, SpreadsheetImport
from organisations.spreadsheets import importing, progress
from tests.organisations.spreadsheets.files import checked

NAMES = [f"Qwimpel {number}" for number in range(6)]
# Imports a list and stands still when all is written, before anything of it holds.
IMPORT = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from organisations.spreadsheets import importing
def report(done):
    print(done, flush=True)
    if done == 6:
        time.sleep(60)
importing.carry_out(int(sys.argv[2]), report=report)
"""


def elsewhere(work, *arguments, **options):
    """In a thread whose connection is not in the test's transaction, so that others see what it does."""

    def run():
        with closing(connection):
            return work(*arguments, **options)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


@pytest.fixture
def begun(db):
    """A list that everybody sees, about to be imported; it is taken away by hand, and no test leaves anything else."""
    yield elsewhere(begin)
    elsewhere(take_away)


def begin():
    run = checked(["Name", "Registergericht", "Registernummer"], *([name, "X", f"VR {name[8:]}"] for name in NAMES))
    importing.decide_all(run, {row.pk: None for row in run.rows.all()})
    importing.begin(run)
    return run


def take_away():
    SpreadsheetImport.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def imported():
    return Organisation.objects.filter(name__startswith="Qwimpel").count()


def test_others_see_progress_and_no_half_of_the_list(begun, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    seen = []

    def look(done):
        with closing(connection.copy()) as other, other.cursor() as cursor:
            cursor.execute("SELECT done FROM organisations_spreadsheetimport WHERE id = %s", [begun.pk])
            shown = cursor.fetchone()[0]
            cursor.execute("SELECT count(*) FROM organisations_organisation WHERE name LIKE 'Qwimpel%'")
            seen.append((done, shown, cursor.fetchone()[0]))
        stop_at_the_end(done)

    with pytest.raises(KeyboardInterrupt):
        elsewhere(importing.carry_out, begun.pk, report=look)
    assert seen == [(done, done, 0) for done in (0, 1, 2, 2, 4, 6)]


def stop_at_the_end(done):
    """When all is written and nothing of it holds."""
    if done == len(NAMES):
        assert imported() == len(NAMES)
        raise KeyboardInterrupt


@pytest.mark.faults
def test_a_process_that_is_killed_at_its_end_leaves_nothing_and_another_one_can_begin(begun):
    named = {"DJANGO_SETTINGS_MODULE": "darmstadt_mso.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    command = [sys.executable, "-c", IMPORT, connection.settings_dict["NAME"], str(begun.pk)]
    with subprocess.Popen(command, env=os.environ | named, stdout=subprocess.PIPE, text=True) as process:
        told = [next(process.stdout) for _step in range(4)]
        importing.carry_out(begun.pk)  # leaves it to the one that is at it
        process.kill()
    begun.refresh_from_db()
    assert (told[-1], begun.state, begun.done, imported()) == ("6\n", "importing", 6, 0)
    with pytest.raises(KeyboardInterrupt):
        elsewhere(importing.carry_out, begun.pk, report=stop_at_the_end)
    assert imported() == 0


def test_a_notice_that_cannot_be_given_stops_nothing(begun):
    """Somebody holds the list's row: the work does not wait for long."""
    told = []
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM organisations_spreadsheetimport WHERE id = %s FOR UPDATE", [begun.pk])
            with progress.shown(begun, 4, told.append) as shown:
                shown.advance(2)
                shown.advance(2)
        other.rollback()
    begun.refresh_from_db()
    assert (told, begun.done) == ([3, 6], 0)
