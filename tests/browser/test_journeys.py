"""What residents come for, from the first page to the end: with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import ENTRY
from tests.browser.finder import (
    LIST,
    chips,
    choose,
    count,
    expect_nothing_found,
    facet,
    hits,
    number,
    scroll_place,
    search_field,
)
from tests.browser.waiting import until

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE organisations_organisation; --",
]


def submit(page, words):
    search_field(page).fill(words)
    search_field(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/organisationen/\?q="))
    expect(search_field(page)).to_have_value(words)
    expect(count(page)).to_be_visible()


def test_a_course_in_ones_own_language_is_found_from_the_home_page(either_page):
    either_page.goto("/")
    submit(either_page, "sprachkurs")
    all_courses = number(either_page)
    choose(either_page, "sprache", "tr")
    expect(count(either_page)).not_to_have_text(re.compile(rf"^{all_courses}\b"))
    assert 0 < number(either_page) < all_courses
    name = hits(either_page).first.inner_text()
    hits(either_page).first.click()
    expect(either_page.locator("h1")).to_have_text(name)


def test_back_from_an_entry_leads_to_the_same_place_of_the_list(either_page):
    either_page.goto(f"{LIST}?q=frauen")
    choose(either_page, "sprache", "ar")
    address = either_page.url
    hits(either_page).nth(4).scroll_into_view_if_needed()
    place = scroll_place(either_page)
    assert place > 400
    hits(either_page).nth(5).click()
    expect(either_page.locator("article.entry")).to_be_visible()
    either_page.go_back()
    expect(hits(either_page).first).to_be_visible()
    assert either_page.url == address
    expect(facet(either_page, "sprache", "ar")).to_be_checked()
    until(either_page, f"Math.abs(scrollY - {place}) < 60")


def test_a_choice_is_taken_back_by_its_chip(either_page):
    either_page.goto(f"{LIST}?sprache=tr&zielgruppe=women")
    narrow = number(either_page)
    expect(chips(either_page)).to_have_count(2)
    chips(either_page).first.click()
    expect(chips(either_page)).to_have_count(1)
    assert "sprache=tr" not in either_page.url and "zielgruppe=women" in either_page.url
    expect(facet(either_page, "sprache", "tr")).not_to_be_checked()
    assert number(either_page) > narrow


def test_all_choices_are_taken_back_at_once(either_page):
    either_page.goto(f"{LIST}?q=kurs&sprache=tr&zielgruppe=women")
    either_page.locator(".chips .clear").click()
    expect(chips(either_page)).to_have_count(0)
    assert either_page.url.endswith("/organisationen/?q=kurs")


def test_the_list_is_sorted_as_wished(either_page):
    either_page.goto(f"{LIST}?q=frauen")
    first = hits(either_page).first.inner_text()
    either_page.locator("#sort").select_option("name")
    if (button := either_page.locator(".sort button")).is_visible():
        button.click()
    expect(either_page).to_have_url(re.compile(r"sort=name"))
    expect(hits(either_page).first).not_to_have_text(first)
    names = [re.sub(r"\W", "", name).casefold().translate(UMLAUTS) for name in hits(either_page).all_inner_texts()]
    latin = [name for name in names if name[:1] < "\u0370"]
    assert latin == sorted(latin)


UMLAUTS = str.maketrans("äöüéşıâîç", "aouesiaic") | {ord("ß"): "ss"}


def test_pages_of_the_list_lead_on_and_back(either_page):
    either_page.goto(LIST)
    first = hits(either_page).first.inner_text()
    either_page.locator("a[rel=next]").click()
    expect(either_page).to_have_url(re.compile(r"seite=2"))
    expect(hits(either_page).first).not_to_have_text(first)
    expect(either_page.locator(".pages [aria-current]")).to_have_text("2")
    either_page.go_back()
    expect(hits(either_page).first).to_have_text(first)
    assert "seite" not in either_page.url


@pytest.mark.parametrize("way", [".ways a", ".tongues a"], ids=["need", "language"])
def test_home_leads_in_by(either_page, way):
    either_page.goto("/")
    link = either_page.locator(way).first
    promised = int(link.locator(".count").inner_text())
    link.click()
    expect(chips(either_page)).to_have_count(1)
    assert number(either_page) == promised


def test_the_map_leads_to_a_district_and_then_to_its_quarters(either_page):
    either_page.goto("/")
    area = either_page.locator(".map a", has=either_page.locator("title")).first
    name, promised = area.get_attribute("aria-label").rsplit(": ", 1)
    area.locator("path").click()
    expect(chips(either_page)).to_have_count(1)
    expect(chips(either_page)).to_contain_text(name)
    assert number(either_page) == int(promised.split()[0])
    quarter = either_page.locator("#map .map a").first
    name = quarter.get_attribute("aria-label").split(":")[0]
    quarter.locator("path").click()
    expect(chips(either_page)).to_have_count(2)
    expect(chips(either_page).last).to_contain_text(name)
    expect(either_page.locator("#map a.chosen")).to_have_count(1)


def test_on_a_phone_the_filters_open_and_close(either_page):
    either_page.set_viewport_size({"width": 360, "height": 780})
    either_page.goto(LIST)
    expect(facet(either_page, "sprache", "tr")).to_be_hidden()
    either_page.locator(".filter > summary").click()
    facet(either_page, "sprache", "tr").check()
    either_page.locator(".filter > .apply").click()
    expect(either_page).to_have_url(re.compile("sprache=tr"))
    expect(chips(either_page)).to_have_count(1)
    expect(facet(either_page, "sprache", "tr")).to_be_hidden()
    expect(hits(either_page).first).to_be_visible()


def test_an_error_is_reported_after_the_form_asked_for_what_was_missing(either_page):
    either_page.goto(ENTRY)
    either_page.locator("a[href$='fehler-melden/']").click()
    either_page.locator("input[name=email]").fill("keine-adresse")
    either_page.locator("main form [type=submit]").click()
    summary = either_page.locator(".error-summary")
    expect(summary.locator("a")).to_have_count(3)
    expect(either_page.locator("input[name=email]")).to_have_value("keine-adresse")
    expect(either_page).to_have_title(re.compile("^Fehler:"))
    summary.locator("a[href='#id_text']").click()
    expect(either_page.locator("textarea[name=text]")).to_be_focused()
    either_page.locator("textarea[name=text]").fill("Die Telefonnummer hat sich geändert.")
    either_page.locator("input[name=email]").fill("")
    either_page.get_by_label("Telefon", exact=False).first.check()
    either_page.locator("main form [type=submit]").click()
    expect(either_page).to_have_url(re.compile("/fehler-melden/danke/(#id_text)?$"))
    expect(either_page.locator("h1")).to_contain_text("Danke")


@pytest.mark.parametrize("address", [f"{LIST}?q=sprachkurs&sprache=tr", ENTRY, "/kontakt/"])
def test_another_language_shows_the_same_page(either_page, address):
    either_page.goto(address)
    for code, prefix in (("en", "/en"), ("ar", "/ar"), ("de", "")):
        either_page.locator(f".languages a[hreflang={code}]").click()
        expect(either_page.locator("html")).to_have_attribute("lang", code)
        assert either_page.url.endswith(prefix + address) and either_page.url.count("/ar/") == (code == "ar")
    expect(either_page.locator("html")).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("words", ["dil kursu", "دورة لغة", "language course", "мовний курс", "Sprachkurse"])
def test_words_of_any_language_find_a_language_course(either_page, words):
    either_page.goto("/")
    submit(either_page, words)
    assert number(either_page) > 0
    expect(either_page.locator(".hits mark, .hits .matched").first).to_be_visible()


def test_what_nobody_offers_leads_to_the_office(either_page):
    either_page.goto("/")
    submit(either_page, "quastenflosserzucht")
    expect_nothing_found(either_page)
    either_page.locator(".empty a[href$='/kontakt/']").click()
    expect(either_page.locator("h1")).to_have_text("Kontakt")


def test_a_slip_finds_what_was_meant(either_page):
    either_page.goto("/")
    submit(either_page, "sprachkurz")
    assert number(either_page) > 0
    expect(either_page.locator("#results .notice")).to_contain_text("sprachkurz")


def test_an_offer_leads_to_its_place_in_the_entry(either_page):
    either_page.goto("/angebote/?q=schwimmen")
    title = hits(either_page).first.inner_text()
    hits(either_page).first.click()
    offer = either_page.locator(".offers li:target")
    expect(offer.locator("h3")).to_have_text(title)
    expect(offer).to_be_in_viewport()


def test_a_contact_is_saved_as_a_file(either_page):
    either_page.goto(ENTRY)
    with either_page.expect_download() as download:
        either_page.locator("a[href$='kontakt.vcf']").click()
    assert download.value.suggested_filename.endswith(".vcf")
    assert "Kranichhaus" in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(either_page, words):
    """Whatever ran would be refused by the policy, and the watch would complain."""
    either_page.goto("/")
    submit(either_page, words)
    expect(either_page).to_have_title(re.compile(re.escape(words)))
    assert either_page.locator("main script, main img[src=x]").count() == 0
