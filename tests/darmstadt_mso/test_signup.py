"""Signing up: an address is proven by a code, and nobody learns who has an account."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import translation

from organisations.models import User
from tests.accounts import ask_to_log_in, confirm_address, log_in, log_in_by_code, log_out, sign_up
from tests.factories import make_user
from tests.mails import code, sent
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "ein gutes Passwort", "noch ein gutes Passwort"
EMAIL = "neu@example.org"


@pytest.fixture(autouse=True)
def patient(settings):
    """Tests ask for mails faster than people."""
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}


def place(answer):
    return answer.headers.get("Location", "")


def problem(answer):
    return " ".join(text(one) for one in by_class(tree(answer), "error-summary"))


def is_logged_in(client):
    return "_auth_user_id" in client.session


def test_whoever_enters_the_code_from_the_mail_has_an_account(client):
    assert place(sign_up(client, EMAIL, PASSWORD)) == reverse("account_email_verification_sent")
    assert not is_logged_in(client)
    assert place(confirm_address(client, code())) == reverse("organisations:account")
    assert is_logged_in(client)
    user = User.objects.get()
    assert (user.email, user.is_staff, user.check_password(PASSWORD)) == (EMAIL, False, True)


def test_the_mail_brings_the_code_and_nothing_personal(client):
    sign_up(client, EMAIL, PASSWORD)
    (message,) = sent()
    assert message.to == [EMAIL] and EMAIL not in message.body and "15 Minuten" in message.body


def test_an_address_is_kept_in_small_letters(client):
    sign_up(client, "Neu@Example.ORG", PASSWORD)
    confirm_address(client, code())
    assert [*User.objects.values_list("email", flat=True)] == [EMAIL]
    log_out(client)
    assert place(log_in(client, "NEU@example.org", PASSWORD)) != ""


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_mails_come_in_the_language_of_the_page_on_which_somebody_signed_up(client, language):
    with translation.override(language):
        sign_up(client, EMAIL, PASSWORD)
    assert User.objects.get().language == language


def test_without_the_code_nobody_gets_in(client):
    sign_up(client, EMAIL, PASSWORD)
    assert problem(confirm_address(client, "BCDF-GHJK")) != ""
    log_out(client)
    assert place(log_in(client, EMAIL, PASSWORD)) == reverse("account_email_verification_sent")
    assert not is_logged_in(client)


def test_a_code_is_tried_three_times_at_the_most(client):
    sign_up(client, EMAIL, PASSWORD)
    right = code()
    for _ in range(3):
        confirm_address(client, "BCDF-GHJK")
    confirm_address(client, right)
    assert not is_logged_in(client)


def test_another_mail_brings_another_code(client):
    sign_up(client, EMAIL, PASSWORD)
    former = code()
    client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    assert [message.to for message in sent()] == [[EMAIL], [EMAIL]]
    assert problem(confirm_address(client, former)) != ""
    assert place(confirm_address(client, code())) == reverse("organisations:account")


def test_somebody_with_a_wrong_address_starts_again(client):
    sign_up(client, "falsch@example.org", PASSWORD)
    assert place(client.get(reverse("account_signup"))) == reverse("account_email_verification_sent")
    client.post(reverse("account_logout"), {"next": reverse("account_signup")})
    assert client.get(reverse("account_signup")).status_code == 200


def test_where_somebody_wanted_to_go_is_reached_after_signing_up(client):
    target = reverse("organisations:details")
    client.post(f"{reverse('account_signup')}?next={target}", {"email": EMAIL, "password1": PASSWORD, "next": target})
    assert place(confirm_address(client, code())) == target


# Who has an account is nobody's business


def steps(client, email, url="account_signup", **data):
    """Everything that somebody sees who signs up with this address and guesses codes."""
    answers = [client.post(reverse(url), {"email": email, **data})]
    confirming = reverse("account_email_verification_sent")
    answers.append(client.get(confirming))
    answers += [client.post(confirming, {"action": "resend"}), client.get(confirming)]
    answers += [client.post(confirming, {"code": "BCDF-GHJK"}) for _ in range(3)]
    answers.append(client.get(reverse("account_login")))
    return [(one.status_code, place(one), shown(one, email)) for one in answers]


def shown(answer, email):
    return text(main(tree(answer))).replace(email, "…") if answer.content else ""


@pytest.mark.parametrize("account", ["of the office", "confirmed", "never confirmed", "switched off"])
@pytest.mark.parametrize("url, data", [("account_signup", {"password1": PASSWORD}), ("account_signup_by_passkey", {})])
@pytest.mark.parametrize("limits", [{}, {"confirm_email": None}], ids=["limited", "patient"])
def test_signing_up_looks_the_same_with_an_address_that_is_known(account, url, data, limits, settings):
    settings.ACCOUNT_RATE_LIMITS = limits
    user = make_user(email="da@example.org", password=OTHER, is_active=account != "switched off")
    if "confirmed" in account:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=account == "confirmed")
    known, unknown = steps(Client(), "da@example.org", url, **data), steps(Client(), "fremd@example.org", url, **data)
    assert known == unknown
    assert {status for status, *_ in known} == ({200, 302} if limits else {200, 302, 429})


def test_the_owner_of_a_known_address_is_told_by_mail_and_the_account_stays_as_it_is(client):
    user = make_user(email=EMAIL, password=OTHER)
    sign_up(client, EMAIL, PASSWORD)
    (message,) = sent()
    assert message.to == [EMAIL] and reverse("account_reset_password") in message.body
    user.refresh_from_db()
    assert user.check_password(OTHER) and User.objects.count() == 1


def test_a_known_address_takes_as_much_work_as_an_unknown_one(client, monkeypatch):
    """Hashing a password takes long enough to be noticed by whoever measures."""
    hashed = []
    hasher = "darmstadt_mso.lib.passwords.Argon2Hasher.encode"
    monkeypatch.setattr(hasher, lambda self, password, salt: hashed.append(password) or "argon2$x")
    for email in ("da@example.org", EMAIL):
        make_user(email="da@example.org") if not User.objects.exists() else None
        sign_up(Client(), email, PASSWORD)
    assert hashed == [PASSWORD, PASSWORD]


def test_whoever_asks_for_a_code_to_log_in_does_not_learn_who_has_an_account(client):
    make_user(email="da@example.org", password=PASSWORD)
    seen = []
    for email in ("da@example.org", "fremd@example.org"):
        browser = Client()
        answers = [ask_to_log_in(browser, email), browser.get(reverse("account_confirm_login_code"))]
        answers += [log_in_by_code(browser, "BCDF-GHJK") for _ in range(3)]
        seen.append([(one.status_code, place(one), shown(one, email)) for one in answers])
    assert seen[0] == seen[1]
    assert [message.to for message in sent()] == [["da@example.org"]], "strangers get no mail"


# Somebody signs up with an address of somebody else


def test_the_password_of_whoever_never_read_the_mail_is_worth_nothing(client):
    """A thief signs up with Anna's address and waits until she comes."""
    sign_up(Client(), EMAIL, PASSWORD)
    ask_to_log_in(client, EMAIL)
    assert place(log_in_by_code(client, code())) == reverse("organisations:account")
    assert problem(log_in(Client(), EMAIL, PASSWORD)) != ""
    assert not User.objects.get().has_usable_password()


