"""People of the office log in, with an app and with a passkey, on a phone and on a desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import (
    Device,
    add_passkey,
    log_in,
    log_out,
    remove_app,
    remove_passkey,
    set_up_app,
    type_code,
    visit,
)
from tests.browser.addresses import LANGUAGES
from tests.browser.conftest import Browsing
from tests.browser.test_accessibility import SCHEMES, WIDTHS, violations
from tests.browser.test_layout import MAIN_CONTROLS, OTHER_TARGETS, SMALL, STICKING_OUT

# Whose second factor comes and goes here; the other tests' people have none.
PERSON = "entscheidung"
DESK = re.compile("/admin/$")
KEY = "Diensttelefon"


@pytest.fixture
def somewhere(browser, portal):
    """As `browse`, at the name that passkeys want instead of an IP address."""
    browsing = Browsing(browser, portal.origin.replace("127.0.0.1", "localhost"))
    yield browsing
    assert browsing.end() == []


def test_the_way_to_the_log_in_is_on_every_page(page):
    page.goto("/")
    page.locator(".header a[href='/konto/login/']").click()
    expect(page.locator("#id_login")).to_be_visible()


def test_a_wrong_password_is_told_where_one_looks(browse):
    page = browse(width=360, height=400)
    page.goto("/konto/login/")
    page.locator("#id_login").fill("redaktion@demo.example")
    page.locator("#id_password").fill("falsch")
    page.locator("#id_password").press("Enter")
    expect(page.locator(".error-summary")).to_be_in_viewport()
    expect(page.locator("#id_login")).to_have_value("redaktion@demo.example")
    expect(page.locator("#id_password")).to_have_value("")


def test_the_app_is_set_up_and_used_with_and_without_javascript(either_page):
    page = either_page
    log_in(page, PERSON)
    secret = set_up_app(page)
    expect(page.locator(".codes li")).to_have_count(10)
    page.locator("main a[href='/admin/']").click()
    expect(page.locator("#user-tools")).to_be_visible()
    log_out(page)
    log_in(page, PERSON)
    page.locator("button[form=leave]").click()
    expect(page.locator("#id_login")).to_be_visible()
    log_in(page, PERSON)
    type_code(page, secret)
    expect(page).to_have_url(DESK)
    remove_app(page)


def test_without_javascript_the_pages_say_that_passkeys_need_it(browse):
    page = browse(javascript=False)
    page.goto("/konto/login/")
    expect(page.locator(".without-js")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()


def test_under_an_ip_address_a_passkey_is_refused_with_a_reason(page):
    page.goto("/konto/login/")
    expect(page.locator(".passkey-problem")).to_be_empty()
    page.locator("form[data-passkey] .button").click()
    expect(page.locator(".passkey-problem")).to_have_text(
        page.locator("form[data-passkey]").get_attribute("data-impossible")
    )


def test_a_passkey_is_set_up_and_replaces_password_and_code(somewhere):
    page = somewhere()
    device = Device(page)
    log_in(page, PERSON)
    add_passkey(page, KEY)
    expect(page).to_have_url(re.compile("/recovery-codes/$"))
    log_out(page)

    device.asks()
    expect(page).to_have_url(DESK)
    log_out(page)

    log_in(page, PERSON)
    expect(page).to_have_url(re.compile("/authenticate/$"))
    device.asks()
    expect(page).to_have_url(DESK)

    page.goto("/konto/2fa/webauthn/")
    expect(page.locator(".keys h2")).to_have_text(KEY)
    remove_passkey(page)
    expect(page.locator(".keys")).to_have_count(0)


def test_a_device_that_does_not_recognise_its_owner_opens_nothing(somewhere):
    page = somewhere()
    device = Device(page)
    log_in(page, PERSON)
    add_passkey(page, KEY)
    log_out(page)
    device.recognises_owner(False)
    device.asks()
    expect(page.locator(".passkey-problem")).not_to_be_empty()
    device.recognises_owner(True)
    device.asks()
    expect(page).to_have_url(DESK)
    remove_passkey(page)


# How the pages look, for eyes, fingers and screen readers

DOOR = {
    "log-in": "/konto/login/",
    "log-in with errors": "/konto/login/",
    "switched off": "/konto/inactive/",
    "forgotten password": "/konto/password/reset/",
    "new password is valid": "/konto/password/reset/done/",
}
BEFORE = {
    "overview before": "/konto/2fa/",
    "set up app": "/konto/2fa/totp/activate/",
    "set up app with errors": "/konto/2fa/totp/activate/",
    "password": "/konto/password/change/",
    "password with errors": "/konto/password/change/",
    "address": "/konto/email/",
    "show yourself": "/konto/reauthenticate/",
    "log out": "/konto/logout/",
}
AFTER = {
    "overview": "/konto/2fa/",
    "recovery codes": "/konto/2fa/recovery-codes/",
    "new recovery codes": "/konto/2fa/recovery-codes/generate/",
    "remove app": "/konto/2fa/totp/deactivate/",
    "passkeys": "/konto/2fa/webauthn/",
    "add passkey": "/konto/2fa/webauthn/add/",
    "rename passkey": "edit",
    "remove passkey": "remove",
    "show yourself with a code": "/konto/2fa/reauthenticate/",
    "show yourself with a passkey": "/konto/2fa/webauthn/reauthenticate/",
}


@pytest.fixture(scope="module")
def colleague(browser, portal):
    """Somebody of the office without second factor, who only looks."""
    browsing = Browsing(browser, portal.origin)
    page = browsing()
    log_in(page, "foerderung")
    yield page
    assert browsing.end() == []


@pytest.fixture(scope="module")
def protected(browser, portal):
    """Somebody of the office with app and passkey."""
    browsing = Browsing(browser, portal.origin.replace("127.0.0.1", "localhost"))
    page = browsing()
    Device(page)
    log_in(page, PERSON)
    set_up_app(page)
    add_passkey(page, KEY)
    yield page
    remove_passkey(page)
    remove_app(page)
    assert browsing.end() == []


def faults(page, path, send=False):
    """What is wrong with a page in both directions and schemes, on a phone and on a desk."""
    for language, prefix in LANGUAGES.items():
        visit(page, prefix + path)
        if send:
            page.locator("main form [type=submit]").first.click()
            page.locator(".error-summary").wait_for()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found = violations(page) + page.evaluate(STICKING_OUT)
                if language == "de":
                    found += page.evaluate(SMALL, [MAIN_CONTROLS, 44]) + page.evaluate(SMALL, [OTHER_TARGETS, 24])
                yield from (f"{language} {width} {scheme}: {one}" for one in found)


@pytest.mark.parametrize("name", DOOR)
def test_the_pages_before_logging_in_are_for_everybody(kept_page, name):
    assert [*faults(kept_page, DOOR[name], send="errors" in name)] == []


@pytest.mark.parametrize("name", BEFORE)
def test_the_pages_of_an_account_are_for_everybody(colleague, name):
    assert [*faults(colleague, BEFORE[name], send="errors" in name)] == []


@pytest.mark.parametrize("name", AFTER)
def test_the_pages_of_a_protected_account_are_for_everybody(protected, name):
    path = AFTER[name]
    if "/" not in path:
        protected.goto("/konto/2fa/webauthn/")
        path = protected.locator(f"a[href$='/{path}/']").first.get_attribute("href")
    assert [*faults(protected, path)] == []


def test_the_second_step_is_for_everybody(protected, somewhere):
    page = somewhere()
    Device(page)
    log_in(page, PERSON)
    assert [*faults(page, "/konto/2fa/authenticate/")] == []
