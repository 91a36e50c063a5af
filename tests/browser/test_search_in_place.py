"""With JavaScript the list follows at once, on the same page, and says so."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.finder import (
    LIST,
    chips,
    choose,
    count,
    expect_nothing_found,
    facet,
    hits,
    number,
    search_field,
    unfold,
)
from tests.browser.office import log_in, times_missed
from tests.browser.waiting import until

ANNOUNCEMENT = "#announcement"


@pytest.fixture
def listed(page):
    """The list, with a mark on the page that goes when the page is loaded anew."""
    page.goto(LIST)
    until(page, "window.htmx")
    page.evaluate("window.loadedOnce = true")
    return page


def is_same_page(page):
    return page.evaluate("window.loadedOnce === true")


def type_words(page, words):
    search_field(page).press_sequentially(words, delay=30)
    expect(page).to_have_url(re.compile(rf"[?&]q={words}(&|$)"))


def test_the_list_follows_while_somebody_types(listed):
    everything = number(listed)
    type_words(listed, "schwimmen")
    expect(hits(listed).first).to_contain_text("Schwimmverein")
    assert 0 < number(listed) < everything
    assert is_same_page(listed)


def test_focus_and_caret_stay_in_the_search_field(listed):
    type_words(listed, "schimmen")
    listed.keyboard.press("Home")
    for _letter in "sch":
        listed.keyboard.press("ArrowRight")
    listed.keyboard.type("w")
    expect(listed).to_have_url(re.compile("q=schwimmen$"))
    expect(listed.locator(ANNOUNCEMENT)).to_have_text(count(listed).inner_text())
    expect(search_field(listed)).to_be_focused()
    assert listed.evaluate("document.activeElement.selectionStart") == len("schw")


def test_the_number_of_hits_is_said_politely(listed):
    assert listed.locator(ANNOUNCEMENT).get_attribute("role") == "status"
    everything = count(listed).inner_text()
    type_words(listed, "schwimmen")
    expect(count(listed)).not_to_have_text(everything)
    expect(listed.locator(ANNOUNCEMENT)).to_have_text(count(listed).inner_text())
    assert is_same_page(listed)


def test_the_title_of_the_page_follows_the_words(listed):
    type_words(listed, "schwimmen")
    expect(listed).to_have_title(re.compile("^schwimmen:"))


def test_a_choice_keeps_the_focus_on_its_box(listed):
    choose(listed, "sprache", "tr")
    expect(listed.locator(ANNOUNCEMENT)).to_have_text(count(listed).inner_text())
    expect(facet(listed, "sprache", "tr")).to_be_focused()
    assert is_same_page(listed)


def test_a_choice_far_down_a_long_list_stays_in_view(listed):
    box = listed.locator("input[name=sprache]").nth(15)
    box.check()
    expect(chips(listed)).to_have_count(1)
    chosen = listed.locator("input[name=sprache]:checked")
    expect(chosen).to_be_in_viewport()
    expect(chosen).to_be_focused()


def test_groups_stay_as_somebody_opened_and_closed_them(listed):
    unfold(listed, "zielgruppe")
    listed.locator("#facet-thema summary").click()
    facet(listed, "sprache", "tr").check()
    expect(chips(listed)).to_have_count(1)
    expect(facet(listed, "zielgruppe", "women")).to_be_visible()
    expect(listed.locator("#facet-thema input").first).to_be_hidden()
    assert is_same_page(listed)


def test_back_brings_the_former_result(listed):
    everything = count(listed).inner_text()
    choose(listed, "sprache", "tr")
    expect(count(listed)).not_to_have_text(everything)
    listed.go_back()
    expect(count(listed)).to_have_text(everything)
    expect(facet(listed, "sprache", "tr")).not_to_be_checked()
    expect(chips(listed)).to_have_count(0)
    assert listed.url.endswith(LIST)


def test_back_takes_one_choice_after_the_other(listed):
    choose(listed, "sprache", "tr")
    one = count(listed).inner_text()
    choose(listed, "zielgruppe", "women")
    listed.go_back()
    expect(chips(listed)).to_have_count(1)
    expect(count(listed)).to_have_text(one)
    expect(facet(listed, "sprache", "tr")).to_be_checked()
    expect(facet(listed, "zielgruppe", "women")).not_to_be_checked()


def test_words_and_choices_are_kept_together(listed):
    type_words(listed, "kurs")
    choose(listed, "sprache", "tr")
    expect(listed).to_have_url(re.compile(r"q=kurs&sprache=tr$"))
    search_field(listed).fill("")
    expect(listed).to_have_url(re.compile(r"/organisationen/\?sprache=tr$"))
    expect(chips(listed)).to_have_count(1)


def test_an_answer_that_comes_late_changes_nothing(listed):
    late = []
    listed.route(re.compile("q=schach$"), lambda route: late.append(route))
    with listed.expect_request(re.compile("q=schach$")):
        search_field(listed).press_sequentially("schach", delay=30)
    search_field(listed).fill("schwimmen")
    expect(hits(listed).first).to_contain_text("Schwimmverein")
    for route in late:
        route.continue_()
    search_field(listed).press("End")
    expect(hits(listed).first).to_contain_text("Schwimmverein")
    assert listed.url.endswith("?q=schwimmen")


def test_back_from_an_entry_brings_the_typed_words(listed):
    type_words(listed, "schwimmen")
    expect(hits(listed).first).to_contain_text("Schwimmverein")
    found = count(listed).inner_text()
    hits(listed).first.click()
    expect(listed.locator("article.entry")).to_be_visible()
    listed.go_back()
    expect(search_field(listed)).to_have_value("schwimmen")
    expect(count(listed)).to_have_text(found)


def test_the_links_to_other_languages_follow(listed):
    choose(listed, "sprache", "tr")
    listed.locator(".languages a[hreflang=en]").click()
    expect(listed.locator("html")).to_have_attribute("lang", "en")
    assert listed.url.endswith("/en/organisationen/?sprache=tr")


def test_the_map_follows_a_chosen_district(listed):
    unfold(listed, "stadtteil")
    listed.locator("input[name=stadtteil]:enabled").first.check()
    expect(listed.locator("#facet-viertel")).to_be_visible()
    expect(listed.locator("#map").get_by_text("Alle Stadtteile")).to_be_visible()


def test_offers_follow_in_place_too(page):
    page.goto("/angebote/")
    until(page, "window.htmx")
    page.evaluate("window.loadedOnce = true")
    type_words(page, "schwimmen")
    expect(page.locator(ANNOUNCEMENT)).to_have_text(re.compile(r"^\d+ Angebote?$"))
    assert is_same_page(page)


def test_a_search_that_fails_says_so(listed, browse):
    browse.overlook("net::ERR_FAILED", "htmx:")
    listed.route("**/organisationen/?*", lambda route: route.abort())
    search_field(listed).press_sequentially("kurs", delay=30)
    announcement = listed.locator(ANNOUNCEMENT)
    expect(announcement).to_have_text(announcement.get_attribute("data-failure"))
    expect(announcement).to_be_in_viewport()


@pytest.fixture
def desk(browse):
    return log_in(browse())


def test_words_are_not_counted_as_missing_while_they_are_typed(listed, desk):
    type_words(listed, "quxlorbin")
    expect_nothing_found(listed)
    assert [times_missed(desk, "quxlorbin"[:length]) for length in (9, 8, 7, 6)] == [0, 0, 0, 0]


def test_typed_words_are_counted_as_missing_once_they_are_searched_for(listed, desk):
    type_words(listed, "vizzelquom")
    expect_nothing_found(listed)
    with listed.expect_response(re.compile("q=vizzelquom")):
        search_field(listed).press("Enter")
    assert times_missed(desk, "vizzelquom") == 1


def test_a_miss_is_counted_again_the_next_time(page, desk):
    for _time in range(2):
        page.goto(f"{LIST}?q=wexqualmor")
        expect_nothing_found(page)
    assert times_missed(desk, "wexqualmor") == 2
