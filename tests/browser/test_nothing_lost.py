"""Nothing typed is lost: a page of an application is sent in every unlucky way, and then each value is read back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.applying import (
    COLLEAGUE,
    NEXT,
    PHONE,
    TYPED,
    close_call,
    complete_draft,
    expect_page,
    new_draft,
    open_page,
    shown,
    type_all,
)
from tests.browser.curating import press
from tests.browser.members import log_in, lose_session
from tests.faults.processes import wait_until

PROJECT = "projekt/"
SUBMIT = "form[action$='/einreichen/'] [type=submit]"
TOO_BIG = 11 * 1024 * 1024
END_SESSIONS = """
from django.contrib.sessions.models import Session
from django.utils import timezone
Session.objects.update(expire_date=timezone.now())
"""


@pytest.fixture
def draft(portal):
    return new_draft(portal)


@pytest.fixture
def page(either_page, draft):
    """The page about the project, filled in and not yet sent."""
    open_page(either_page, draft + PROJECT)
    type_all(either_page)
    return either_page


def assert_saved(page, draft):
    page.goto(draft + PROJECT)
    assert shown(page) == TYPED


def test_not_logged_in_any_more(page, draft):
    lose_session(page)
    press(page, NEXT)
    log_in(page, "vorstand@demo.example")
    expect_page(page, PROJECT)
    assert shown(page) == TYPED
    press(page, NEXT)
    assert_saved(page, draft)


def test_the_session_has_expired(page, portal, draft):
    portal.manage("shell", "-v0", "-c", END_SESSIONS)
    press(page, NEXT)
    log_in(page, "vorstand@demo.example")
    expect_page(page, PROJECT)
    assert shown(page) == TYPED
    press(page, NEXT)
    assert_saved(page, draft)


def test_the_token_was_renewed_elsewhere(page, portal, draft, request):
    """A script takes the new token from the cookie; without one the page is shown again, filled in."""
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": portal.origin}])
    press(page, NEXT)
    if "without JavaScript" in request.node.name:
        expect_page(page, PROJECT)
        assert shown(page) == TYPED
        press(page, NEXT)
    assert_saved(page, draft)


def test_the_deadline_passes_while_somebody_writes(either_page, portal):
    draft = new_draft(portal, seconds=0)
    open_page(either_page, draft + PROJECT)
    type_all(either_page)
    press(either_page, NEXT)
    assert_saved(either_page, draft)


def test_the_deadline_passes_between_the_review_and_the_click(either_page, portal):
    page, draft = either_page, complete_draft(portal)
    open_page(page, draft + PROJECT)
    type_all(page)
    press(page, NEXT)
    page.goto(f"{draft}pruefen/")
    close_call(portal, draft)
    press(page, SUBMIT)
    expect(page.locator("#late")).to_have_text("Aufgehoben, nicht eingereicht")
    expect(page.locator(".late .whom")).to_contain_text(PHONE)
    assert_saved(page, draft)


def test_a_file_that_is_too_big_leaves_the_rest_of_its_form(either_page, draft):
    page = either_page
    open_page(page, f"{draft}anlagen/")
    page.locator("#freistellung-valid_until").fill("2030-12-31")
    big = {"name": "bescheid.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"x" * TOO_BIG}
    page.locator("#freistellung-file").set_input_files(big)
    press(page, ".paper-form [type=submit]")
    assert page.locator("#freistellung-valid_until").input_value() == "2030-12-31"
    expect(page.locator("#freistellung-file_error")).to_be_visible()


def test_a_field_is_wrong(page, draft):
    page.locator("#id_participants").fill("so viele wie möglich")
    press(page, NEXT)
    wrong = TYPED | {"participants": "so viele wie möglich"}
    assert shown(page) == wrong
    page.goto(draft + PROJECT)
    assert shown(page) == wrong


def test_a_colleague_saved_meanwhile(either_page, browse, draft):
    page, hers = either_page, browse()
    open_page(page, draft + PROJECT)
    open_page(hers, draft + PROJECT, COLLEAGUE)
    hers.locator("#id_title").fill("Titel der Kollegin")
    hers.locator("#id_place").fill("Ort der Kollegin")
    press(hers, NEXT)
    type_all(page)
    press(page, NEXT)
    expect(page.locator("form .compare").first).to_be_visible()
    text = page.locator("main").inner_text()
    for words in (TYPED["title"], TYPED["place"], "Titel der Kollegin", "Ort der Kollegin"):
        assert words in text
    press(page, "[name=action][value=all-mine]")
    assert_saved(page, draft)
    page.goto(f"{draft}verlauf/")
    assert "Ort der Kollegin" in page.locator("main").text_content()


def test_a_double_click(page, draft):
    page.locator(NEXT).dblclick(no_wait_after=True)
    expect(page).not_to_have_url(re.compile(PROJECT))  # the second click may abort what the first has begun
    page.wait_for_load_state()
    assert_saved(page, draft)
    page.goto(draft)
    assert page.locator("a[href*='/fassungen/']").count() == 0, "nobody is asked to choose between the same"


def test_back_after_saving(page, draft):
    press(page, NEXT)
    page.go_back()
    expect_page(page, PROJECT)
    assert shown(page) == TYPED
    page.go_forward()
    assert_saved(page, draft)


def test_back_without_saving(browse, draft):
    """The script saves when the page is left; what no script sees, the button saves."""
    page = browse()
    open_page(page, draft + PROJECT)
    type_all(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(draft)
    wait_until(lambda: page.goto(draft + PROJECT) and shown(page) == TYPED)
