"""Members sign up, with password and with passkey, and look after their log-in."""

import re
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import Device, log_out
from tests.browser.conftest import Browsing
from tests.browser.mails import code_for
from tests.browser.test_accounts import faults

PASSWORD = "ein gutes Passwort"
HOME = re.compile("/konto/$")
NUMBERS = count(1)


@pytest.fixture
def somewhere(browser, portal):
    """As `browse`, at the name that passkeys want instead of an IP address."""
    browsing = Browsing(browser, portal.origin.replace("127.0.0.1", "localhost"))
    yield browsing
    assert browsing.end() == []


def enter(page, field, text):
    page.locator(field).fill(text)
    page.locator(field).press("Enter")


def sign_up(page, portal, address):
    page.goto("/konto/login/")
    page.locator("main a[href^='/konto/signup/']").click()
    page.locator("#id_email").fill(address)
    enter(page, "#id_password1", PASSWORD)
    enter(page, "#id_code", code_for(portal, address))


def test_somebody_signs_up_with_and_without_javascript(either_page, portal):
    page, address = either_page, f"neu-{next(NUMBERS)}@demo.example"
    sign_up(page, portal, address)
    expect(page).to_have_url(HOME)
    log_out(page)
    page.locator("main a[href^='/konto/login/code/']").click()
    enter(page, "#id_email", address)
    expect(page.locator("#id_code")).to_be_visible()


def test_somebody_signs_up_with_a_passkey_and_comes_back_with_it(somewhere, portal):
    page = somewhere()
    device = Device(page)
    page.goto("/konto/signup/passkey/")
    enter(page, "#id_email", "passkey@demo.example")
    enter(page, "#id_code", code_for(portal, "passkey@demo.example"))
    expect(page).to_have_url(re.compile("/2fa/webauthn/signup/$"))
    device.asks()
    expect(page).to_have_url(HOME)
    log_out(page)
    device.asks()
    expect(page).to_have_url(HOME)


def test_logging_out_elsewhere(browse, portal):
    here, there = browse(), browse()
    sign_up(here, portal, "zweimal@demo.example")
    there.goto("/konto/login/")
    there.locator("#id_login").fill("zweimal@demo.example")
    enter(there, "#id_password", PASSWORD)
    expect(there).to_have_url(HOME)
    here.goto("/konto/sessions/")
    expect(here.locator(".sessions li")).to_have_count(2)
    here.locator("main form .button").click()
    expect(here.locator(".sessions li")).to_have_count(1)
    there.reload()
    expect(there).to_have_url(re.compile("/konto/login/"))


# How the pages look, for eyes, fingers and screen readers

DOOR = {
    "sign up": "/konto/signup/",
    "sign up with errors": "/konto/signup/",
    "sign up with a passkey": "/konto/signup/passkey/",
    "log in with a code": "/konto/login/code/",
    "cancelled elsewhere": "/konto/3rdparty/login/cancelled/",
}
INSIDE = {
    "details": "/konto/angaben/",
    "security": "/konto/2fa/",
    "sessions": "/konto/sessions/",
    "address": "/konto/email/",
    "other ways": "/konto/3rdparty/",
}


@pytest.fixture(scope="module")
def member(browser, portal):
    browsing = Browsing(browser, portal.origin)
    page = browsing()
    sign_up(page, portal, "mitglied-sieht@demo.example")
    yield page
    assert browsing.end() == []


@pytest.mark.parametrize("name", DOOR)
def test_the_pages_before_logging_in_are_for_everybody(kept_page, name):
    assert [*faults(kept_page, DOOR[name], send="errors" in name)] == []


def test_the_page_for_the_code_is_for_everybody(page):
    page.goto("/konto/login/code/")
    enter(page, "#id_email", "niemand@demo.example")
    expect(page.locator("#id_code")).to_be_visible()
    assert [*faults(page, "/konto/login/code/confirm/", send=True)] == []


@pytest.mark.parametrize("name", INSIDE)
def test_the_pages_of_a_member_are_for_everybody(member, name):
    assert [*faults(member, INSIDE[name])] == []
