"""Two workers remind at once, in real transactions: each step is done once, and so is each mail."""

import pytest

from tests.faults.processes import ask, end_server
from tests.faults.test_merging_race import Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from tests.organisations.freshness import make_entry, make_member
entry = make_entry("Anis", confirmed_on="2025-01-01")
make_member(entry, email="amal@example.org")
"""
REMINDING = """
import django
django.setup()
from django.utils import timezone
from organisations.freshness import rounds
from organisations.models import Organisation
print(len(rounds.carry_out(Organisation.objects.get(slug="anis").pk, timezone.localdate())))
"""
CONFIRMING = """
import django
django.setup()
from django.contrib.auth.models import AnonymousUser
from organisations.freshness import confirming, links
from organisations.models import Organisation
entry = Organisation.objects.get(slug="anis")
print(int(confirming.confirm(entry, links.token(entry), AnonymousUser())))
"""
STEPS = "SELECT array_agg(kind::text ORDER BY id) FROM organisations_freshnessstep"
MAILS = "SELECT count(*) FROM outbox_message"


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("reminding"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def test_of_two_workers_one_asks_and_of_two_clicks_one_confirms(directory):
    assert directory.at_once(("-c", REMINDING), ("-c", REMINDING)) == ["0", "1"]
    assert (ask(directory.folder, STEPS), ask(directory.folder, MAILS)) == (["asked"], 2)
    assert directory.at_once(("-c", CONFIRMING), ("-c", CONFIRMING)) == ["0", "1"]
