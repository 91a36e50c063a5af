"""Every page fits: a narrow phone, large type, fingers, and what people set for their eyes."""

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import ENTRY, LANGUAGES, PAGES, show
from tests.browser.finder import LIST, facet

# Elements that stand out of the page sideways, if one can scroll there.
STICKING_OUT = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (right > page.clientWidth + 0.5 || left < -0.5);
  });
  return [page.scrollWidth, ...out.map((element) => element.outerHTML.slice(0, 120))];
}"""
# Links, buttons and fields that a finger may miss: their text and size. The words of a sentence are no targets.
SMALL = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".skip"))
  .map((element) => [element.textContent.trim().slice(0, 40), element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && Math.min(box.height, box.width) < least - 0.1)
  .map(([text, box]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
MAIN_CONTROLS = (
    "button, .button, select, textarea, input:not([type=checkbox], [type=radio], .trap *), summary, .tick,"
    " .nav a, .pages a, .ways a, .tongues a, .footer a, .brand, .reach"
)
OTHER_TARGETS = "nav a, .chips a, .map-list a, .hits h3 a, .plain-links a, .error-summary a, .tags a, [type=checkbox]"


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(kept_page, name, language):
    """320 pixels are what a page must bear that is zoomed to 400 % (WCAG 1.4.10)."""
    resize(kept_page, 360)
    show(kept_page, name, language)
    on_a_phone = kept_page.evaluate(STICKING_OUT)
    resize(kept_page, 320)
    assert (on_a_phone, kept_page.evaluate(STICKING_OUT)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_text_of_twice_the_size_fits(kept_page, name, language):
    resize(kept_page, 1280)
    show(kept_page, name, language)
    kept_page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert kept_page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_fingers_meet_what_they_aim_at(kept_page, name, width):
    resize(kept_page, width)
    show(kept_page, name, "de")
    assert kept_page.evaluate(SMALL, [MAIN_CONTROLS, 44]) == []
    assert kept_page.evaluate(SMALL, [OTHER_TARGETS, 24]) == []


def test_what_sticks_out_or_is_small_is_seen(kept_page):
    """Guards the tests above."""
    resize(kept_page, 360)
    show(kept_page, "contact", "ar")
    kept_page.evaluate("document.querySelector('h1').style.inlineSize = '25rem'")
    kept_page.evaluate("document.querySelector('.nav a').style.minBlockSize = '1rem'")
    assert kept_page.evaluate(STICKING_OUT)
    assert kept_page.evaluate(SMALL, [MAIN_CONTROLS, 44])


@pytest.mark.parametrize("path", ["/", LIST, ENTRY])
def test_arabic_runs_from_the_right(kept_page, path):
    resize(kept_page, 1280)
    kept_page.goto(f"/ar{path}")
    brand, languages = (kept_page.locator(f".header {part}").bounding_box() for part in (".brand", ".languages"))
    assert brand["x"] > languages["x"]
    assert kept_page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"


def movement(page):
    """How long a change of colour takes, and how the page scrolls."""
    return page.evaluate(
        """() => [getComputedStyle(document.querySelector("main a")).transitionDuration,
                  getComputedStyle(document.documentElement).scrollBehavior]"""
    )


def test_nothing_moves_for_those_who_do_not_want_it(kept_page):
    kept_page.goto(LIST)
    assert movement(kept_page) != ["0s", "auto"]
    kept_page.emulate_media(reduced_motion="reduce")
    assert movement(kept_page) == ["0s", "auto"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_choices_and_focus_are_still_seen(browse, scheme):
    page = browse(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{LIST}?sprache=tr")
    chosen, other = facet(page, "sprache", "tr"), page.locator("input[name=sprache]:not(:checked):enabled").first
    assert chosen.screenshot() != other.screenshot()
    before = other.locator("..").screenshot()
    other.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(other).to_be_focused()
    assert other.locator("..").screenshot() != before
    chip = page.locator(".chips a").first
    assert chip.evaluate("(element) => getComputedStyle(element).borderTopStyle") == "solid"


def test_in_forced_colours_the_present_page_is_marked_in_the_menu(browse):
    page = browse(forced_colors="active")
    page.goto(LIST)
    borders = page.locator(".nav a").evaluate_all("(all) => all.map((a) => getComputedStyle(a).borderBlockEndStyle)")
    assert borders[0] == "solid" and set(borders[1:]) == {"none"}
