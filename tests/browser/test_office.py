"""The office opens the admin and does its first work there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.finder import LIST, hits
from tests.browser.office import ORGANISATIONS, log_in

PENDING = "Klingelkolibri – Fahrradwerkstatt der Nachbarn"
ADDRESS = "/organisationen/klingelkolibri-fahrradwerkstatt-der-nachbarn/"


@pytest.fixture
def desk(browse):
    return log_in(browse())


def test_strangers_are_asked_who_they_are(page):
    page.goto(ORGANISATIONS)
    expect(page).to_have_url(re.compile("/konto/login/"))
    expect(page.locator("input[name=password]")).to_be_visible()


def test_a_wrong_password_opens_nothing(page):
    page.goto("/admin/")
    page.locator("input[name=login]").fill("redaktion@demo.example")
    page.locator("input[name=password]").fill("falsch")
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/konto/login/"))


def test_residents_see_a_waiting_association_once_it_is_published(desk, browse):
    resident = browse()
    resident.goto(ADDRESS)
    expect(resident.locator("h1")).not_to_contain_text("Klingelkolibri")
    resident.goto(f"{LIST}?q=klingelkolibri")
    expect(hits(resident).filter(has_text=PENDING)).to_have_count(0)

    desk.goto(f"{ORGANISATIONS}?state=pending")
    desk.get_by_role("link", name=PENDING).click()
    desk.locator("select[name=state]").select_option("published")
    desk.locator("input[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()

    resident.goto(ADDRESS)
    expect(resident.locator("h1")).to_have_text(PENDING)
    resident.goto(f"{LIST}?q=klingelkolibri")
    expect(hits(resident).filter(has_text=PENDING)).to_have_count(1)


def test_a_reported_error_reaches_the_desk(desk, browse):
    words = "Der Eingang ist jetzt im Hof. <img src=x onerror=alert(1)>"
    resident = browse(javascript=False)
    resident.goto("/organisationen/werkhof/fehler-melden/")
    resident.locator("input[name=matter][value=place]").check()
    resident.locator("textarea[name=text]").fill(words)
    resident.locator("main form [type=submit]").click()
    expect(resident).to_have_url(re.compile("/danke/$"))
    desk.goto("/admin/organisations/errorreport/")
    expect(desk.locator("#result_list tbody tr").first).to_contain_text(words)
