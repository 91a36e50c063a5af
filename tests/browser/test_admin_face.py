"""The office's pages wear the portal's face: for every eye and hand, in both writing directions, on desk and tablet."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import LANGUAGES
from tests.browser.conftest import Browsing
from tests.browser.office import ORGANISATIONS, log_in
from tests.browser.test_accessibility import SCHEMES, violations
from tests.browser.test_keyboard import stops, tab_to
from tests.browser.test_layout import SMALL, STICKING_OUT

OFFERS = "/admin/organisations/offer/"
TABLET, SMALL_DESK, DESK = 768, 1024, 1280
PAGES = ["desk", "list", "filtered list", "entry", "new entry", "history", "deletion", "accounts"]
UNFOLD = "document.querySelectorAll('details:not(.list-filter)').forEach((details) => { details.open = true; })"
ENTRY = "granatapfel"
SAVE = "input[name=_save]"
# Whether something else lies over what has the focus, such as the row of buttons that stays in sight.
COVERED = """() => {
  const here = document.activeElement;
  const { left, right, top, bottom } = here.getBoundingClientRect();
  const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const seen = found && (here.contains(found) || found.contains(here) || here.labels?.[0]?.contains(found));
  return seen ? null : here.outerHTML.slice(0, 120);
}"""
CONTROLS = "button, .button, summary, select, textarea, .object-tools a, .submit-row *, [type=submit], .account-links *"
OTHER_TARGETS = "a, [type=checkbox], [type=radio]"


@pytest.fixture(scope="module")
def workplace(browser, portal):
    """Somebody who leads the office, logged in once for all tests that only look."""
    browsing = Browsing(browser, portal.origin)
    page = log_in(browsing(reduced_motion="reduce"), "leitung")
    yield page, browsing.watches[0], addresses(page)
    browsing.end()


def addresses(page):
    entry, offer = first_of(page, ORGANISATIONS, ENTRY), first_of(page, OFFERS, ENTRY)
    return {
        "desk": "/admin/",
        "list": ORGANISATIONS,
        "filtered list": f"{ORGANISATIONS}?state=pending",
        "entry": entry,
        "new entry": f"{ORGANISATIONS}add/",
        "history": entry.replace("/change/", "/history/"),
        "deletion": offer.replace("/change/", "/delete/"),
        "accounts": "/admin/organisations/user/",
    }


def first_of(page, listed, words):
    page.goto(f"{listed}?q={words}")
    return page.locator("#result_list tbody th a").first.get_attribute("href").partition("?")[0]


@pytest.fixture
def look(workplace):
    """Opens one of the PAGES; nothing may be refused or break on the way."""
    page, watch, places = workplace

    def show(name, language="de", width=DESK, scheme="light"):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(LANGUAGES[language] + places[name])
        return page

    watch.forget()
    yield show
    assert watch.complaints == []


@pytest.fixture
def editor(browse):
    return log_in(browse(reduced_motion="reduce"))


def open_entry(page):
    page.goto(first_of(page, ORGANISATIONS, ENTRY))
    return page


@pytest.mark.parametrize("width", [SMALL_DESK, DESK])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(look, name, language, scheme, width):
    page = look(name, language, width, scheme)
    page.evaluate(UNFOLD)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("opener", [".menu-button", ".account-button", ".list-filter summary"])
def test_axe_finds_nothing_in_what_opens(look, opener, scheme):
    page = look("list", width=TABLET, scheme=scheme)
    page.locator(opener).first.click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [TABLET, SMALL_DESK, DESK])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways(look, name, language, width):
    page = look(name, language, width)
    page.evaluate(UNFOLD)
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("width", [TABLET, SMALL_DESK])
def test_no_list_scrolls_sideways(look, width):
    page = look("desk", width=width)
    lists = page.locator(".room .room-link").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert len(lists) > 10
    out = {}
    for path in lists:
        page.goto(path)
        out[path] = page.evaluate(STICKING_OUT)
    assert {path: found for path, found in out.items() if found} == {}


@pytest.mark.parametrize("name", PAGES)
def test_fingers_meet_what_they_aim_at(look, name):
    page = look(name, width=TABLET)
    assert page.evaluate(SMALL, [CONTROLS, 44]) == []
    assert page.evaluate(SMALL, [OTHER_TARGETS, 24]) == []


@pytest.mark.parametrize("name", ["desk", "filtered list", "history", "deletion"])
def test_every_stop_has_a_name_and_is_seen(look, name):
    found = stops(look(name))
    assert len(found) > 10
    assert [stop for stop in found if not stop["seen"] or not stop["name"]] == []


def test_nothing_covers_what_has_the_focus(look):
    page = look("entry")
    page.locator("#id_name").focus()
    covered = []
    for _press in range(60):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))
    assert [one for one in covered if one] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_first_stop_skips_to_the_content(look, name):
    page = look(name)
    page.locator("body").evaluate("(body) => { body.tabIndex = -1; body.focus(); }")  # from a field with autofocus
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_room_is_reached_with_the_keyboard(look):
    page = look("desk")
    tab_to(page, page.locator(".room-link[href='/admin/organisations/offer/']"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Angebote")
    expect(page.locator(".room-link[aria-current=page]")).to_have_text("Angebote")


def test_on_a_tablet_the_rooms_open_and_close_with_the_keyboard(look):
    page = look("list", width=TABLET)
    rooms, button = page.locator("#rooms"), page.locator(".menu-button")
    expect(rooms).to_be_hidden()
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(rooms).to_be_visible()
    page.keyboard.press("Tab")
    expect(rooms.locator(":focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(rooms).to_be_hidden()
    expect(button).to_be_focused()


def test_a_filter_is_opened_chosen_and_taken_back_with_the_keyboard(look):
    page = look("list")
    group = page.locator(".list-filter").first
    tab_to(page, group.locator("summary"))
    page.keyboard.press("Enter")
    choice = group.locator("a[href*='state=pending']")
    tab_to(page, choice)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("state=pending"))
    expect(page.locator(".list-filter.active summary")).to_contain_text("wartet auf Freigabe")
    tab_to(page, page.locator(".list-filters-clear"))
    page.keyboard.press("Enter")
    expect(page.locator(".list-filter.active")).to_have_count(0)


def test_an_entry_is_saved_with_the_keyboard(editor):
    open_entry(editor)
    editor.locator("#id_rooms").focus()
    editor.keyboard.press("End")
    editor.keyboard.type(" rechts")
    tab_to(editor, editor.locator(SAVE))
    expect(editor.locator(SAVE)).to_be_in_viewport(ratio=1)
    editor.keyboard.press("Enter")
    expect(editor.locator(".notice.success")).to_be_visible()


def test_mistakes_are_listed_and_lead_to_their_fields(editor):
    open_entry(editor)
    editor.locator("#id_postcode").fill("1")
    editor.locator(SAVE).click()
    expect(editor.locator(".error-summary")).to_be_focused()
    assert violations(editor) == []
    editor.locator(".error-summary a").click()
    expect(editor.locator("#id_postcode")).to_be_focused()
    expect(editor.locator("#id_postcode")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_second_of_two_editors_sees_what_the_first_did(editor, scheme):
    open_entry(editor)
    editor.emulate_media(color_scheme=scheme)
    other = editor.context.new_page()
    open_entry(other).locator("#id_access_note").fill(f"Rampe am Hof ({scheme})")
    other.locator(SAVE).click()
    expect(other.locator(".notice.success")).to_be_visible()
    editor.locator("#id_street").fill("Qwimpelweg 1")
    editor.locator(SAVE).click()
    expect(editor.locator(".unseen ins")).to_have_text(f"Rampe am Hof ({scheme})")
    expect(editor.locator("#id_street")).to_have_value("Qwimpelweg 1")
    assert violations(editor) == []


def test_a_translation_is_written_beside_the_german_without_javascript(browse):
    page = open_entry(log_in(browse(javascript=False)))
    group = page.locator(".language-tr")
    group.locator("summary").click()
    german, field = group.locator("#id_summary_tr_german"), group.locator("#id_summary_tr")
    expect(german).to_contain_text(page.locator("#id_summary").input_value())
    assert german.bounding_box()["x"] < field.bounding_box()["x"]
    field.fill("Qwimpel dili")
    page.locator("input[name=_continue]").click()
    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("#id_summary_tr")).to_have_value("Qwimpel dili")
    expect(page.locator(".language-tr .told")).to_have_text(re.compile("^1 "))


def test_in_arabic_the_rooms_and_the_german_texts_stand_on_the_right(look):
    page = look("entry", "ar")
    assert page.locator("#rooms").bounding_box()["x"] > page.locator("#main").bounding_box()["x"]
    page.locator(".language-en summary").click()
    german, field = (page.locator(f"#id_name_en{part}").bounding_box() for part in ("_german", ""))
    assert german["x"] > field["x"]


@pytest.mark.parametrize("part", ["html", ".module", "#id_name", ".submit-row"])
def test_the_office_is_dark_for_those_who_prefer_it(look, part):
    shade = f"getComputedStyle(document.querySelector('{part}')).backgroundColor"
    light, dark = (look("entry", scheme=scheme).evaluate(shade) for scheme in SCHEMES)
    assert light != dark


def test_what_is_left_to_do_is_on_the_desk(look):
    page = look("desk")
    box = page.locator(".desk-box", has=page.locator("#box-pending"))
    number = int(box.locator(".desk-count").inner_text())
    box.locator("h2 a").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(number)


def test_somebody_sees_the_tasks_of_their_role_alone(browse):
    page = log_in(browse(), "entscheidung")
    expect(page.locator("#box-applications")).to_be_visible()
    expect(page.locator("#box-proposals")).to_have_count(0)


def test_logging_out_takes_one_press(editor):
    editor.locator(".account-button").click()
    editor.locator("#logout-form button").click()
    editor.goto("/admin/")
    expect(editor.locator("input[name=login]")).to_be_visible()
