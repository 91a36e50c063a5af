"""Decisions at the same time, in real processes: the pot is never overdrawn, and each decision goes out once."""

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests.faults.processes import ask, end_server, wait_until
from tests.faults.test_merging_race import WAITING, Directory

pytestmark = pytest.mark.faults

PREPARING = 8
MAKING = f"""
import django
django.setup()
from decimal import Decimal
from tests.grants.cases import case_worker, head, published_call, second_person, signatory_of
from tests.grants.casework.decisions import make_decidable, prepared
frida = case_worker(email="frida@amt.example")
second_person(email="emil@amt.example")
head(email="lena@amt.example")
for slug, pot, cases in (("topf", 1000, {PREPARING}), ("zwei", 1000, 1), ("zurueck", 1000, 1), ("beides", 1000, 1)):
    call = published_call(slug=slug, pot=Decimal(pot))
    for number in range(cases):
        application = make_decidable(call)
        signatory_of(application)
        if slug in ("zwei", "beides"):
            prepared(application, user=frida)
"""
BEGINNING = """
import sys
import django
django.setup()
from grants import withdrawing
from grants.casework import deciding, preparing, releasing
from grants.models import Application, Decision
from grants.workflow import NotPossible
from organisations.models import Membership, User
slug, number, name = sys.argv[1:4]
application = Application.objects.filter(call__slug=slug).order_by("pk")[int(number)]
user = User.objects.filter(email=f"{name}@amt.example").first()
waits = deciding.pending(application)
def tell(word, act, *arguments, **columns):
    try:
        act(*arguments, **columns)
        print(word)
    except NotPossible:
        print("refused")
"""
PREPARE = (
    BEGINNING
    + 'tell("prepared", preparing.prepare, application, user, "award", application.requested, reasons="Darum.")\n'
)
RELEASE = BEGINNING + 'tell("released", releasing.release, waits, user)\n'
CANCEL = BEGINNING + 'tell("taken back", deciding.cancel, waits, user)\n'
WITHDRAW = (
    BEGINNING
    + """
signatory = Membership.objects.signatories().filter(organisation=application.organisation).first().user
tell("withdrawn", withdrawing.withdraw, application, signatory)
"""
)
# Given away, what decisions hold, decisions that wait, released ones, letters, steps, states.
STATE = """
SELECT concat_ws(' ', committed::int,
  (SELECT coalesce(sum(one.amount), 0)::int FROM grants_decision AS one JOIN grants_application AS of
   ON of.id = one.application_id WHERE of.call_id = call.id AND one.cancelled_at IS NULL
   AND (one.released_at IS NULL OR of.state = 'awarded')),
  (SELECT count(*) FROM grants_notice AS one JOIN grants_application AS of ON of.id = one.application_id
   WHERE of.call_id = call.id),
  (SELECT string_agg(DISTINCT step, ' ' ORDER BY step) FROM grants_statuschange AS one JOIN grants_application AS of
   ON of.id = one.application_id WHERE of.call_id = call.id AND step <> 'submit'),
  (SELECT count(*) FROM grants_statuschange AS one JOIN grants_application AS of
   ON of.id = one.application_id WHERE of.call_id = call.id AND step <> 'submit'))
FROM grants_call AS call WHERE slug = '{}'
"""


class Office(Directory):
    """Everybody begins while somebody else still holds the call, which each of them takes first."""

    def at_once(self, *arguments):
        with psycopg.connect(host=str(self.folder), user=cluster.SUPERUSER, dbname="postgres") as holding:
            holding.execute("SELECT 1 FROM grants_call FOR UPDATE")
            started = [self.start(*one) for one in arguments]
            wait_until(lambda: ask(self.folder, WAITING) == len(started), 120)
        return sorted(process.communicate(timeout=60)[0].strip() for process in started)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("deciding"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def state(portal, slug):
    return ask(portal.folder, STATE.format(slug))


def test_of_those_who_prepare_at_once_only_as_many_come_in_as_the_pot_has_money_for(portal):
    said = portal.at_once(*(("-c", PREPARE, "topf", str(number), "frida") for number in range(PREPARING)))
    assert said == ["prepared"] * 2 + ["refused"] * (PREPARING - 2)
    assert state(portal, "topf") == "750 750 0 0"


def test_of_two_second_persons_one_releases_it_and_one_letter_is_issued(portal):
    said = portal.at_once(("-c", RELEASE, "zwei", "0", "emil"), ("-c", RELEASE, "zwei", "0", "lena"))
    assert said == ["refused", "released"]
    assert state(portal, "zwei") == "375 375 1 award 1"


def test_a_withdrawal_and_a_preparation_at_once_leave_nothing_reserved(portal):
    said = portal.at_once(("-c", PREPARE, "zurueck", "0", "frida"), ("-c", WITHDRAW, "zurueck", "0", ""))
    assert said in (["prepared", "withdrawn"], ["refused", "withdrawn"])
    assert state(portal, "zurueck") == "0 0 0 withdraw 1"


def test_it_is_released_or_taken_back_but_never_both(portal):
    said = portal.at_once(("-c", RELEASE, "beides", "0", "emil"), ("-c", CANCEL, "beides", "0", "lena"))
    found = state(portal, "beides")
    assert (said, found) in (
        (["refused", "released"], "375 375 1 award 1"),
        (["refused", "taken back"], "0 0 0 0"),
    )
