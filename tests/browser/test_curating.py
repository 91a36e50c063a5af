"""The office takes over its own list: from the account of a new colleague to what residents find."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import code_of
from tests.browser.finder import LIST, hits
from tests.browser.keyboard import Hands
from tests.browser.office import ORGANISATIONS, log_in
from tests.browser.portal import STAFF_PASSWORD
from tests.browser.spreadsheet import FAULTS, QUERY, TWIN, kept_for_years, written

IMPORTS = "/admin/organisations/spreadsheetimport/"
PEOPLE = "/admin/organisations/user/"
COLLEAGUE = "kollegin@demo.example"
ROWS = 300
DOUBTFUL = "Elefantenlaterne, Frauenkreis e.V."
DOUBTFUL_ADDRESS = f"{LIST}elefantenlaterne-frauenkreis/"
KEPT = "Elefantenlaterne – Thailändischer Frauenkreis e.V."
ALL_ERRORS, DOUBTS = "button[value='?zeige=fehler']", "button[value='?zeige=zweifel']"


def hands_of(browse, **settings):
    return Hands(browse(reduced_motion="reduce", **settings))


@pytest.fixture
def leader(browse):
    """Whoever leads the office, before the desk."""
    page = browse(reduced_motion="reduce")
    return Hands(log_in(page, "leitung"))


# Somebody new


@pytest.fixture(scope="module")
def colleague(): ...


def test_the_lead_makes_an_account_for_a_colleague_by_keyboard(leader, browse):
    make_account(leader, "neue.kollegin@demo.example", "Redaktion")
    hands = hands_of(browse)
    log_in(hands.page, "neue.kollegin")
    expect(hands.page.locator(f".room-link[href='{IMPORTS}']")).to_be_visible()
    expect(hands.page.locator(f".room-link[href='{PEOPLE}']")).to_have_count(0)


def make_account(hands, address, role):
    hands.follow(f".room-link[href='{PEOPLE}']")
    hands.skip()
    hands.follow(".object-tools .addlink")
    hands.keyboard.type(address)  # the first field has the focus
    hands.write("#id_password1", STAFF_PASSWORD)
    hands.write("#id_password2", STAFF_PASSWORD)
    hands.enter()
    expect(hands.page.locator(".notice.success")).to_be_visible()
    hands.press("#id_is_staff", "Space")
    hands.to("#id_groups")
    hands.keyboard.type(role)
    hands.follow("input[name=_save]")
    expect(hands.page.locator("#result_list tbody tr", has_text=address)).to_contain_text(role)
