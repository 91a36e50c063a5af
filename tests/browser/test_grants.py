"""Associations apply for money, from the list of calls to the receipt; the office writes the calls."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import grants, office
from tests.browser.applying import COLLEAGUE, NEXT, WRITER, open_page
from tests.browser.curating import SUCCESS, press
from tests.browser.keyboard import Hands
from tests.browser.members import NOTICE, letter, paths

SCRIPTS = pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
SAVED = re.compile("Gespeichert um")
CALLS = "/admin/grants/call/"
NOTE = "Es gibt jetzt mehr Geld für jedes Fest."


# From the call to the receipt


@SCRIPTS
def test_an_association_applies(browse, portal, javascript):
    slug, call = grants.new_call(portal)
    title = f"Lichterfest zu {call}"
    editor, signatory = browse(javascript=javascript), browse(javascript=javascript)
    read_and_check(editor, slug, call)
    grants.begin(editor, slug)
    grants.write(editor, title)
    hand_over(editor)
    reference = sign(signatory, portal, title)
    expect_receipt(signatory, portal, reference)
    follow(editor, reference, title)
    withdraw(signatory, reference)


def read_and_check(page, slug, call):
    page.goto("/foerderung/")
    press(page, f"#{slug} h3 a")
    expect(page.locator("h1")).to_have_text(call)
    expect(page.locator("#fragen, .entry-rest").first).to_contain_text("Warum braucht es das Projekt?")
    press(page, ".glance a[href$='/check/']")
    grants.check(page)


def hand_over(page):
    expect(page.locator("form[action$='/einreichen/']")).to_have_count(0)
    press(page, "form[action$='/uebergeben/'] .button")
    expect(page.locator(NOTICE)).to_be_visible()


def sign(page, portal, title):
    """From the mail; returns the reference number."""
    link = paths(letter(portal, WRITER, title))[0]
    open_page(page, link)
    expect(page.locator("h1")).to_have_text(title)
    press(page, ".next-steps .button >> nth=0")
    expect(page.locator("main")).to_contain_text("Bänke und Lampions")
    return grants.submit(page)


def expect_receipt(page, portal, reference):
    """The same paper in the mails to the signatory and the contact, and on the page."""
    for address in (WRITER, COLLEAGUE):
        (paper,) = grants.receipt(portal, address, reference).iter_attachments()
        assert (paper.get_content_type(), paper.get_filename()) == ("application/pdf", f"{reference}.pdf")
        assert paper.get_content() == grants.pdf_of(page)
    assert grants.pdf_of(page).startswith(b"%PDF")


def follow(page, reference, title):
    page.goto("/antraege/")
    press(page, f"main a:has-text('{title}')")
    expect(page).to_have_url(re.compile(f"/antraege/{reference}/$"))
    expect(page.locator(".standing")).to_contain_text("eingereicht")
    expect(page.locator(".sent-head ~ .read")).to_have_count(6)


def withdraw(page, reference):
    page.goto(f"/antraege/{reference}/")
    press(page, "a[href$='/zurueckziehen/']")
    page.locator("#id_reason").fill("Das Fest fällt aus.")
    press(page, "main form .danger")
    expect(page.locator(NOTICE)).to_be_visible()
    expect(page.locator(".steps-so-far")).to_contain_text("Das Fest fällt aus.")
    expect(page.locator("a[href$='/zurueckziehen/']")).to_have_count(0)


def test_an_association_applies_in_arabic_on_a_phone(browse, portal):
    slug, call = grants.new_call(portal)
    page = browse(width=360, height=740)
    page.goto(f"/ar/foerderung/{slug}/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    grants.begin(page, slug, WRITER, "/ar")
    grants.write(page, f"عيد الأنوار {call}")
    expect(page).to_have_url(re.compile("/ar/antraege/"))
    reference = grants.submit(page)
    assert grants.receipt(portal, WRITER, reference)


# While somebody types


@pytest.fixture
def draft(portal):
    return grants.new_draft(portal)


def test_what_is_typed_is_saved_by_itself(browse, draft):
    page = browse()
    open_page(page, f"{draft}projekt/")
    page.locator("#id_title").fill("Fest der Laternen")
    expect(page.locator(".save-state")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Fest der Laternen")
    page.locator("#id_place").fill("Im Hof")
    press(page, f"main a[href='{draft}'], nav a[href='{draft}'] >> nth=0")
    expect(page.locator("h1")).to_have_text("Fest der Laternen")
    page.go_back()
    expect(page.locator("#id_place")).to_have_value("Im Hof")


def test_the_sums_of_the_plan_follow_what_is_typed(browse, draft):
    page = browse()
    open_page(page, f"{draft}plan/")
    total = page.locator("#plan-figures .of-total")
    grants.fill_cost(page, amount="120,50")
    expect(total).to_contain_text("120,50")
    press_here(page, "#id_kosten [data-add]")
    second = page.locator("#id_kosten [data-line]").nth(1)
    fill_line(second, amount="79,50")
    expect(total).to_contain_text("200,00")
    second.locator("[data-remove]").click()
    expect(total).to_contain_text("120,50")
    press_here(page, "#id_kosten [data-undo]")
    expect(total).to_contain_text("200,00")
    expect(second.locator("[name$=-amount]")).to_have_value("79,50")
    expect(page.locator(".save-state")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#id_kosten [name$=-amount]").nth(1)).to_have_value("79,50")


def press_here(page, css):
    """What leads nowhere."""
    page.locator(css).click()


def fill_line(line, amount):
    line.locator("[name$=-category]").select_option("material")
    line.locator("[name$=-label]").fill("Papier")
    line.locator("[name$=-amount]").fill(amount)


def test_the_second_of_two_people_sees_both_texts_and_chooses_of_each(browse, draft):
    mine, theirs = browse(), browse()
    for page, person in ((mine, WRITER), (theirs, COLLEAGUE)):
        open_page(page, f"{draft}projekt/", person)
    theirs.locator("#id_title").fill("Titel der Kollegin")
    theirs.locator("#id_place").fill("Ort der Kollegin")
    expect(theirs.locator(".save-state")).to_have_text(SAVED)
    mine.locator("#id_title").fill("Mein Titel")
    mine.locator("#id_place").fill("Mein Ort")
    press(mine, ".save-state a")
    for words in ("Mein Titel", "Mein Ort", "Titel der Kollegin", "Ort der Kollegin"):
        expect(mine.locator(".compare", has_text=words)).to_have_count(1)
    mine.locator("[name=choice-title][value=mine]").check()
    mine.locator("[name=choice-place][value=theirs]").check()
    press(mine, "[name=action][value=chosen]")
    grants.expect_section(mine, "projekt")
    expect(mine.locator("#id_title")).to_have_value("Mein Titel")
    expect(mine.locator("#id_place")).to_have_value("Ort der Kollegin")


def test_a_page_is_filled_by_keyboard_alone(browse, draft):
    page = browse(reduced_motion="reduce")
    open_page(page, f"{draft}verein/")
    hands = Hands(page)
    hands.skip()
    for name, text in grants.ASSOCIATION.items():
        hands.write(f"#id_{name}", text)
    for name in ("charitable", "vat"):
        tick(hands, f"[name={name}]")
    hands.follow(NEXT)
    grants.expect_section(page, "projekt")
    page.goto(draft)
    expect(page.locator(".task .badge.ok")).to_have_count(1)


def tick(hands, css):
    """Of answers that exclude each other the Tab key leads to the one that is chosen, else to the first."""
    chosen = hands.page.locator(f"{css}:checked").count()
    hands.press(f"{css}:checked" if chosen else f"{css} >> nth=0", "Space")


# The office


def test_the_office_copies_a_call_and_publishes_it(browse, portal):
    _slug, old = grants.new_call(portal)
    new, slug = f"{old}, noch einmal", f"noch-einmal-{_slug}"
    desk, resident = office.log_in(browse(), "foerderung"), browse()
    open_call(desk, old)
    press(desk, ".call-state a[href$='/kopieren/']")
    press(desk, ".call-act [type=submit]")
    rename(desk, new, slug)
    address = desk.url.split("?")[0]
    press(desk, ".object-tools a[href$='/vorschau/']")
    expect(desk.locator("h1")).to_have_text(new)
    resident.goto(f"/foerderung/{slug}/")
    expect(resident.locator("h1")).not_to_have_text(new)
    publish(desk, address)
    resident.goto(f"/foerderung/{slug}/")
    expect(resident.locator("h1")).to_have_text(new)


def open_call(page, title):
    page.goto(f"{CALLS}?q={title}")
    press(page, "#result_list tbody th a >> nth=0")


def rename(page, title, slug):
    page.locator("#id_title").fill(title)
    page.locator("#id_slug").fill(slug)
    press(page, "input[name=_continue]")
    expect(page.locator(SUCCESS)).to_be_visible()


def publish(page, address, note=""):
    page.goto(address)
    press(page, ".object-tools a[href$='/veroeffentlichen/']")
    if note:
        page.locator("#id_note").fill(note)
    press(page, ".call-act [type=submit]")
    expect(page.locator(SUCCESS)).to_be_visible()


def test_applicants_are_told_of_a_changed_rule(browse, portal):
    slug, call, draft = grants.new_call(portal, draft=True)
    desk, member = office.log_in(browse(), "foerderung"), browse()
    open_call(desk, call)
    desk.locator("#id_maximum").fill("1234")
    press(desk, "input[name=_continue]")
    expect(desk.locator("#unpublished-heading")).to_be_visible()
    member.goto(f"/foerderung/{slug}/")
    expect(member.locator(".glance")).not_to_contain_text("1.234")
    publish(desk, desk.url, NOTE)
    assert call in letter(portal, COLLEAGUE, NOTE)
    open_page(member, draft, COLLEAGUE)
    expect(member.locator(".edit-notice", has_text=NOTE)).to_be_visible()
    member.goto(f"/foerderung/{slug}/")
    expect(member.locator(".glance")).to_contain_text("1.234")
