"""From the uploaded file to the directory: a list is stored, checked, corrected, and then imported as a whole.

Everything in between waits in SpreadsheetImport and SpreadsheetRow. For pages: `start`, `correct`, `choose`, `decide`,
`look_again`, `obstacles`, `begin`, `try_again`, `discard`. For jobs: `checking.check`, `carry_out`, `delete_old`.
"""

from datetime import timedelta

import pghistory
from django.db import OperationalError, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib import jobs

from ..models import Organisation, SpreadsheetImport, SpreadsheetRow, User
from . import progress, reading, saving
from .checking import BATCH, Judge, check_rows, store
from .columns import COLUMNS
from .matching import KEYS, Meanings

KEPT = timedelta(days=30)
# A number of our own, so that no other advisory lock of the database is the same.
LOCK = 20_261
NOBODY = 0
State, Outcome = SpreadsheetImport.State, SpreadsheetRow.Outcome


class NotNow(Exception):
    """The list is being checked or imported, or was imported already; nothing of it can be changed."""


def start(file, user, language):
    """Stores an uploaded file's rows and has them checked; raises Unreadable. `remarks` on the run are shown once."""
    with translation.override(language):
        listing = reading.read(file.read(reading.MAX_FILE + 1))
    with transaction.atomic():
        run = SpreadsheetImport.objects.create(
            file_name=file.name[-200:],
            sheet=listing.sheet[:120],
            language=language,
            columns=listing.codes,
            unknown_headings=listing.unknown,
            total=len(listing.rows),
            created_by=user,
        )
        rows = (SpreadsheetRow(run=run, number=number, cells=cells) for number, cells in listing.rows)
        SpreadsheetRow.objects.bulk_create(rows, batch_size=1_000)
        jobs.defer("organisations.jobs.check_import", pk=run.pk)
    run.remarks = listing.remarks
    return run


# Between the check and the import


def held(run):
    """The run, locked until the end of the transaction, if it waits for somebody's decisions."""
    found = SpreadsheetImport.objects.select_for_update().filter(pk=run.pk, state=State.CHECKED).first()
    if not found:
        raise NotNow
    return found


def correct(row, texts):
    """Writes {code of the column: text} into the row's cells and judges it anew."""
    correct_all(row.run, {row.pk: texts})
    row.refresh_from_db()


@transaction.atomic
def correct_all(run, corrections):
    """The same for several rows at once: {id of the row: {code: text}}."""
    run = held(run)
    former = Meanings(run).together(corrections)
    rows = list(run.rows.filter(pk__in=corrections))
    for row in rows:
        write(row, corrections[row.pk])
    SpreadsheetRow.objects.bulk_update(rows, ["cells", "decided"], batch_size=BATCH)
    added = {code for texts in corrections.values() for code in texts} - set(run.columns)
    run.columns = [*run.columns, *sorted(added)]
    run.save(update_fields=["columns"])
    check_rows(run, former)


def write(row, texts):
    tidied = {code: COLUMNS[code].tidy(text.replace("\0", "")) for code, text in texts.items()}
    row.cells = {code: text for code, text in (row.cells | tidied).items() if text}
    # Somebody has said which entry it is of a row that said something else.
    row.decided = row.decided and not set(texts) & set(KEYS)


@transaction.atomic
def choose(run, pks, chosen):
    """Whether these rows are to be imported."""
    run = held(run)
    run.rows.filter(pk__in=pks).update(chosen=chosen)
    # Of two rows that mean the same only one may be imported; all others stay as they are.
    check_rows(run, Meanings(run).shared(pks))


def decide(row, organisation):
    """The row means this entry or, with None, a new one."""
    decide_all(row.run, {row.pk: organisation})
    row.refresh_from_db()


@transaction.atomic
def decide_all(run, answers):
    """The same for several rows at once: {id of the row: entry or None}."""
    run = held(run)
    former = Meanings(run).together(answers)
    rows = list(run.rows.filter(pk__in=answers))
    for row in rows:
        row.organisation, row.decided = answers[row.pk], True
    SpreadsheetRow.objects.bulk_update(rows, ["organisation", "decided"], batch_size=BATCH)
    check_rows(run, former)


@transaction.atomic
def decide_all_new(run):
    """None of the chosen rows that may be an entry is one."""
    held(run).rows.filter(chosen=True, outcome=Outcome.NEW, decided=False).exclude(likely=[]).update(decided=True)


@transaction.atomic
def look_again(run, pks):
    """Judges these rows by the directory as it is now."""
    check_rows(held(run), pks)


