"""Two officers publish the same changes at the same moment, in real processes: one version, one mail."""

import psycopg
import pytest

from darmstadt_mso.lib.localpg import cluster
from tests.faults.processes import ask, end_server, wait_until
from tests.faults.test_merging_race import WAITING, Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from grants.models import Call
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call
call = make_call(slug="gleich", summary="x", contact_email="amt@example.org")
organisation = make_organisation(index=False)
make_member(organisation)
make_application(organisation, call)
Call.objects.filter(pk=call.pk).update(maximum=900)
"""
PUBLISHING = """
import django
django.setup()
from grants import publishing
from grants.models import Call
call = Call.objects.get(slug="gleich")
try:
    print(publishing.release(call, None, seen=publishing.fingerprint(call), note="Mehr")[0].number)
except publishing.Refused:
    print("refused")
"""
LEFT = """
SELECT concat_ws(' ', count(*), (SELECT count(*) FROM outbox_message WHERE template = 'grants/call_changed'))
FROM grants_callversion AS version JOIN grants_call AS one ON one.id = version.call_id WHERE slug = 'gleich'
"""


@pytest.fixture
def directory(tmp_path):
    made = Directory(tmp_path)
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


def test_one_publishes_and_the_other_is_told(directory):
    with psycopg.connect(host=str(directory.folder), user=cluster.SUPERUSER, dbname="postgres") as holding:
        holding.execute("SELECT 1 FROM grants_call WHERE slug = 'gleich' FOR UPDATE")
        started = [directory.start("-c", PUBLISHING) for _number in range(2)]
        wait_until(lambda: ask(directory.folder, WAITING) == 2)
    assert sorted(one.communicate(timeout=60)[0].strip() for one in started) == ["2", "refused"]
    assert ask(directory.folder, LEFT) == "2 1"
