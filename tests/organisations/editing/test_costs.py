"""The pages on which an entry is edited cost as many queries with many parts and changes as with few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import ProposedChange
from organisations.moderation import proposing
from tests.factories import make_contact, make_offer, make_organisation
from tests.organisations.editing.pages import url
from tests.organisations.moderation.proposals import contact_key, make_member, offer_key

pytestmark = pytest.mark.django_db
PROPOSALS = "/en/konto/vereine/anis/vorschlaege/"


@pytest.fixture
def organisation():
    return make_organisation(slug="anis", i18n={"summary_tr": "Yemek"})


@pytest.fixture
def member(client, organisation):
    member = make_member(organisation)
    client.force_login(member)
    return member


def add_parts(organisation, member):
    """A contact and an offer with a change each that waits, and one that was sent back."""
    contact, offer = make_contact(organisation), make_offer(organisation, i18n={"title_tr": "Kurs"})
    propose = {(contact_key(contact), "role"): "Büro", (offer_key(offer), "title"): "Neu"}
    proposing.propose(organisation, member, propose)
    refuse()
    propose = {(contact_key(contact), "phone"): "06151 123", (offer_key(offer), "when"): "montags"}
    proposing.propose(organisation, member, propose)


def refuse():
    ProposedChange.objects.waiting().filter(field__in=["role", "title"]).update(
        verdict="refused", reason="Nein.", decided_at=timezone.now()
    )


def cost(client, address):
    """Of another visit: what is noted or kept at the first one is no matter."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address, most",
    [(url(), 30), (url("uebersetzungen"), 30), (url("uebersetzungen", "tr"), 30), (PROPOSALS, 25)],
)
def test_more_parts_cost_no_more_queries(client, organisation, member, address, most):
    add_parts(organisation, member)
    few = cost(client, address)
    for _number in range(4):
        add_parts(organisation, member)
    assert (cost(client, address), few <= most) == (few, True)
