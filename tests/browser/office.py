"""The office at its desk."""

from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.portal import STAFF_PASSWORD

ORGANISATIONS = "/admin/organisations/organisation/"
MISSES = "/admin/organisations/searchmiss/"


def log_in(page, name="redaktion"):
    page.goto("/admin/")
    page.locator("input[name=login]").fill(f"{name}@demo.example")
    page.locator("input[name=password]").fill(STAFF_PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def times_missed(page, word):
    """How often the office is told that a word found nothing; 0 if it is not in the list."""
    page.goto(f"{MISSES}?q={quote(word)}")
    expect(page.locator("#changelist")).to_be_visible()
    rows = page.locator("#result_list tbody tr").filter(has=page.get_by_text(word, exact=True))
    return int(rows.first.locator(".field-times").inner_text()) if rows.count() else 0
