"""Everything is done with the keyboard alone, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import ENTRY
from tests.browser.finder import LIST, chips, count, facet, hits, search_field
from tests.browser.waiting import until

MOST_STOPS = 250
# The name of what has the focus, and whether it shows: a ring, or for an area of the map a thick edge.
STOP = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const area = here.querySelector(".map-area");
  const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const edge = area !== null && parseFloat(getComputedStyle(area).strokeWidth) >= 4;
  const box = here.getBoundingClientRect();
  const inView = box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
  const label = here.labels && here.labels.length ? here.labels[0].textContent : here.textContent;
  const name = (here.getAttribute("aria-label") || label).trim().replace(/\\s+/g, " ");
  return { name, seen: (ring || edge) && inView, map: area !== null };
}"""


@pytest.fixture
def page(browse):
    return browse(reduced_motion="reduce")


def stops(page):
    """What the Tab key leads to, from the first to the last."""
    found = []
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        found.append(stop)
    return found


def tab_to(page, locator):
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if locator.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not lead to {locator}.")


@pytest.mark.parametrize("path", ["/", LIST, f"/ar{LIST}?q=frauen&sprache=ar", "/angebote/", ENTRY, "/kontakt/"])
def test_every_stop_has_a_name_and_is_seen(page, path):
    page.goto(path)
    found = stops(page)
    assert 10 < len(found) < MOST_STOPS
    assert [stop for stop in found if not stop["seen"] or not stop["name"]] == []


@pytest.mark.parametrize("path", ["/", LIST])
def test_the_areas_of_the_map_say_their_name_and_number(page, path):
    page.goto(path)
    areas = [stop["name"] for stop in stops(page) if stop["map"]]
    assert len(areas) == len(set(areas)) == 9
    assert all(re.fullmatch(r"Darmstadt-\w+: \d+ Eintr(ag|äge)", name) for name in areas), areas


@pytest.mark.parametrize("path", ["/", LIST, ENTRY, "/gibt-es-nicht/"])
def test_the_first_stop_skips_to_the_content(page, path):
    page.goto(path)
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()
    expect(page.locator(".skip").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_be_visible()


def test_a_group_is_opened_a_value_chosen_and_an_entry_reached(page):
    page.goto(LIST)
    group = page.locator("#facet-zielgruppe")
    tab_to(page, group.locator("summary"))
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    box = group.locator("input").first
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    expect(chips(page)).to_have_count(1)
    expect(box).to_be_focused()
    name = hits(page).first.inner_text()
    tab_to(page, hits(page).first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def test_without_javascript_the_button_after_the_filters_applies_them(browse):
    page = browse(javascript=False)
    page.goto(LIST)
    search_field(page).focus()
    tab_to(page, facet(page, "sprache", "tr"))
    page.keyboard.press("Space")
    tab_to(page, page.locator(".filter > .apply"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sprache=tr"))
    expect(chips(page)).to_have_count(1)


def test_enter_in_the_search_field_searches_and_leaves_the_focus_there(page):
    page.goto(LIST)
    until(page, "window.htmx")
    search_field(page).focus()
    page.keyboard.type("kurs")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=kurs$"))
    expect(page.locator("#announcement")).to_have_text(count(page).inner_text())
    expect(search_field(page)).to_be_focused()


def test_escape_empties_the_search_field_and_shows_everything_again(page):
    page.goto(LIST)
    until(page, "window.htmx")
    everything = count(page).inner_text()
    search_field(page).focus()
    page.keyboard.type("kurs")
    expect(count(page)).not_to_have_text(everything)
    page.keyboard.press("Escape")
    expect(search_field(page)).to_have_value("")
    expect(count(page)).to_have_text(everything)
    expect(search_field(page)).to_be_focused()


def test_an_area_of_the_map_is_chosen_with_enter(page):
    page.goto("/")
    area = page.locator(".map a").first
    tab_to(page, area)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("stadtteil="))
    expect(chips(page)).to_have_count(1)


def test_the_list_of_errors_leads_to_the_fields(page):
    page.goto(f"{ENTRY}fehler-melden/")
    tab_to(page, page.locator("main form [type=submit]"))
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_matter_0")).to_be_focused()


def test_on_a_phone_the_results_are_shown_and_focused_when_the_filters_close(page):
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(LIST)
    tab_to(page, page.locator(".filter > summary"))
    page.keyboard.press("Enter")
    tab_to(page, facet(page, "sprache", "tr"))
    page.keyboard.press("Space")
    expect(chips(page)).to_have_count(1)
    tab_to(page, page.locator(".filter > .apply"))
    page.keyboard.press("Enter")
    expect(count(page)).to_be_focused()
    expect(count(page)).to_be_in_viewport()
