"""A proposal, and somebody of the office who reads it."""

import pytest

from tests.factories import make_organisation, make_user
from tests.office import let_in
from tests.organisations.moderation.proposals import make_member, make_proposal


@pytest.fixture
def editor(client):
    return let_in(client, make_user("Redaktion", first_name="Ada", last_name="Muster"))


@pytest.fixture
def entry():
    return make_organisation(name="Anis", slug="anis", summary="Wir kochen.", website="https://anis.example")


@pytest.fixture
def proposal(entry):
    return make_proposal(entry, make_member(entry, email="mitglied@anis.example", first_name="Mara"))
