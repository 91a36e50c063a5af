"""manage.py work: the background jobs, for as many machines as wanted; `serve` runs one beside its web server."""

import contextlib
import sys

from django.core.management import BaseCommand
from django.db import OperationalError, connections

from darmstadt_mso import health
from darmstadt_mso.lib import jobs

from .serve import no_database


class Command(BaseCommand):
    help = "Does the background jobs until Ctrl-C."

    def handle(self, *args, **options):
        with contextlib.suppress(KeyboardInterrupt):
            refuse_unprepared_database()
            jobs.work()


def refuse_unprepared_database():
    try:
        if health.missing_migrations():
            sys.exit("The database is not prepared: run manage.py migrate first.")
    except OperationalError as error:
        sys.exit(no_database(error))
    finally:
        connections.close_all()
