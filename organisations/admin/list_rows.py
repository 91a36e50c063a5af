"""Rows of an imported list as they stand on the page, and what staff decide about them there."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ..models import Organisation, SpreadsheetRow
from ..spreadsheets import importing
from ..spreadsheets.columns import COLUMNS

FACTS = 6
Outcome = SpreadsheetRow.Outcome
UNDECIDED = Q(outcome=Outcome.NEW, decided=False) & ~Q(likely=[])
# Key in the address: name, and which rows.
KINDS = {
    "": (_("All"), Q()),
    "fehler": (_("With errors"), Q(outcome=Outcome.ERROR)),
    "zweifel": (_("Perhaps there already"), UNDECIDED),
    "neu": (_("New"), Q(outcome=Outcome.NEW)),
    "geaendert": (_("Changed"), Q(outcome=Outcome.CHANGED)),
    "gleich": (_("Unchanged"), Q(outcome=Outcome.UNCHANGED)),
}


def shown(run, kind):
    _name, condition = KINDS.get(kind, KINDS[""])
    return run.rows.filter(condition).order_by("number")


def tabs(run, current):
    counted = [(key, name, run.rows.filter(condition).count()) for key, (name, condition) in KINDS.items()]
    return [{"key": key, "name": name, "count": n, "current": key == current} for key, name, n in counted]


@dataclass
class Line:
    """A row with everything that its place on the page shows."""

    row: SpreadsheetRow
    cells: list
    changes: list
    likely: list

    @property
    def name(self):
        return self.row.cells.get("name") or (self.row.organisation.name if self.row.organisation else "")

    @property
    def facts(self):
        """The other cells of a new row, as far as one line goes."""
        if self.row.outcome != Outcome.NEW:
            return []
        others = [self.row.cells[code] for code in COLUMNS if code in self.row.cells and code not in ("name", "uuid")]
        return [Truncator(text).chars(60) for text in others[:FACTS]]

    @property
    def is_asked(self):
        """Whether somebody has to say which entry it means, or has said so and may change their mind."""
        return bool(self.likely) and (self.row.outcome == Outcome.NEW or self.row.decided)

    @property
    def whole(self):
        """What is wrong with the row as a whole."""
        return self.row.errors.get("", [])


class Decisions:
    """What was sent from a page of rows: which are chosen, which cells are corrected, which entry a row means."""

    def __init__(self, run, sent):
        self.run, self.sent = run, sent
        pks = [int(pk) for pk in sent.getlist("row") if pk.isdecimal()]
        self.rows = list(run.rows.filter(pk__in=pks).order_by("number"))

    @staticmethod
    def rows_of(rows):
        """The lines of the page."""
        rows = list(rows)
        pks = {pk for row in rows for pk, _reasons in row.likely} | {row.organisation_id for row in rows}
        entries = Organisation.objects.in_bulk(pks - {None})
        return [line(row, entries) for row in rows]

    def take(self):
        """Carries all of it out; raises importing.NotNow."""
        self.choose()
        # Each at once, because everything is judged against the whole list.
        if answers := {row.pk: entry for row in self.rows for entry in self.answered(row)}:
            importing.decide_all(self.run, answers)
        if corrections := {row.pk: texts for row in self.rows if (texts := self.corrected(row))}:
            importing.correct_all(self.run, corrections)

    def choose(self):
        ticked = set(self.sent.getlist("chosen"))
        for wanted in (True, False):
            pks = [row.pk for row in self.rows if row.chosen != wanted and (str(row.pk) in ticked) == wanted]
            if pks:
                importing.choose(self.run, pks, wanted)

    def answered(self, row):
        """The entry that it was said to mean, None for a new one; nothing at all if that is known already."""
        answer, known = self.sent.get(f"same-{row.pk}"), {"new": None} | {str(pk): pk for pk, _reasons in row.likely}
        if answer in known and not (row.decided and row.organisation_id == known[answer]):
            yield Organisation.objects.filter(pk=known[answer]).first()

    def corrected(self, row):
        """{code: text} of what is not as it was."""
        prefix = f"cell-{row.pk}-"
        sent = {key.removeprefix(prefix): text for key, text in self.sent.items() if key.startswith(prefix)}
        tidied = {code: COLUMNS[code].tidy(text) for code, text in sent.items() if code in COLUMNS}
        return {code: text for code, text in tidied.items() if text != row.cells.get(code, "")}


def line(row, entries):
    cells = [
        {"column": column, "text": row.cells.get(code, ""), "errors": row.errors[code]}
        for code, column in COLUMNS.items()
        if code in row.errors
    ]
    changes = [(column.heading, *row.changes[code]) for code, column in COLUMNS.items() if code in row.changes]
    likely = [(entries[pk], reasons) for pk, reasons in row.likely if pk in entries]
    row.organisation = entries.get(row.organisation_id)
    return Line(row, cells, changes, likely)
