"""The office at its lists and at many entries at once, with a mouse."""

from playwright.sync_api import expect

from tests.browser.office import ORGANISATIONS

IMPORTS = "/admin/organisations/spreadsheetimport/"
SUCCESS = ".notice.success"
# Which rows of a list are shown.
ALL, ERRORS, DOUBTS = (f".import-tabs [value='?zeige={kind}']" for kind in ("", "fehler", "zweifel"))


def press(page, css):
    """What leads to another page."""
    with page.expect_navigation():
        page.locator(css).click()


def send(page, file, prefix=""):
    page.goto(f"{prefix}{IMPORTS}add/")
    page.locator("#id_file").set_input_files(file)
    press(page, "main .button[type=submit]")


def wait_for_work(page):
    """Until the page has noticed that the work in the background is done; the worker may have only just started."""
    expect(page.locator("#progress")).to_have_count(0, timeout=60_000)


def look_again(page):
    """The same where no script does it."""
    while page.locator("#look-again").count():
        press(page, "#look-again")


def open_entry(page, words):
    page.goto(f"{ORGANISATIONS}?q={words}")
    page.locator("#result_list tbody th a").first.click()
    return page


def ask_for(page, act):
    """What is to be done with the ticked entries; ends at the page that asks whether it shall be done."""
    page.locator("select[name=action]").select_option(act)
    press(page, ".actions [type=submit]")
