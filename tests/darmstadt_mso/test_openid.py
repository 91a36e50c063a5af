"""Logging in with OpenID Connect at a provider that the test starts: whom it opens which account."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as active
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from darmstadt_mso import environment as read
from organisations.models import User
from tests.accounts import (
    ask_to_log_in,
    begin_app,
    confirm_address,
    confirm_again,
    finish_app,
    log_in,
    log_in_by_code,
    log_out,
)
from tests.factories import make_user
from tests.mails import code, sent
from tests.openid import CLIENT_ID, CLIENT_SECRET, OpenIDProvider, location
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
PASSWORD, EMAIL = "ein gutes Passwort", "anna@example.org"
ANNA = {"sub": "a-1", "email": EMAIL, "email_verified": True, "given_name": "Anna", "family_name": "Anis"}
LOG_IN = "/konto/oidc/openid/login/"


@pytest.fixture
def provider(settings):
    running = OpenIDProvider()
    running.person = dict(ANNA)
    settings.SOCIALACCOUNT_PROVIDERS = offered(running.issuer)
    yield running
    running.close()


def offered(issuer):
    app = {"provider_id": "openid", "name": "Stadt-Login", "client_id": CLIENT_ID, "secret": CLIENT_SECRET}
    kind = active.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    return {"openid_connect": kind | {"APPS": [app | {"settings": {"server_url": issuer}}]}}


@pytest.fixture
def anna():
    """She has logged in before, so that her address counts as confirmed."""
    user = make_user(email=EMAIL, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    return user


def go(client, url=LOG_IN, **data):
    """Goes to the provider and comes back; the answer is what the portal then says."""
    to_provider = client.post(url, data)
    back = location(to_provider["Location"])
    return client.get(back.removeprefix("http://testserver"))


def place(answer):
    return answer.headers.get("Location", "")


def owner(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_somebody_new_gets_an_account_without_password(client, provider):
    assert place(go(client)) == reverse("organisations:account")
    user = owner(client)
    assert (user.email, user.first_name, user.last_name) == (EMAIL, "Anna", "Anis")
    assert not user.has_usable_password() and sent() == []


def test_a_name_from_the_provider_stands_on_one_line(client, provider):
    provider.person["given_name"] = "Anna\n\nhttps://evil.example/"
    go(client)
    assert owner(client).first_name == "Anna https://evil.example/"


def test_the_same_person_comes_back_to_the_same_account(client, provider):
    go(client)
    first = owner(client)
    log_out(client)
    provider.person["email"] = "anders@example.org"
    go(client)
    assert owner(client) == first and first.email == EMAIL and User.objects.count() == 1


def test_nothing_of_what_the_provider_tells_is_kept_beside_the_number(client, provider):
    go(client)
    (account,) = SocialAccount.objects.all()
    assert (account.provider, account.uid, account.extra_data) == ("openid", "a-1", {})


def test_the_portal_asks_with_a_challenge_that_only_it_can_answer(client, provider):
    go(client)
    (asked,) = provider.asked
    assert asked["code_challenge_method"] == "S256" and {*asked["scope"].split()} == {"openid", "profile", "email"}


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_that_the_provider_has_not_verified_is_confirmed_by_code(client, provider, verified):
    provider.person["email_verified"] = verified
    assert place(go(client)) == reverse("account_email_verification_sent")
    assert owner(client) is None
    confirm_address(client, code())
    assert owner(client).email == EMAIL


def test_a_verified_address_opens_the_account_whose_owner_confirmed_it_too(client, provider, anna):
    assert place(go(client)) == reverse("organisations:account")
    assert owner(client) == anna and anna.check_password(PASSWORD)
    assert [message.to for message in sent()] == [[EMAIL]], "she is told that another way in exists"
    provider.person["email"] = "anders@example.org"
    again = Client()
    go(again)
    assert owner(again) == anna, "from now on the accounts are connected"


@pytest.mark.parametrize("verified_there, verified_here", [(False, True), ("true", True), (True, False), (True, None)])
def test_otherwise_nobody_gets_into_an_account_and_its_owner_is_told(client, provider, verified_there, verified_here):
    user = make_user(email=EMAIL, password=PASSWORD)
    if verified_here is not None:
        EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=verified_here)
    provider.person["email_verified"] = verified_there
    assert place(go(client)) == reverse("account_email_verification_sent")
    assert owner(client) is None and not SocialAccount.objects.exists()
    (message,) = sent()
    assert message.to == [EMAIL] and reverse("account_reset_password") in message.body
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def by_code(client):
    ask_to_log_in(client, EMAIL)
    log_in_by_code(client, code())


def by_new_password(client):
    begin_reset(client)
    client.post(reverse("account_complete_password_reset"), {"password1": PASSWORD, "password2": PASSWORD})
    log_in(client, EMAIL, PASSWORD)


def begin_reset(client):
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    return client.post(reverse("account_confirm_password_reset_code"), {"code": code()})


@pytest.fixture
def thief(provider, settings):
    """Somebody who logged in there under a false name and never read the mails of the address."""
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    provider.person |= {"sub": "thief", "email_verified": False}
    go(Client())


@pytest.mark.parametrize("come_in", [by_code, by_new_password])
def test_who_first_proves_an_address_shares_the_account_with_nobody_who_claimed_it(client, thief, come_in):
    come_in(client)
    user = owner(client)
    assert (user.email, user.first_name, user.last_name) == (EMAIL, "", "")
    assert not SocialAccount.objects.exists()
    again = Client()
    assert place(go(again)) == reverse("account_email_verification_sent") and owner(again) is None


def test_the_code_for_a_new_password_is_enough_to_shut_others_out(client, thief):
    assert place(begin_reset(client)) == reverse("account_complete_password_reset")
    again = Client()
    go(again)
    assert owner(again) is None and not SocialAccount.objects.exists()


@pytest.mark.parametrize("come_in", [by_code, by_new_password])
def test_an_account_that_was_open_before_keeps_its_connection(client, provider, come_in):
    go(client)
    log_out(client)
    come_in(client)
    assert owner(client).first_name == "Anna" and SocialAccount.objects.count() == 1


def test_the_second_factor_is_asked_for_all_the_same(client, provider, anna):
    log_in(client, EMAIL, PASSWORD)
    finish_app(client, begin_app(client, PASSWORD))
    log_out(client)
    assert place(go(client)) == reverse("mfa_authenticate")
    assert owner(client) is None


def test_an_account_that_is_switched_off_stays_so(client, provider, anna):
    User.objects.update(is_active=False)
    assert place(go(client)) == reverse("account_inactive")


def test_without_address_somebody_writes_one_and_confirms_it(client, provider):
    provider.person = {"sub": "a-1"}
    assert place(go(client)) == reverse("socialaccount_signup")
    page = client.get(reverse("socialaccount_signup"))
    assert "Stadt-Login" in text(main(tree(page)))
    client.post(reverse("socialaccount_signup"), {"email": "Neu@example.org"})
    confirm_address(client, code())
    assert owner(client).email == "neu@example.org"


def test_a_person_connects_the_accounts_after_showing_that_it_is_them(client, provider, anna):
    provider.person["email"] = "privat@example.org"
    log_in(client, EMAIL, PASSWORD)
    answer = go(client, LOG_IN + "?process=connect")
    assert place(answer) == reverse("account_reauthenticate") and not SocialAccount.objects.exists()
    confirm_again(client, PASSWORD)
    assert SocialAccount.objects.get().user == anna
    assert "Stadt-Login" in text(main(tree(client.get(reverse("socialaccount_connections")))))
    pk = SocialAccount.objects.get().pk
    client.post(reverse("socialaccount_connections"), {"account": pk})
    assert not SocialAccount.objects.exists()


def test_nobody_removes_a_connection_of_somebody_else(client, provider, anna):
    other = SocialAccount.objects.create(user=make_user(), provider="openid", uid="b-2")
    log_in(client, EMAIL, PASSWORD)
    confirm_again(client, PASSWORD)
    client.post(reverse("socialaccount_connections"), {"account": other.pk})
    assert SocialAccount.objects.count() == 1


# What goes wrong there


def refused(answer):
    return (answer.status_code, [link.get("href") for link in main(tree(answer)).iter("a")][:1])


ERROR_PAGE = (401, ["/konto/login/"])


@pytest.mark.parametrize(
    "token",
    [{"aud": "jemand-anders"}, {"iss": "https://evil.example"}, {"exp": 1}, {"sub": "b-2"}],
    ids=["for another portal", "by another provider", "old", "about another person"],
)
def test_a_token_that_does_not_fit_opens_nothing(client, provider, token):
    provider.token = token
    assert refused(go(client)) == ERROR_PAGE
    assert owner(client) is None and not User.objects.exists()


def test_an_answer_that_this_browser_never_asked_for_opens_nothing(client, provider):
    to_provider = client.post(LOG_IN)
    back = location(to_provider["Location"]).removeprefix("http://testserver")
    other = Client()
    assert refused(other.get(back)) == ERROR_PAGE
    assert client.get(back).status_code == 302
    assert refused(client.get(back)) == ERROR_PAGE, "and none is valid twice"


def test_a_provider_that_does_not_answer_is_told_on_a_page_of_ours(client, provider, settings):
    provider.close()
    assert refused(client.post(LOG_IN)) == ERROR_PAGE


def test_whoever_cancels_there_is_told_so(client, provider):
    asked = client.post(LOG_IN)["Location"]
    state = asked.partition("state=")[2].partition("&")[0]
    answer = client.get(f"{LOG_IN}callback/?error=access_denied&state={state}")
    assert place(answer) == reverse("socialaccount_login_cancelled")


def test_a_link_alone_leads_nowhere_else(client, provider):
    """Otherwise a forged page could send people through."""
    answer = client.get(LOG_IN)
    assert answer.status_code == 200 and provider.asked == []


# Whether it is offered


def test_the_button_stands_on_the_pages_only_where_a_provider_is_set(client, settings, provider):
    pages = [reverse("account_login"), reverse("account_signup")]
    assert all(LOG_IN in client.get(page).content.decode() for page in pages)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {}}
    assert not any("oidc" in client.get(page).content.decode() for page in pages)
    assert client.post(LOG_IN).status_code == 404


COMPLETE = {
    "OPENID_NAME": "BundID",
    "OPENID_ISSUER": "https://login.example/realms/stadt/",
    "OPENID_CLIENT_ID": "portal",
    "OPENID_CLIENT_SECRET": "geheim",
}


def given(monkeypatch, **values):
    for name, value in (COMPLETE | values).items():
        monkeypatch.setenv(name, value)


def test_the_environment_names_the_provider(monkeypatch):
    given(monkeypatch)
    assert read.openid_provider() == {
        "provider_id": "openid",
        "name": "BundID",
        "client_id": "portal",
        "secret": "geheim",
        "settings": {"server_url": "https://login.example/realms/stadt"},
    }


def test_without_any_of_the_names_there_is_none(monkeypatch):
    given(monkeypatch, **dict.fromkeys(COMPLETE, ""))
    assert read.openid_provider() is None


@pytest.mark.parametrize("name", COMPLETE)
def test_half_a_provider_stops_the_start_and_names_what_is_missing(monkeypatch, name):
    given(monkeypatch, **{name: ""})
    with pytest.raises(ImproperlyConfigured, match=name):
        read.openid_provider()


def test_a_provider_without_tls_stops_the_start(monkeypatch):
    given(monkeypatch, OPENID_ISSUER="http://login.example")
    with pytest.raises(ImproperlyConfigured, match="OPENID_ISSUER"):
        read.openid_provider()


def test_errors_are_told_in_words(client, provider):
    provider.token = {"exp": 1}
    assert by_class(tree(go(client)), "lead")
