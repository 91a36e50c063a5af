"""Somebody at the pages of an account."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.portal import STAFF_PASSWORD

PERIOD = 30  # seconds for which an app shows a code


def log_in(page, name):
    """With address and password; the second step, if any, is still to come."""
    page.goto("/konto/login/")
    page.locator("#id_login").fill(f"{name}@demo.example")
    page.locator("#id_password").fill(STAFF_PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def log_out(page):
    page.goto("/konto/logout/")
    page.locator("main form .button").first.click()
    page.wait_for_url("**/konto/login/")


def visit(page, path):
    """Opens a page of the account; shows the password again where that is asked for."""
    page.goto(path)
    if "/reauthenticate/" in page.url and "/reauthenticate/" not in path:
        page.locator("#id_password").fill(STAFF_PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url(f"**{path}")


def code_of(secret):
    """What the app shows, with enough time left to type it."""
    if time.time() % PERIOD > PERIOD - 8:
        time.sleep(8)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def type_code(page, secret):
    page.locator("#id_code").fill(code_of(secret))
    page.locator("#id_code").press("Enter")


def set_up_app(page):
    """Returns the secret; ends at the recovery codes."""
    visit(page, "/konto/2fa/totp/activate/")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    type_code(page, secret)
    page.wait_for_url("**/recovery-codes/")
    return secret


def remove_app(page):
    visit(page, "/konto/2fa/totp/deactivate/")
    page.locator("main form .danger").click()
    page.wait_for_url("**/konto/2fa/")


def remove_passkey(page):
    page.goto("/konto/2fa/webauthn/")
    visit(page, page.locator("a[href$='/remove/']").first.get_attribute("href"))
    page.locator("main form .danger").click()
    page.wait_for_url("**/konto/2fa/webauthn/")


class Device:
    """A device that keeps passkeys and always recognises its owner, as Chromium can pretend to have."""

    def __init__(self, page):
        self.page, self.wire = page, page.context.new_cdp_session(page)
        self.wire.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        self.number = self.wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def recognises_owner(self, yes):
        self.wire.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": yes})

    def asks(self):
        """Presses the button that asks this device."""
        self.page.locator("form[data-passkey] .button").first.click()


def add_passkey(page, name):
    visit(page, "/konto/2fa/webauthn/add/")
    page.locator("#id_name").fill(name)
    page.locator("form[data-passkey] .button").first.click()
    expect(page).not_to_have_url("/konto/2fa/webauthn/add/")
