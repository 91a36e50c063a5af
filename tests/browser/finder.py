"""The list of associations or offers as somebody handles it."""

import re

from playwright.sync_api import expect

LIST = "/organisationen/"


def search_field(page):
    return page.locator("main input[name=q]")


def hits(page):
    return page.locator(".hits h3 a")


def count(page):
    return page.locator("#result-count")


def number(page):
    """How many entries the list says it has."""
    return int(re.match(r"\D*(\d+)", count(page).inner_text()).group(1))


def expect_nothing_found(page):
    expect(page.locator(".empty")).to_be_visible()


def facet(page, group, value):
    return page.locator(f"input[name={group}][value='{value}']")


def chips(page):
    return page.locator(".chips a:not(.clear)")


def unfold(page, group):
    """Opens the group of a facet if it is closed."""
    details = page.locator(f"#facet-{group}")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def choose(page, group, value):
    """Ticks a value and waits until the list shows it, with the button where no script does."""
    unfold(page, group)
    facet(page, group, value).check()
    apply = page.locator(".filter > .apply")
    if apply.is_visible():
        apply.click()
    expect(page).to_have_url(re.compile(rf"[?&]{group}={value}(&|$)"))
    expect(facet(page, group, value)).to_be_checked()
    expect(chips(page)).not_to_have_count(0)


def scroll_place(page):
    return page.evaluate("Math.round(scrollY)")
