"""An association and one of its people, who edits its entry."""

import pytest

from organisations.models import Topic
from tests.factories import make_organisation
from tests.organisations.moderation.proposals import make_member


@pytest.fixture
def organisation():
    return make_organisation(
        name="Anisverein",
        slug="anis",
        summary="Wir kochen.",
        description="Eins\r\n\r\nZwei",
        topics=Topic.objects.all()[:2],
    )


@pytest.fixture
def member(organisation):
    return make_member(organisation, first_name="Ada", last_name="Anis")


@pytest.fixture
def person(client, member):
    client.force_login(member)
    return client
