"""A draft of an association, its editor and a colleague, each with a browser."""

import pytest
from django.test import Client

from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application


@pytest.fixture
def organisation():
    return make_organisation(
        name="Anisverein", slug="anis", street="Weg 1", postcode="64283", register_number="VR 1", index=False
    )


@pytest.fixture
def draft(organisation):
    return make_application(organisation)


@pytest.fixture
def member(organisation):
    return named(make_member(organisation), "Ada")


@pytest.fixture
def colleague(organisation):
    return named(make_member(organisation, "signatory"), "Bela")


def named(user, first_name):
    user.first_name = first_name
    user.save()
    return user


@pytest.fixture
def person(member):
    return browser(member)


def browser(user=None, **options):
    client = Client(**options)
    if user:
        client.force_login(user)
    return client
