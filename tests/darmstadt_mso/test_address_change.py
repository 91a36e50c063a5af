"""Another e-mail address: proven by a code, told to the former one."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import translation

from organisations.models import User
from tests.accounts import change_address, confirm_address, confirm_again, log_in, log_out
from tests.factories import make_user
from tests.mails import code, queued, sent
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
PASSWORD = "ein gutes Passwort"
OLD, NEW = "alt@example.org", "neu@example.org"


@pytest.fixture
def anna(client):
    user = make_user(email=OLD, password=PASSWORD)
    log_in(client, OLD, PASSWORD)
    confirm_again(client, PASSWORD)
    return user


def place(answer):
    return answer.headers.get("Location", "")


def problem(answer):
    return " ".join(text(one) for one in by_class(tree(answer), "error-summary"))


def address(user):
    user.refresh_from_db()
    return user.email, [*user.emailaddress_set.values_list("email", "verified", "primary")]


def test_the_new_address_takes_the_place_of_the_old_one_when_its_code_is_entered(client, anna):
    assert place(change_address(client, "Neu@example.org")) == reverse("account_email_verification_sent")
    assert address(anna) == (OLD, [(OLD, True, True)])
    confirm_address(client, code())
    assert address(anna) == (NEW, [(NEW, True, True)])
    log_out(client)
    assert place(log_in(client, NEW, PASSWORD)) != "" and place(log_in(Client(), OLD, PASSWORD)) == ""


def test_the_former_address_is_told_in_its_owners_language(client, anna):
    User.objects.update(language="en")
    with translation.override("ar"):
        change_address(client, NEW)
        confirm_address(client, code())
    assert [(row.recipient, row.language) for row in queued()] == [(NEW, "ar"), (OLD, "en")]


def test_the_former_address_is_told(client, anna):
    change_address(client, NEW)
    confirm_address(client, code())
    assert [message.to for message in sent()] == [[NEW], [OLD]]
    assert NEW in sent()[1].body


def test_without_the_code_everything_stays(client, anna):
    change_address(client, NEW)
    assert problem(confirm_address(client, "BCDF-GHJK")) != ""
    assert address(anna) == (OLD, [(OLD, True, True)])


def test_nobody_at_an_open_device_changes_the_address_without_the_password(client):
    user = make_user(email=OLD, password=PASSWORD)
    log_in(client, OLD, PASSWORD)
    assert place(change_address(client, NEW)).startswith(reverse("account_reauthenticate"))
    assert sent() == [] and address(user)[0] == OLD


def test_what_was_typed_goes_on_after_the_password(client):
    make_user(email=OLD, password=PASSWORD)
    log_in(client, OLD, PASSWORD)
    again = place(change_address(client, NEW))
    answer = client.post(again, {"password": PASSWORD})
    assert place(answer) == reverse("account_email_verification_sent")
    assert [message.to for message in sent()] == [[NEW]]


def test_nobody_learns_whether_an_address_belongs_to_somebody_else(client, anna):
    bert = make_user(email="bert@example.org")
    client.get(reverse("account_email"))  # takes the greeting away
    seen = []
    for email in ("bert@example.org", NEW):
        answers = [change_address(client, email), client.get(reverse("account_email_verification_sent"))]
        seen.append([(one.status_code, place(one), shown(one).replace(email, "…")) for one in answers])
    assert seen[0] == seen[1]
    assert address(bert)[0] == "bert@example.org"


def shown(answer):
    return text(main(tree(answer))) if answer.content else ""


def test_even_with_the_code_nobody_takes_the_address_of_somebody_else(client, anna):
    make_user(email="bert@example.org")
    change_address(client, "bert@example.org")
    assert problem(confirm_address(client, code())) != ""
    assert address(anna)[0] == OLD


@pytest.mark.parametrize("action", ["action_remove", "action_primary", "action_send"])
def test_the_only_address_is_not_removed(client, anna, action):
    client.post(reverse("account_email"), {"email": OLD, action: ""})
    assert address(anna) == (OLD, [(OLD, True, True)])


def test_an_address_that_the_office_made_anew_needs_no_code(client, anna):
    """What the office does in the administration for a colleague: the former address must not log in any more."""
    log_out(client)
    anna.email = NEW
    anna.save()
    EmailAddress.objects.filter(user=anna).delete()
    assert place(log_in(client, NEW, PASSWORD)) == reverse("organisations:account")
    assert place(log_in(Client(), OLD, PASSWORD)) == ""
