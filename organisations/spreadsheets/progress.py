"""How far a long transaction is, for others to see while they see nothing else of it."""

from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from ..models import SpreadsheetImport

SHOW = f"UPDATE {SpreadsheetImport._meta.db_table} SET done = %s WHERE id = %s"


class Progress:
    """Counts the steps of a run; `done` grows from 0 to the run's total over all of them."""

    def __init__(self, run, steps, side, report):
        self.run, self.steps, self.side, self.report = run, max(steps, 1), side, report
        self.taken = 0

    def advance(self, steps):
        self.taken += steps
        done = self.run.total * min(self.taken, self.steps) // self.steps
        # Only a notice: the work goes on without it.
        with suppress(DatabaseError), self.side.cursor() as cursor:
            cursor.execute(SHOW, [done, self.run.pk])
        self.report(done)


@contextmanager
def shown(run, steps, report=lambda done: None):
    """Writes through a connection of its own, each number at once and never waiting for anybody."""
    side = connection.copy()
    try:
        with suppress(DatabaseError), side.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        yield Progress(run, steps, side, report)
    finally:
        side.close()
