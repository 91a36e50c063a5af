"""Two people send a file in the same moment, in real transactions: both stay, but never more than a paper may have."""

import pytest

from tests.faults.processes import ask, end_server
from tests.faults.test_merging_race import Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application
from tests.grants.paperwork import make_call_for_papers
entry = make_organisation(index=False)
make_member(entry), make_member(entry)
make_application(entry, make_call_for_papers())
"""
SENDING = """
import sys
import django
django.setup()
from django.core.exceptions import ValidationError
from grants.models import Application
from organisations.models import User
from tests.grants.paperwork import add
user, pages = (int(one) for one in sys.argv[1:])
try:
    add(Application.objects.get(), User.objects.order_by("pk")[user], pages=pages)
    print("attached")
except ValidationError:
    print("refused")
"""
ATTACHED = "SELECT count(*) FROM grants_attachment"


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("papers"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def sending(user, pages):
    return "-c", SENDING, str(user), str(pages)


def test_files_of_two_people_stay_beside_each_other_up_to_the_most(directory):
    files = directory.var / "media" / "documents"
    assert directory.at_once(sending(0, 1), sending(1, 2)) == ["attached", "attached"]
    assert directory.at_once(sending(0, 3), sending(1, 3)) == ["attached", "attached"]
    assert (ask(directory.folder, ATTACHED), len(list(files.iterdir()))) == (3, 3)
    directory.run(*sending(0, 4))
    assert directory.at_once(sending(0, 5), sending(1, 6)) == ["attached", "refused"]
    assert (ask(directory.folder, ATTACHED), len(list(files.iterdir()))) == (5, 5)
