"""Works through the rows of a list: what each would change, what is wrong with it, which entries it may mean."""

from django.db import OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext

from .. import duplicates
from ..models import Organisation, SpreadsheetImport, SpreadsheetRow
from .constraints import Constraints
from .matching import Meanings
from .rows import drafted, with_all
from .values import Lists

BATCH = 500
JUDGED = ["outcome", "errors", "changes", "likely", "organisation"]
State, Outcome = SpreadsheetImport.State, SpreadsheetRow.Outcome


def check(pk, report=lambda done: None):
    """Judges the rows that wait, a batch at a time, so that others see how far it is; can be broken off at any time."""
    run = SpreadsheetImport.objects.filter(pk=pk, state=State.CHECKING).first()
    if not run:
        return
    try:
        check_waiting(run, report)
    except OperationalError:
        raise  # the database was away for a moment; whoever asked for this tries again
    except Exception:
        SpreadsheetImport.objects.filter(pk=pk, state=State.CHECKING).update(state=State.FAILED)
        raise
    SpreadsheetImport.objects.filter(pk=pk, state=State.CHECKING).update(state=State.CHECKED, done=run.total)


def check_waiting(run, report):
    judge = Judge(run)
    waiting = run.rows.filter(outcome=Outcome.WAITING).order_by("number")
    done = run.total - waiting.count()
    while batch := list(waiting[:BATCH]):
        done += len(batch)
        with transaction.atomic():
            # Whoever discards the list waits for this batch, or we find it gone.
            if not SpreadsheetImport.objects.filter(pk=run.pk, state=State.CHECKING).update(done=done):
                return
            judge.judge(batch)
            store(batch)
        report(done)


def store(rows):
    """Faster than an update; the rows are there, because their list is locked or locked out."""
    SpreadsheetRow.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=JUDGED
    )


@transaction.atomic
def check_rows(run, pks):
    """Judges some rows anew, and those that mean the same as any of them."""
    judge = Judge(run)
    rows = list(run.rows.filter(pk__in=judge.meanings.together(pks)).order_by("number"))
    judge.judge(rows)
    store(rows)


class Judge:
    """Knows the whole list and the directory as they are now."""

    def __init__(self, run):
        self.run, self.lists, self.constraints = run, Lists.gather(), Constraints()
        with translation.override(run.language):
            self.meanings = Meanings(run)

    def judge(self, rows):
        """Writes the outcome into the rows, without saving them; returns their drafts."""
        with translation.override(self.run.language):
            entries = fetched(self.meanings.of(row).organisation for row in rows)
            drafts = [self.judge_one(row, entries) for row in rows]
            self.find_likely([pair for pair in zip(rows, drafts, strict=True) if pair[0].outcome == Outcome.NEW])
        return drafts

    def judge_one(self, row, entries):
        meaning = self.meanings.of(row)
        entry = entries.get(meaning.organisation)
        draft = drafted(row.cells, entry or Organisation(), self.lists, self.constraints)
        if meaning.error:
            draft.errors[meaning.error[0]].append(meaning.error[1])
        if twin := self.meanings.twin(row):
            draft.errors[""].append(gettext("Row %s means the same association. Keep one of them.") % twin)
        row.organisation, row.errors, row.changes = entry, dict(draft.errors), draft.changes
        row.outcome = outcome(draft)
        row.likely = row.likely if row.decided else []
        return draft

    def find_likely(self, new):
        """Entries that the new ones may be: of the same name or number, and what the directory takes for alike."""
        found = duplicates.likely_for_many([facts(draft) for _row, draft in new]) if new else []
        for (row, _draft), answer in zip(new, found, strict=True):
            told = {entry.pk: reasons for entry, reasons in answer}
            named = {pk: told.pop(pk, [gettext("same name")]) for pk in self.meanings.of(row).candidates}
            row.likely = [[pk, reasons] for pk, reasons in (named | told).items()]


def outcome(draft):
    if draft.errors:
        return Outcome.ERROR
    if not draft.organisation.pk:
        return Outcome.NEW
    return Outcome.CHANGED if draft.changes else Outcome.UNCHANGED


def facts(draft):
    return duplicates.facts_of(draft.organisation, [draft.contact] if draft.contact else [])


def fetched(pks):
    """{id: entry with everything that a row may change}"""
    entries = Organisation.objects.filter(pk__in=set(pks) - {None})
    return {entry.pk: entry for entry in with_all(entries).prefetch_related("contacts")}
