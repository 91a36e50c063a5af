"""The office at its lists and at many entries at once, with a mouse."""

from tests.browser.office import ORGANISATIONS

IMPORTS = "/admin/organisations/spreadsheetimport/"
SUCCESS = ".notice.success"
# Which rows of a list are shown.
ALL, ERRORS, DOUBTS = (f".import-tabs [value='?zeige={kind}']" for kind in ("", "fehler", "zweifel"))


def send(page, file, prefix=""):
    page.goto(f"{prefix}{IMPORTS}add/")
    page.locator("#id_file").set_input_files(file)
    page.locator("main .button[type=submit]").click()


def look_again(page):
    """Until the work in the background is done."""
    while page.locator("#look-again").count():
        page.locator("#look-again").click()


def open_entry(page, words):
    page.goto(f"{ORGANISATIONS}?q={words}")
    page.locator("#result_list tbody th a").first.click()
    return page


def ask_for(page, act):
    page.locator("select[name=action]").select_option(act)
    page.locator(".actions [type=submit]").click()
