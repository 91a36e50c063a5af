"""What is kept of a person, given to them as a file, and the end of their account."""

import json

import pghistory
import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from darmstadt_mso.lib import privacy
from darmstadt_mso.lib.outbox import mails
from darmstadt_mso.lib.outbox.models import Message
from organisations import people
from organisations.models import (
    ChangeProposal,
    Contact,
    ErrorReport,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    ProposedChange,
    User,
)
from tests.accounts import confirm_again, log_in
from tests.factories import make_contact, make_organisation, make_user
from tests.grants.factories import leave_traces
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
PASSWORD = "Anis-und-Fenchel"


@pytest.fixture
def owner():
    user = make_user(email="erika@example.org", password=PASSWORD, first_name="Erika", last_name="Muster")
    organisation = make_organisation(name="Anisverein", index=False)
    Membership.objects.create(organisation=organisation, user=user, role="signatory")
    JoinRequest.objects.create(organisation=organisation, user=user, message="Ich bin die Kassenwartin.")
    Invitation.objects.create(organisation=organisation, email="Erika@example.org")
    proposal = ChangeProposal.objects.create(organisation=organisation, author=user, note="Bitte bald.")
    ProposedChange.objects.create(proposal=proposal, field="summary", before="Alt.", after="Neu.")
    ErrorReport.objects.create(organisation=organisation, matter="other", text="Falsch!", email=user.email)
    make_contact(organisation, email=user.email, person="Erika M.")
    mails.queue("organisations/account_deleted", user.email, {"contact": "https://a.example/"})
    code = mails.queue("organisations/account_deleted", user.email, {"contact": "https://geheim.example/"})
    Message.objects.filter(pk=code.pk).update(confidential=True)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    leave_traces(user, organisation)
    return user


@pytest.fixture
def browser(owner):
    client = Client()
    log_in(client, owner.email, PASSWORD)
    return client


def test_the_file_holds_everything_about_the_person_and_nothing_about_others(browser, owner):
    other = make_user(email="anderer@example.org", first_name="Olga")
    Membership.objects.create(organisation=make_organisation(name="Fremd", index=False), user=other)
    with pghistory.context(user=owner.pk, url="/konto/angaben/"):
        User.objects.filter(pk=owner.pk).update(language="en")
    Invitation.objects.create(
        organisation=Organisation.objects.get(name="Anisverein"), email=other.email, invited_by=owner
    )
    confirm_again(browser, PASSWORD)
    answer = browser.post(reverse("organisations:personal_data"))
    assert answer["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "application/json")
    known = json.dumps([*json.loads(answer.content).values()], ensure_ascii=False)
    expected = [
        "erika@example.org",
        "Erika Muster",
        "Anisverein",
        "Kassenwartin",
        "Bitte bald.",
        "Neu.",
        "Falsch!",
        "/konto/angaben/",
    ]
    assert [word for word in [*expected, "Erika M."] if word not in known] == []
    assert [word for word in ["anderer@", "Olga", "Fremd", "geheim.example", "argon2"] if word in known] == []


def test_every_row_with_data_of_the_person_is_in_the_file(browser, owner):
    confirm_again(browser, PASSWORD)
    found = json.loads(browser.post(reverse("organisations:personal_data")).content)
    entries = next(value for value in found.values() if isinstance(value, dict))
    with translation.override("de"):
        assert set(entries) == {str(row.what) for row in privacy.register() if row.of} - {
            str(row.what) for row in privacy.register() if row.key in ("unsubscribed", "office_log")
        }


def test_the_file_is_given_after_the_password_only(browser):
    answer = browser.post(reverse("organisations:personal_data"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    resumed = browser.post(answer["Location"], {"password": PASSWORD})
    assert resumed["Content-Disposition"] == 'attachment; filename="meine-daten.json"'


def test_the_page_explains_and_leads_on(browser):
    page = main(tree(browser.get(reverse("organisations:personal_data"))))
    addresses = [url for _text, url in links(page)]
    assert {"/seiten/datenschutz/", reverse("organisations:delete_account")} <= set(addresses)


# The end of the account


def delete_page(browser):
    confirm_again(browser, PASSWORD)
    return browser.get(reverse("organisations:delete_account"))


def test_the_page_says_what_goes_and_what_stays(browser, owner):
    page = text(main(tree(delete_page(browser))))
    rows = [row for row in privacy.register() if row.of and row.key not in ("unsubscribed", "office_log")]
    assert [row.key for row in rows if str(row.what) not in page] == []
    assert [row.key for row in rows if str(row.stays) not in page] == []
    assert "Erika M." in page
    Contact.objects.filter(email=owner.email).delete()
    contacts = next(row for row in rows if row.key == "contacts")
    assert str(contacts.what) not in text(main(tree(delete_page(browser))))


def test_it_says_that_nobody_would_sign_any_more(browser, owner):
    notices = [text(one) for one in by_class(main(tree(delete_page(browser))), "warning")]
    assert len(notices) == 1 and "Anisverein" in notices[0]
    organisation = owner.memberships.get().organisation
    Membership.objects.create(organisation=organisation, user=make_user(), role="signatory")
    assert by_class(main(tree(delete_page(browser))), "warning") == []


@pytest.mark.parametrize(
    "typed",
    [
        {"email": ""},
        {"email": "erika@example.org"},
        {"understood": "on"},
        {"email": "e@example.org", "understood": "on"},
    ],
)
def test_without_address_and_tick_nothing_is_deleted(browser, owner, typed):
    confirm_again(browser, PASSWORD)
    answer = browser.post(reverse("organisations:delete_account"), typed)
    assert (answer.status_code, User.objects.filter(pk=owner.pk).exists()) == (422, True)


def test_without_the_password_nothing_is_deleted(browser, owner):
    values = {"email": "erika@example.org", "understood": "on"}
    answer = browser.post(reverse("organisations:delete_account"), values)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=owner.pk).exists()


def test_it_is_told_that_the_account_is_deleted(browser, owner):
    confirm_again(browser, PASSWORD)
    values = {"email": "Erika@example.org", "understood": "on"}
    answer = browser.post(reverse("organisations:delete_account"), values, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    told = text(by_class(tree(answer), "success")[-1])
    assert told == gettext("Your account is deleted. We have written one last mail to you.")
    assert [message.recipient for message in Message.objects.all()] == ["erika@example.org"]
    assert not User.objects.filter(pk=owner.pk).exists()


def test_the_office_is_told_that_nobody_signs_any_more(browser, owner):
    organisation = owner.memberships.get().organisation
    assert list(people.without_signatory()) == []
    confirm_again(browser, PASSWORD)
    browser.post(reverse("organisations:delete_account"), {"email": owner.email, "understood": "on"})
    assert list(people.without_signatory()) == [organisation]


@pytest.mark.parametrize("role", ["Redaktion", "Leitung"])
def test_whoever_works_for_the_office_is_sent_to_the_office(client, role):
    user = make_user(role)
    client.force_login(user)
    url = reverse("organisations:delete_account")
    assert [form.get("action") for form in main(tree(client.get(url))).iter("form")] == []
    values = {"email": user.email, "understood": "on"}
    assert (client.post(url, values).status_code, User.objects.filter(pk=user.pk).exists()) == (403, True)
