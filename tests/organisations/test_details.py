"""The page with a person's own name and language."""

import pytest
from django.urls import reverse

from organisations.forms.details import DetailsForm
from organisations.models import User
from tests.factories import make_user
from tests.pages import by_class, links, tree

pytestmark = pytest.mark.django_db
ANNA = {"first_name": "Anna", "last_name": "Anis", "language": "ar"}


@pytest.fixture
def anna(client):
    user = make_user()
    client.force_login(user)
    return user


def save(client, **details):
    return client.post(reverse("organisations:details"), ANNA | details)


def kept(user):
    user.refresh_from_db()
    return user.first_name, user.last_name, user.language


def test_somebody_changes_their_name_and_the_language_of_mails(client, anna):
    assert save(client)["Location"] == reverse("organisations:details")
    assert kept(anna) == ("Anna", "Anis", "ar")


def test_nobody_needs_a_name(client, anna):
    save(client, first_name="", last_name="")
    assert kept(anna) == ("", "", "ar")


BUTTON = "Bitte bestätigen:\n\nhttps://evil.example\n\nDanke"


def test_what_stands_around_a_name_does_not_count(client, anna):
    save(client, first_name=" Anna\n", last_name="\tAnis ")
    assert kept(anna) == ("Anna", "Anis", "ar")


@pytest.mark.parametrize(
    "wrong",
    [{"first_name": "x" * 151}, {"first_name": BUTTON}, {"last_name": BUTTON}, {"language": "tlh"}, {"language": ""}],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(client, anna, wrong):
    answer = save(client, **wrong)
    assert answer.status_code == 422 and by_class(tree(answer), "error-summary")
    assert kept(anna) == ("", "", "de")


def test_what_was_typed_stays_in_a_form_with_errors(client, anna):
    page = tree(save(client, language=""))
    assert [one.get("value") for one in page.iter("input") if one.get("name") == "last_name"] == ["Anis"]


def test_nobody_makes_themselves_more_than_they_are(client, anna):
    save(client, is_staff="on", is_superuser="on", email="x@example.org")
    found = User.objects.get(pk=anna.pk)
    assert (found.is_staff, found.is_superuser, found.email) == (False, False, anna.email)


def test_only_what_stands_in_the_form_is_written(anna):
    form = DetailsForm(ANNA, user=User.objects.get(pk=anna.pk))
    User.objects.update(email="neu@example.org")
    assert form.is_valid()
    form.save()
    assert User.objects.get().email == "neu@example.org"


def test_the_pages_of_an_account_lead_to_each_other(client, anna):
    page = tree(client.get(reverse("organisations:details")))
    (navigation,) = by_class(page, "account-nav")
    names = ["organisations:account", "grants:applications", "organisations:details", "mfa_index", "usersessions_list"]
    found = [url for _label, url in links(navigation)]
    assert found[:5] == [reverse(name) for name in names]
    here = [link.get("href") for link in navigation.iter("a") if link.get("aria-current")]
    assert here == [reverse("organisations:details")]
