"""An entry on paper: one page, with the code that leads back to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import ENTRY, PAGES
from tests.browser.finder import LIST

ENTRIES = ["entry with much", "entry with little", "entry in another script"]


def sheets(page, path):
    """How many pages the PDF has: as many objects as its root counts."""
    page.goto(path)
    pdf = page.pdf(format="A4")
    objects = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert objects == max(int(number) for number in re.findall(rb"/Count (\d+)", pdf))
    return objects


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_one_sheet(kept_page, name, prefix):
    assert sheets(kept_page, prefix + PAGES[name]) == 1


def test_sheets_are_really_counted(kept_page):
    assert sheets(kept_page, LIST) > 1


def test_the_code_is_only_on_paper(kept_page):
    kept_page.goto(ENTRY)
    code = kept_page.locator(".qr svg")
    expect(code).to_be_hidden()
    kept_page.emulate_media(media="print")
    expect(code).to_be_visible()
    assert code.bounding_box()["width"] > 80
    expect(kept_page.locator("div.qr")).to_contain_text(ENTRY)


def test_paper_is_without_what_can_only_be_clicked(kept_page):
    kept_page.goto(ENTRY)
    kept_page.emulate_media(media="print")
    for part in (".nav", ".languages", ".crumbs", ".footer", ".actions", ".header-search"):
        expect(kept_page.locator(part).first).to_be_hidden()
    for part in ("h1", ".contact", "#offers"):
        expect(kept_page.locator(part).first).to_be_visible()


def test_paper_is_white_in_the_dark_scheme_too(kept_page):
    kept_page.goto(ENTRY)
    kept_page.emulate_media(media="print", color_scheme="dark")
    assert kept_page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"


def test_the_button_prints(page):
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(ENTRY)
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed")
