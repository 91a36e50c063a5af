"""The office takes over its own list: from the account of a new colleague to what residents find."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import code_of
from tests.browser.curating import (
    ALL,
    DOUBTS,
    ERRORS,
    IMPORTS,
    SUCCESS,
    ask_for,
    look_again,
    open_entry,
    press,
    send,
    wait_for_work,
)
from tests.browser.finder import LIST, hits
from tests.browser.keyboard import Hands
from tests.browser.office import ORGANISATIONS, log_in
from tests.browser.portal import STAFF_PASSWORD
from tests.browser.spreadsheet import FAULTS, QUERY, TWIN, associations, kept_for_years, written

PEOPLE = "/admin/organisations/user/"
COLLEAGUE = "kollegin@demo.example"
ROWS = 300
NEW_ENTRY = f"{LIST}?q=nachgetragener+quittenkreis"
DOUBTFUL, KEPT = "Elefantenlaterne, Frauenkreis e.V.", "Elefantenlaterne – Thailändischer Frauenkreis e.V."


# The way of a colleague who has no mouse


def hands_of(browse):
    return Hands(browse(reduced_motion="reduce"))


def make_account(hands, address, role):
    """As the one who leads the office, from the desk to the list of people."""
    hands.follow(f".room-link[href='{PEOPLE}']")
    hands.follow(".object-tools .addlink")
    hands.keyboard.type(address)  # the first field has the focus
    hands.press(f"label:has-text('{role}') [name=groups]", "Space")
    hands.write("#id_password1", STAFF_PASSWORD)
    hands.write("#id_password2", STAFF_PASSWORD)
    hands.enter()
    hands.follow("input[name=_save]")
    expect(hands.page.locator("#result_list tbody tr", has_text=address)).to_contain_text(role)


@pytest.fixture
def colleague(browse):
    """Address of somebody new, who may edit the directory."""
    hands = hands_of(browse)
    log_in(hands.page, "leitung")
    make_account(hands, COLLEAGUE, "Redaktion")
    return COLLEAGUE


@pytest.fixture
def hidden_afterwards(browse):
    """The tests that follow find the directory as it was."""
    yield
    page = log_in(browse())
    page.goto(f"{ORGANISATIONS}?q={QUERY}&state=published")
    if page.locator("#action-toggle").count():
        page.locator("#action-toggle").click()
        page.locator(".actions .question a").click()
        ask_for(page, "hide")
        press(page, ".bulk [type=submit]")
        expect(page.locator(SUCCESS)).to_be_visible()


@pytest.mark.usefixtures("hidden_afterwards")
def test_the_list_of_many_years_comes_into_the_directory_by_keyboard_alone(colleague, browse, tmp_path):
    hands = hands_of(browse)
    log_in_with_second_factor(hands, colleague)
    upload(hands, written(tmp_path / "Vereine.xlsx", kept_for_years(ROWS, DOUBTFUL)))
    correct(hands)
    decide_and_import(hands)
    merge(hands)
    resident = browse()
    resident.goto(NEW_ENTRY)
    expect(hits(resident)).to_have_count(0)
    publish(hands)
    look_around(resident)


def log_in_with_second_factor(hands, address):
    log_in_with_password(hands, address)
    secret = set_up_app(hands)
    hands.press(".account-button")
    hands.follow("#logout-form button")
    log_in_with_password(hands, address)
    hands.write("#id_code", code_of(secret))
    hands.enter()
    expect(hands.page).to_have_url(re.compile("/admin/$"))


def log_in_with_password(hands, address):
    hands.page.goto("/konto/login/")
    hands.write("#id_login", address)
    hands.write("#id_password", STAFF_PASSWORD)
    hands.enter()


def set_up_app(hands):
    hands.press(".account-button")
    hands.follow("#account a[href='/konto/2fa/']")
    hands.follow("main a[href='/konto/2fa/totp/activate/']")
    hands.write("#id_password", STAFF_PASSWORD)
    hands.enter()
    secret = hands.page.locator(".secret").inner_text().replace(" ", "")
    hands.write("#id_code", code_of(secret))
    hands.enter()
    hands.follow("main a[href='/admin/']")
    return secret


def upload(hands, file):
    hands.follow(f".object-tools a[href='{IMPORTS}add/']")
    hands.to("#id_file")
    hands.page.locator("#id_file").set_input_files(file)
    hands.follow("main .button[type=submit]")
    wait_for_work(hands.page)
    expect_rows(hands.page, {ALL: ROWS, ERRORS: len(FAULTS) + 1, DOUBTS: 1})


def expect_rows(page, numbers):
    for tab, number in numbers.items():
        expect(page.locator(tab).locator(".count")).to_have_text(str(number))


def correct(hands):
    """The key in the last cell saves them all, and decides nothing else."""
    hands.follow(ERRORS)
    for fault in FAULTS:
        cell = f"#row-{fault.row} [name$='-{fault.code}']"
        expect(hands.page.locator(cell)).to_have_value(fault.wrong)
        hands.write(cell, fault.right)
    hands.press(f"#row-{TWIN} [name=chosen]", "Space")
    hands.to(cell, back=True)
    hands.enter()
    expect_rows(hands.page, {ERRORS: 0, DOUBTS: 1})


def decide_and_import(hands):
    hands.follow(DOUBTS)
    hands.to(".import-same [type=radio] >> nth=0")
    hands.keyboard.press("ArrowDown")
    expect(hands.page.locator(".import-same [value=new]")).to_be_checked()
    hands.follow("[name=import]", back=True)
    wait_for_work(hands.page)
    expect(hands.page.locator(SUCCESS)).to_be_visible()
    hands.follow(f"{SUCCESS} a")


def find(hands, words):
    hands.write("#searchbar", words)
    hands.enter()


def merge(hands):
    """From the new entry, which tells that there is another; the published one shall stay."""
    find(hands, "Elefantenlaterne")
    hands.follow(f"#result_list tbody a:text-is('{DOUBTFUL}')")
    hands.follow(".likely a[href*='ids=']")
    hands.follow(".submit-row a[href*='ids=']")
    hands.follow(".submit-row [type=submit]")
    expect(hands.page.locator(SUCCESS)).to_contain_text(DOUBTFUL)
    expect(hands.page.locator("#id_name")).to_have_value(KEPT)


def publish(hands):
    hands.follow(f".room-link[href='{ORGANISATIONS}']")
    find(hands, QUERY)
    hands.press("#action-toggle", "Space")
    hands.press(".actions .question a", back=True)
    hands.choose("select[name=action]", "publish")
    hands.follow(".actions [type=submit]")
    number = ROWS - 2  # all but the twin and the one that was merged
    expect(hands.page.locator(".bulk-list li")).to_have_count(number)
    hands.follow(".bulk [type=submit]")
    expect(hands.page.locator(SUCCESS)).to_contain_text(str(number))


def look_around(page):
    page.goto(NEW_ENTRY)
    expect(hits(page)).to_have_text(["Nachgetragener Quittenkreis"])
    hits(page).click()
    expect(page.locator("main")).to_contain_text("verein120@obstwiese.example")
    page.goto(f"{LIST}elefantenlaterne-frauenkreis/")
    expect(page.locator("h1")).to_have_text(KEPT)


# Without JavaScript, and two at once


def test_a_list_is_imported_without_javascript(browse, tmp_path):
    names = ["Birnenlaube", "Birnenkahn", "Birnenofen"]
    rows = associations([*names, "Mondkrug, Chor und Musik"], "birnen.example")
    rows[3]["postcode"] = "fehlt"
    page = log_in(browse(javascript=False))
    send(page, written(tmp_path / "Birnen.xlsx", rows))
    look_again(page)
    correct_and_decide(page)
    press(page, "[name=import]")
    look_again(page)
    expect(page.locator(SUCCESS)).to_be_visible()
    expect(page.locator(".import-row h2 a")).to_have_text([f"{name} e.V." for name in names])


def correct_and_decide(page):
    """Whoever has taken an association for another one may still change their mind, and leave it out."""
    doubtful, same = page.locator("#row-5"), page.locator("#row-5 [type=radio]")
    page.locator("#row-3 [name$=-postcode]").fill("64285")
    same.first.check()
    press(page, "[name=save]")
    expect_rows(page, {ERRORS: 0, DOUBTS: 0})
    expect(doubtful.locator(".badge.is-changed")).to_be_visible()
    expect(same.first).to_be_checked()
    same.last.check()
    doubtful.locator("[name=chosen]").uncheck()
    press(page, "[name=save]")
    expect(doubtful.locator(".badge.is-new")).to_be_visible()
    expect(same.last).to_be_checked()
    expect(doubtful.locator("[name=chosen]")).not_to_be_checked()


def test_the_second_of_two_people_sees_both_versions_before_saving_theirs(browse):
    first, second = log_in(browse(), "redaktion"), log_in(browse(), "leitung")
    for page, rooms in ((first, "Hinterhaus"), (second, "Vorderhaus")):
        open_entry(page, "mondkrug").locator("#id_rooms").fill(rooms)
    first.locator("input[name=_continue]").click()
    expect(first.locator(SUCCESS)).to_be_visible()
    second.locator("input[name=_continue]").click()
    expect(second.locator(".unseen")).to_contain_text("Demo Redaktion")
    expect(second.locator(".unseen ins")).to_have_text("Hinterhaus")
    expect(second.locator("#id_rooms")).to_have_value("Vorderhaus")
    second.locator("input[name=_continue]").click()
    expect(second.locator(SUCCESS)).to_be_visible()
    first.reload()
    expect(first.locator("#id_rooms")).to_have_value("Vorderhaus")
