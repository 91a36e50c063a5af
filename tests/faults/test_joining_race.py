"""Two people decide in the same moment, in real transactions: the first one does, and the second one learns of it."""

import pytest

from tests.faults.processes import ask, end_server
from tests.faults.test_merging_race import Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from organisations import joining
from tests.factories import make_member, make_organisation, make_user
entry = make_organisation(name="Anis", slug="anis", index=False)
for _ in range(2):
    make_member(entry, "signatory")
joining.ask(entry, make_user(), "editor", "Kasse")
"""
DECIDING = """
import django
django.setup()
from organisations import joining
from organisations.models import JoinRequest, Membership
signatory = Membership.objects.signatories().order_by("pk")[{number}].user
try:
    joining.{deed}
    print("done")
except joining.Settled as settled:
    print(settled.request.state)
"""
ACCEPTING = DECIDING.format(number=0, deed='accept(JoinRequest.objects.get(), signatory, "editor")')
REFUSING = DECIDING.format(number=1, deed='refuse(JoinRequest.objects.get(), signatory, "Nein")')
LEAVING = """
import django
django.setup()
from organisations import people
from organisations.models import Membership
try:
    people.leave(Membership.objects.signatories().order_by("pk")[{number}])
    print("left")
except people.NobodySigns:
    print("asked")
"""
REQUESTS = "SELECT array_agg(state::text ORDER BY id) FROM organisations_joinrequest"
EDITORS = "SELECT count(*) FROM organisations_membership WHERE role = 'editor'"
SIGNATORIES = "SELECT count(*) FROM organisations_membership WHERE role = 'signatory' AND until IS NULL"


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("joining"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def test_of_two_signatories_one_decides_and_one_stays(directory):
    told = directory.at_once(("-c", ACCEPTING), ("-c", REFUSING))
    (state,) = ask(directory.folder, REQUESTS)
    assert told == sorted(["done", state]) and state in {"accepted", "refused"}
    assert ask(directory.folder, EDITORS) == (state == "accepted")
    leaving = [("-c", LEAVING.format(number=number)) for number in (0, 1)]
    assert directory.at_once(*leaving) == ["asked", "left"]
    assert ask(directory.folder, SIGNATORIES) == 1
