"""The page of an invitation: who reads what, and who may accept."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from organisations.models import Invitation
from organisations.permissions import speaks_for
from tests.factories import make_organisation, make_user
from tests.members import act, as_, english, page
from tests.pages import links, main, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return make_organisation(name="Anis", slug="anis")


@pytest.fixture
def invitation(entry):
    return Invitation.objects.create(organisation=entry, email="ada@example.org", role="editor")


def url_of(invitation):
    return reverse("organisations:invitation", args=[invitation.token])


def ada(verified=True):
    user = make_user(email="ada@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def test_a_stranger_reads_the_name_and_the_role_and_no_address(client, invitation):
    answer = client.get(english(url_of(invitation)))
    assert "Anis" in text(main(tree(answer))) and "ada@" not in answer.content.decode()
    ways = [url for _text, url in links(main(tree(answer))) if "next=" in url]
    assert len(ways) == 2 and all(str(invitation.token) in url for url in ways)


def test_the_person_with_the_address_accepts_once(client, invitation, entry):
    user = ada()
    as_(client, user)
    assert act(client, url_of(invitation)) == "/konto/vereine/anis/"
    assert speaks_for(user, entry)
    assert "accepted already" in text(page(client, url_of(invitation)))


@pytest.mark.parametrize(
    "who, told",
    [(make_user, "another e-mail address"), (lambda: ada(verified=False), "confirm first")],
)
def test_another_account_cannot_accept_and_is_not_told_the_address(client, invitation, entry, who, told):
    user = who()
    as_(client, user)
    answer = client.post(english(url_of(invitation)))
    assert told in text(main(tree(answer))) and "ada@" not in answer.content.decode()
    assert not speaks_for(user, entry)


@pytest.mark.parametrize(
    "field, told", [("withdrawn_at", "taken back"), ("expires_at", "too old"), ("accepted_at", "accepted already")]
)
def test_an_invitation_that_is_over_says_so(client, invitation, entry, field, told):
    Invitation.objects.update(**{field: timezone.now()})
    user = ada()
    as_(client, user)
    assert told in text(main(tree(client.post(english(url_of(invitation))))))
    assert not speaks_for(user, entry)
