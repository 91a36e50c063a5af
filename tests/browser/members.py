"""People of associations at their pages, and the office that answers them."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.curating import press
from tests.browser.mails import CODE, text_to
from tests.browser.portal import STAFF_PASSWORD
from tests.faults.processes import wait_until

PASSWORD = "drei gelbe Laternen"
LINK = re.compile(r"^https?://\S+$", re.MULTILINE)
SENT = "main form:not([role=search]) .button[type=submit] >> nth=0"
NOTICE = ".notice.success"


# Accounts


def sign_up(page, portal, address):
    """From the form for a new account to where the person wanted to go."""
    page.locator("#id_email").fill(address)
    page.locator("#id_password1").fill(PASSWORD)
    send(page)
    page.locator("#id_code").fill(code_for(portal, address))
    send(page)


def new_account(page, portal, address):
    page.goto("/konto/signup/")
    sign_up(page, portal, address)
    expect(page.locator("h1")).to_have_text("Ihre Vereine")


def log_in(page, address, password=STAFF_PASSWORD):
    """From the form for log-in to where the person wanted to go."""
    page.locator("#id_login").fill(address)
    page.locator("#id_password").fill(password)
    press(page, "main form .button[type=submit] >> nth=0")


def lose_session(page):
    """As if the log-in had ended while a page was open."""
    page.context.clear_cookies(name="sessionid")


def send(page):
    """Sends the form of a page, with its first button."""
    press(page, SENT)


# Mails


def letter(portal, address, words):
    """The newest mail to this address, as soon as it says this."""
    wait_until(lambda: words in (text_to(portal, address) or ""))
    return text_to(portal, address)


def code_for(portal, address):
    return wait_until(lambda: CODE.search(text_to(portal, address) or ""))[1]


def paths(text):
    """Where the links of a mail lead, in order; in tests the portal has another name than in its mails."""
    return [urlsplit(link).path for link in LINK.findall(text)]


# The office


def open_work(page, box, name):
    """From the desk, over the list of what waits in a box, to what is about this association."""
    page.goto("/admin/")
    press(page, f"#box-{box} a")
    press(page, f"#result_list a:has-text('{name}') >> nth=0")


def answer(page, proposed, verdict, reason=""):
    """What the office says to what somebody proposed; the verdicts are accepted, refused and later."""
    change = page.locator(".change", has_text=proposed)
    change.locator(f".is-{verdict} input").check()
    if reason:
        change.locator("textarea").fill(reason)