def test_nor_does_a_second_factor_stay_from_before_the_mail_was_read(client):
    sign_up(Client(), EMAIL, PASSWORD)
    Authenticator.objects.create(user=User.objects.get(), type=Authenticator.Type.TOTP, data={"secret": "x"})
    ask_to_log_in(client, EMAIL)
    assert place(log_in_by_code(client, code())) == reverse("organisations:account")
    assert not Authenticator.objects.exists()


def test_what_the_office_wrote_of_a_person_stays_at_the_first_log_in(client):
    make_user(email=EMAIL, password=PASSWORD, first_name="Anna")
    ask_to_log_in(client, EMAIL)
    log_in_by_code(client, code())
    user = User.objects.get()
    assert user.first_name == "Anna" and user.check_password(PASSWORD)


def test_the_code_for_a_new_password_ends_the_password_of_whoever_never_read_the_mail(client):
    sign_up(Client(), EMAIL, PASSWORD)
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code()})
    assert problem(log_in(Client(), EMAIL, PASSWORD)) != ""


def test_a_wrong_code_for_a_new_password_changes_nothing(client):
    sign_up(Client(), EMAIL, PASSWORD)
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    client.post(reverse("account_confirm_password_reset_code"), {"code": "BCDF-GHJK"})
    assert User.objects.get().check_password(PASSWORD)


def test_a_password_that_was_used_once_stays_when_somebody_comes_by_code(client):
    make_user(email=EMAIL, password=PASSWORD)
    for _ in range(2):
        browser = Client()
        ask_to_log_in(browser, EMAIL)
        assert place(log_in_by_code(browser, code())) != ""
    assert place(log_in(client, EMAIL, PASSWORD)) != ""


# With a passkey


def test_the_passkey_is_made_after_the_address_is_confirmed(client):
    client.post(reverse("account_signup_by_passkey"), {"email": EMAIL})
    assert place(client.get(reverse("mfa_signup_webauthn"))) == reverse("account_signup")
    assert place(confirm_address(client, code())) == reverse("mfa_signup_webauthn")
    page = client.get(reverse("mfa_signup_webauthn"))
    wanted = page.context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert not is_logged_in(client)
    assert not User.objects.get().has_usable_password()


def test_whose_device_makes_no_passkey_comes_in_by_code(client):
    client.post(reverse("account_signup_by_passkey"), {"email": EMAIL})
    confirm_address(client, code())
    client.post(reverse("account_logout"), {"next": reverse("account_request_login_code")})
    ask_to_log_in(client, EMAIL)
    log_in_by_code(client, code())
    assert is_logged_in(client)


# Accounts that the office makes


def test_an_account_of_the_office_needs_no_code(client):
    make_user(email=EMAIL, password=PASSWORD)
    log_in(client, EMAIL, PASSWORD)
    assert is_logged_in(client)
    assert [*EmailAddress.objects.values_list("email", "verified", "primary")] == [(EMAIL, True, True)]
    assert sent() == []
