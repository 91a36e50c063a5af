"""The office at its lists and at many entries at once, with a mouse."""

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


def look_again(page):
    """Until the work in the background is done."""
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
