"""Two answer the office at once, or one answers while the office goes on, in real processes: one thing happens."""

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests.faults.processes import ask, end_server, wait_until
from tests.faults.test_merging_race import WAITING, Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from organisations.models import Topic
from tests.factories import make_member, make_organisation
from tests.grants.casework.asked import make_asked
Topic.objects.exists() or Topic.objects.create(code="x", name="x")
for slug in ("beide", "amt"):
    entry = make_organisation(slug=slug, index=False)
    make_member(entry, "signatory")
    make_asked("projekt", organisation=entry)
"""
BEGINNING = """
import sys
import django
django.setup()
from grants import workflow
from grants.casework import asking
from grants.models import Application
from organisations.models import Membership
from tests.grants.casework.asked import reply
case = Application.objects.get(organisation__slug=sys.argv[1])
"""
ANSWER = (
    BEGINNING
    + """
people = Membership.objects.signatories().filter(organisation=case.organisation).order_by("pk")
try:
    print("answered", reply(case, people[int(sys.argv[2])].user).number)
except workflow.NotPossible:
    print("too late")
"""
)
CLOSE = (
    BEGINNING
    + """
try:
    asking.close(case, case.open_query.asked_by, "")
    print("closed")
except workflow.NotPossible:
    print("too late")
"""
)
LEFT = """
SELECT concat_ws(' ', one.state, (SELECT count(*) FROM grants_submission WHERE application_id = one.id),
  (SELECT count(*) FROM grants_statuschange WHERE application_id = one.id AND step IN ('answer', 'close_query')),
  (SELECT count(*) FROM grants_query WHERE application_id = one.id AND answered_at IS NULL AND closed_at IS NULL))
FROM grants_application AS one JOIN organisations_organisation AS entry ON entry.id = organisation_id
WHERE slug = '{slug}'
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("answering"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def at_once(directory, *arguments):
    """What processes say that all begin while somebody else still holds the applications."""
    with psycopg.connect(host=str(directory.folder), user=cluster.SUPERUSER, dbname="postgres") as holding:
        holding.execute("SELECT 1 FROM grants_application FOR UPDATE")
        started = [directory.start(*one) for one in arguments]
        wait_until(lambda: ask(directory.folder, WAITING) == len(started), 60)
    return sorted(process.communicate(timeout=60)[0].strip() for process in started)


def left(directory, slug):
    """State; versions, steps that ended the question, open questions."""
    return ask(directory.folder, LEFT.format(slug=slug))


def test_two_signatories_send_one_answer(directory):
    said = at_once(directory, *(("-c", ANSWER, "beide", number) for number in "01"))
    assert (said, left(directory, "beide")) == (["answered 2", "answered 2"], "checking 2 1 0")


def test_an_answer_and_going_on_without_one_exclude_each_other(directory):
    said = at_once(directory, ("-c", ANSWER, "amt", "0"), ("-c", CLOSE, "amt"))
    ends = {("answered 2", "too late"): "checking 2 1 0", ("closed", "too late"): "checking 1 1 0"}
    assert left(directory, "amt") == ends[tuple(said)]