def obstacles(run):
    """What keeps the chosen rows from being imported, and how many there are to import."""
    chosen = Q(chosen=True)
    return run.rows.aggregate(
        errors=Count("pk", chosen & Q(outcome__in=[Outcome.ERROR, Outcome.WAITING])),
        undecided=Count("pk", chosen & Q(outcome=Outcome.NEW, decided=False) & ~Q(likely=[])),
        to_import=Count("pk", chosen & Q(outcome__in=[Outcome.NEW, Outcome.CHANGED])),
    )


def can_import(run):
    found = obstacles(run)
    return run.state == State.CHECKED and found["to_import"] > 0 and not found["errors"] and not found["undecided"]


@transaction.atomic
def begin(run, user=None):
    """Has the chosen rows imported, by this person or whoever uploaded the list; raises NotNow if that cannot be."""
    run = held(run)
    if not can_import(run):
        raise NotNow
    SpreadsheetImport.objects.filter(pk=run.pk).update(state=State.IMPORTING, done=0)
    whose = user.pk if user else run.created_by_id
    jobs.defer("organisations.jobs.carry_out_import", pk=run.pk, user=whose or NOBODY)


@transaction.atomic
def try_again(run):
    """Goes on with a list that was stopped by an error; what was judged stays so."""
    if not SpreadsheetImport.objects.filter(pk=run.pk, state=State.FAILED).update(state=State.CHECKING):
        raise NotNow
    jobs.defer("organisations.jobs.check_import", pk=run.pk)


@transaction.atomic
def discard(run):
    """Forgets the list; what was imported stays. Raises NotNow while it is being imported."""
    if not is_ours(run.pk):
        raise NotNow
    SpreadsheetImport.objects.filter(pk=run.pk).delete()


def delete_old(now=None):
    """Lists hold names and addresses, which are kept no longer than needed; returns how many were deleted."""
    old = SpreadsheetImport.objects.filter(created_at__lt=(now or timezone.now()) - KEPT)
    _all, deleted = old.delete()
    return deleted.get(SpreadsheetImport._meta.label, 0)


# The import itself


class Outdated(Exception):
    """Rows that are not as they were shown."""

    def __init__(self, rows):
        self.rows = rows


def carry_out(pk, user=NOBODY, report=lambda done: None):
    """Imports all chosen rows or none, in the name of the user with this id.

    Asked again after it was broken off, it begins anew; once done, it does nothing. Where the directory is no longer
    as it was shown, the rows say so and the list waits for a decision again.
    """
    try:
        import_chosen(pk, user, report)
    except Outdated as outdated:
        with transaction.atomic():
            if importing(pk).update(state=State.CHECKED):
                store(outdated.rows)
    except OperationalError:
        raise  # the database was away for a moment; whoever asked for this tries again
    except Exception:
        importing(pk).update(state=State.FAILED)
        raise


def importing(pk):
    return SpreadsheetImport.objects.filter(pk=pk, state=State.IMPORTING)


def is_ours(pk):
    """Whether nobody else is importing this list; nobody else can until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, pk])
        return cursor.fetchone()[0]


@transaction.atomic
def import_chosen(pk, user, report):
    run = importing(pk).first() if is_ours(pk) else None
    if not run:
        return
    rows = list(run.rows.filter(chosen=True).order_by("number"))
    user = User.objects.filter(pk=user).first()
    context = {"user": user and user.pk, "import": run.pk}
    with progress.shown(run, 3 * len(rows), report) as shown, pghistory.context(**context):
        judged = judge_again(run, rows, shown)
        shown.advance(2 * (len(rows) - len(judged)))
        saving.save([draft for _row, draft in judged], user, shown)
    for row, draft in judged:
        row.organisation = draft.organisation
    store([row for row, _draft in judged])
    importing(pk).update(state=State.DONE, done=run.total, finished_at=timezone.now())


def judge_again(run, rows, shown):
    """(row, draft) of all that change something, locked and compared with what was shown; raises Outdated."""
    lock(rows)
    judge, judged, outdated = Judge(run), [], []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        before = [as_shown(row) for row in batch]
        drafts = judge.judge(batch)
        outdated += [row for row, former in zip(batch, before, strict=True) if as_shown(row) != former]
        judged += [(row, draft) for row, draft in zip(batch, drafts, strict=True) if draft.changes]
        shown.advance(len(batch))
    if outdated or any(row.outcome == Outcome.ERROR for row in rows):
        raise Outdated([mark(row, run.language) for row in outdated])
    return judged


def lock(rows):
    """In one order, so that two who want the same entries wait instead of blocking each other."""
    pks = {row.organisation_id for row in rows}
    list(Organisation.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def as_shown(row):
    return row.outcome, row.organisation_id, row.changes, [pk for pk, _reasons in row.likely]


def mark(row, language):
    with translation.override(language):
        note = gettext("The directory has changed since this row was checked, so nothing was imported. Look again.")
    row.errors, row.outcome = {**row.errors, "": [*row.errors.get("", []), note]}, Outcome.ERROR
    return row
