"""Many submit in the last second, in real processes: each exactly once, numbers without a gap, limits kept."""

import os
import signal

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests.faults.processes import ask, end_server, wait_until
from tests.faults.test_merging_race import WAITING, Directory

pytestmark = pytest.mark.faults

MANY, WORKERS = 50, 5
MAKING = f"""
import django
django.setup()
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_call, make_programme
from tests.grants.submitting.making import make_draft
call = make_call(make_programme(code="QQA"))
for number in range({MANY}):
    make_draft(make_organisation(index=False), call)
twice, _ = make_draft(make_organisation(slug="doppelt", index=False), make_call(make_programme(code="QQB")))
make_member(twice.organisation, "signatory")
call = make_call(make_programme(code="QQC"), limit=1, period="quarter")
both = make_organisation(slug="beide", index=False)
signatory = make_member(both, "signatory")
for _ in range(2):
    make_draft(both, call, signatory)
make_draft(make_organisation(slug="tot", index=False), make_call(make_programme(code="QQD")))
"""
BEGINNING = """
import sys
import django
django.setup()
from grants import submitting
from grants.models import Application
from organisations.models import Membership
from tests.grants.submitting.making import ANSWERS, numbers_of, send
def signatory(draft, number=0):
    return Membership.objects.signatories().filter(organisation=draft.organisation).order_by("pk")[number].user
def drafts(code):
    return list(Application.objects.filter(call__programme__code=code).order_by("pk"))
"""
# A worker of the portal with its threads, as many as it takes of those who click in the last second.
WORKER = (
    BEGINNING
    + """
from concurrent.futures import ThreadPoolExecutor
first, step = map(int, sys.argv[1:])
mine = [(draft, ANSWERS, numbers_of(draft), signatory(draft), draft.version.closes_at) for draft in drafts("QQA")]
mine = mine[first::step]
with ThreadPoolExecutor(len(mine)) as threads:
    sent = list(threads.map(lambda one: submitting.submit(*one), mine))
print(len(sent))
"""
)
TWICE = (
    BEGINNING
    + """
draft, = drafts("QQB")
print(send(draft, signatory(draft, int(sys.argv[1]))).application.reference)
"""
)
LIMITED = (
    BEGINNING
    + """
draft = drafts("QQC")[int(sys.argv[1])]
try:
    send(draft, signatory(draft))
    print("submitted")
except submitting.LimitReached:
    print("told")
"""
)
# Stops where everything is written but nothing is certain.
DYING = (
    BEGINNING
    + """
import time
def stop(name, **ids):
    print("ready", flush=True)
    time.sleep(600)
submitting.jobs.defer = stop
draft, = drafts("QQD")
send(draft, signatory(draft))
"""
)
LIVING = BEGINNING + 'draft, = drafts("QQD")\nprint(send(draft, signatory(draft)).application.reference)\n'
STATE = """
SELECT concat_ws(' ', count(*), count(DISTINCT reference), min(right(reference, 4)::int), max(right(reference, 4)::int),
  (SELECT count(*) FROM grants_submission AS one JOIN grants_application AS of ON of.id = one.application_id
   WHERE of.reference LIKE '%-{code}-%'),
  (SELECT count(*) FROM procrastinate_jobs
   WHERE task_name = 'grants.jobs.send_receipt' AND (args->>'submission')::int IN (
    SELECT one.id FROM grants_submission AS one JOIN grants_application AS of ON of.id = one.application_id
   WHERE of.reference LIKE '%-{code}-%')))
FROM grants_application WHERE reference LIKE '%-{code}-%'
"""
LEFT = """
SELECT concat_ws(' ', draft.state, (SELECT count(*) FROM grants_submission WHERE application_id = draft.id),
  (SELECT count(*) FROM grants_statuschange WHERE application_id = draft.id),
  (SELECT count(*) FROM grants_budgetline WHERE application_id = draft.id))
FROM grants_application AS draft JOIN organisations_organisation AS entry ON entry.id = organisation_id
WHERE slug = 'tot'
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("submitting"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def state(directory, code):
    """Applications with a number, different numbers, the lowest, the highest; submissions, and jobs for receipts."""
    return ask(directory.folder, STATE.format(code=code))


def test_everybody_in_the_last_second_is_submitted_once_and_numbers_have_no_gap(directory):
    with psycopg.connect(host=str(directory.folder), user=cluster.SUPERUSER, dbname="postgres") as holding:
        holding.execute("SELECT 1 FROM organisations_organisation FOR UPDATE")
        workers = [directory.start("-c", WORKER, str(first), str(WORKERS)) for first in range(WORKERS)]
        wait_until(lambda: ask(directory.folder, WAITING) == MANY, 120)
    assert [worker.communicate(timeout=60)[0].strip() for worker in workers] == [str(MANY // WORKERS)] * WORKERS
    assert state(directory, "QQA") == f"{MANY} {MANY} 1 {MANY} {MANY} {MANY}"


def test_a_double_click_and_two_signatories_are_one_submission_with_one_receipt(directory):
    said = directory.at_once(*(("-c", TWICE, number) for number in "0011"))
    assert len(set(said)) == 1
    assert state(directory, "QQB") == "1 1 1 1 1 1"


def test_two_applications_of_one_association_cannot_both_pass_the_limit(directory):
    assert directory.at_once(("-c", LIMITED, "0"), ("-c", LIMITED, "1")) == ["submitted", "told"]
    assert state(directory, "QQC") == "1 1 1 1 1 1"


def test_a_process_killed_in_the_middle_leaves_a_draft_and_uses_no_number(directory):
    with directory.start("-c", DYING) as dying:
        assert dying.stdout.readline().strip() == "ready"
        os.kill(dying.pid, signal.SIGKILL)
        assert dying.wait() == -signal.SIGKILL
    assert ask(directory.folder, LEFT) == "draft 0 0 0"
    with directory.start("-c", LIVING) as living:
        assert living.communicate(timeout=60)[0].strip().endswith("-QQD-0001")
    assert state(directory, "QQD") == "1 1 1 1 1 1"
