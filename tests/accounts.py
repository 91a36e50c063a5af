"""How people go through the pages of their account in tests."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from tests.pages import by_class, text, tree


def log_in(client, email, password, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


def log_out(client):
    return client.post(reverse("account_logout"))


def confirm_again(client, password):
    """What is asked before something about the log-in is shown or changed."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def secret_of(answer):
    return text(by_class(tree(answer), "secret")[0]).replace(" ", "")


def app_code(secret):
    """What an authenticator app with this secret shows now."""
    *_, latest = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, latest))


def begin_app(client, password):
    """Opens the page that shows the secret; returns it."""
    confirm_again(client, password)
    return secret_of(client.get(reverse("mfa_activate_totp")))


def finish_app(client, secret):
    return client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})


def sign_up(client, email, password):
    return client.post(reverse("account_signup"), {"email": email, "password1": password})


def confirm_address(client, code):
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def ask_to_log_in(client, email):
    """Asks for a code instead of giving a password."""
    return client.post(reverse("account_request_login_code"), {"email": email})


def log_in_by_code(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def change_address(client, email):
    return client.post(reverse("account_email"), {"email": email, "action_add": ""})
