"""Somebody clicks twice, and both clicks arrive at once, in real processes: one message, one mail, no error page."""

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests.faults.processes import ask, end_server, wait_until
from tests.faults.test_merging_race import WAITING, Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from tests.factories import make_member, make_organisation
from tests.grants.cases import case_worker, make_case
for slug in ("verein", "amt", "zwei"):
    entry = make_organisation(slug=slug, index=False)
    case = make_case(organisation=entry, signatory=make_member(entry, "signatory"))
    case.officer = case_worker()
    case.save(update_fields=["officer"])
"""
CLICK = """
import sys
import django
django.setup()
from django.test import Client
from django.urls import reverse
from grants.models import Application
from tests.office import let_in
slug, side, key, text = sys.argv[1:]
case = Application.objects.select_related("officer").get(organisation__slug=slug)
browser = Client(SERVER_NAME="localhost")
if side == "office":
    let_in(browser, case.officer)
    url = reverse("admin:grants_application_messages", args=[case.pk])
else:
    browser.force_login(case.organisation.memberships.get().user)
    url = reverse("grants:messages", args=[case.reference])
print(browser.post(url, {"key": key, "text": text}).status_code)
"""
LEFT = """
SELECT concat_ws(' ',
  (SELECT string_agg(text, ', ' ORDER BY text) FROM grants_casemessage WHERE application_id = one.id),
  (SELECT count(*) FROM outbox_message WHERE template LIKE 'grants/message%' AND strpos(text, one.reference) > 0))
FROM grants_application AS one JOIN organisations_organisation AS entry ON entry.id = organisation_id
WHERE slug = '{slug}'
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("messages"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def at_once(directory, slug, *clicks):
    """What the clicks are answered that all come while somebody else still holds the application."""
    with psycopg.connect(host=str(directory.folder), user=cluster.SUPERUSER, dbname="postgres") as holding:
        holding.execute("SELECT 1 FROM grants_application FOR UPDATE")
        started = [directory.start("-c", CLICK, slug, *one) for one in clicks]
        wait_until(lambda: ask(directory.folder, WAITING) == len(started), 60)
    return [process.communicate(timeout=60)[0].strip() for process in started]


def left(directory, slug):
    """The messages, and how many mails tell of them."""
    return ask(directory.folder, LEFT.format(slug=slug))


@pytest.mark.parametrize("slug, side", [("verein", "association"), ("amt", "office")])
def test_a_message_that_is_sent_twice_at_once_is_one(directory, slug, side):
    assert at_once(directory, slug, *[(side, f"key{slug}", "Guten Tag")] * 2) == ["302", "302"]
    assert left(directory, slug) == "Guten Tag 1"


def test_another_text_with_the_same_key_at_the_same_time_is_kept_too(directory):
    clicks = [("association", "keyzwei", text) for text in ("eins", "zwei")]
    assert at_once(directory, "zwei", *clicks) == ["302", "302"]
    assert left(directory, "zwei") == "eins, zwei 2"
