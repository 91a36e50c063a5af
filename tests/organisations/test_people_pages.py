"""Which requests to join a signatory finds on the page of the association's people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import JoinRequest, Organisation
from tests.factories import make_member, make_organisation, make_user
from tests.members import as_, english, page
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
PEOPLE = "/konto/vereine/anis/personen/"


@pytest.fixture
def entry():
    return make_organisation(name="Anis", slug="anis")


def test_many_requests_need_no_more_queries_than_one(client, entry):
    path = english(PEOPLE)
    JoinRequest.objects.create(organisation=entry, user=make_user(), message="x")
    as_(client, make_member(entry, "signatory")).get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _number in range(5):
        JoinRequest.objects.create(organisation=entry, user=make_user(), message="x")
    with CaptureQueriesContext(connection) as many:
        answer = client.get(path)
    assert (len(by_class(main(tree(answer)), "panel")), len(many)) == (6, len(few))


def test_nobody_reads_or_decides_their_own_request_here(client, entry):
    user = make_member(entry, "signatory")
    own = JoinRequest.objects.create(organisation=entry, user=user, message="x")
    assert "Requests to join" not in text(page(as_(client, user), PEOPLE))
    assert client.post(f"{PEOPLE}entscheiden/", {"request": own.pk, "decision": "accept"}).status_code == 403


def test_only_the_office_publishes_a_registration(client, entry):
    Organisation.objects.filter(pk=entry.pk).update(state="pending")
    asked = JoinRequest.objects.create(organisation=entry, user=make_user(), message="x", registers=True)
    as_(client, make_member(entry, "signatory"))
    assert "Requests to join" not in text(page(client, PEOPLE))
    assert client.post(f"{PEOPLE}entscheiden/", {"request": asked.pk, "decision": "accept"}).status_code == 403
    assert Organisation.objects.get(pk=entry.pk).state == "pending"
