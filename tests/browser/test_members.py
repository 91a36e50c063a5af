"""People come to speak for an association and keep its entry right; the office answers; residents read it."""

import json
import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from tests.browser import office
from tests.browser.curating import press
from tests.browser.finder import LIST, hits
from tests.browser.keyboard import Hands
from tests.browser.members import (
    NOTICE,
    PASSWORD,
    answer,
    code_for,
    letter,
    log_in,
    lose_session,
    new_account,
    open_work,
    paths,
    send,
    sign_up,
)
from tests.browser.portal import STAFF_PASSWORD

SCRIPTS = pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])


def home(slug):
    return f"/konto/vereine/{slug}/"


def follow(page, path):
    """A link in the page itself."""
    press(page, f"main a[href='{path}'] >> nth=0")


# From the first visit to what residents read

JOINED = {
    False: ("Jasminboot", "jasminboot-tunesischer-kultur-und-bildungskreis"),
    True: ("Papyruslaterne", "papyruslaterne-nilfreunde-fur-sprache-und-kunst"),
}
SUMMARY = "Lesungen, Kalligrafie und Kochen. Neu: der Lesekreis am Freitag."
PHONE = "+49 69 90009 999"
WEBSITE, REASON = "https://neue-seite.example", "Diese Adresse antwortet uns nicht."


@SCRIPTS
def test_a_member_joins_and_proposes_and_the_office_accepts_two_fields_of_three(browse, portal, javascript):
    name, slug = JOINED[javascript]
    address = f"schriftfuehrung-{name.lower()}@demo.example"
    page, desk = browse(javascript=javascript), office.log_in(browse(javascript=javascript))
    new_account(page, portal, address)
    ask_to_join(page, name, slug)
    let_join(desk, name)
    page.goto(paths(letter(portal, address, "angenommen"))[0])
    expect(page.locator("h1")).to_contain_text(name)

    propose(page, slug)
    resident = browse(javascript=javascript)
    expect_public(resident, slug, summary=False, phone=False, website=False)
    decide(desk, name)
    expect_public(resident, slug, summary=True, phone=True, website=False)
    assert REASON in letter(portal, address, "Zurückgeschickt")
    revise(page, slug)


def ask_to_join(page, name, slug):
    follow(page, "/konto/mitmachen/")
    page.locator("#q").fill(name)
    press(page, "main form[role=search] button")
    follow(page, f"/konto/mitmachen/{slug}/")
    page.locator("[name=role][value=editor]").check()
    page.locator("#id_message").fill("Ich bin die Schriftführerin.")
    send(page)
    expect(page.locator("main", has_text="Ihre offenen Anfragen")).to_contain_text(name)


def let_join(desk, name):
    open_work(desk, "join_requests", name)
    expect(desk.locator("#content-main")).to_contain_text("Ich bin die Schriftführerin.")
    press(desk, "button[value=accept]")
    expect(desk.locator(".messagelist .success")).to_be_visible()


def propose(page, slug):
    follow(page, f"{home(slug)}bearbeiten/")
    change_field(page, slug, "texte", "summary", SUMMARY)
    follow(page, f"{home(slug)}bearbeiten/kontakte/")
    press(page, ".parts .actions a >> nth=0")
    page.locator("#id_phone").fill(PHONE)
    send(page)
    expect(page.locator(".parts .badge.warm")).to_be_visible()
    press(page, ".back a")
    change_field(page, slug, "internet", "website", WEBSITE)


def change_field(page, slug, section, field, text):
    follow(page, f"{home(slug)}bearbeiten/{section}/")
    page.locator(f"#id_{field}").fill(text)
    send(page)
    expect(page.locator(NOTICE)).to_contain_text("wartet auf das Amt")


def expect_public(page, slug, summary, phone, website):
    page.goto(f"{LIST}{slug}/")
    shown = page.locator("main").inner_text()
    website_shown = WEBSITE.removeprefix("https://")
    assert (SUMMARY in shown, PHONE in shown, website_shown in shown) == (summary, phone, website)


def decide(desk, name):
    open_work(desk, "proposals", name)
    answer(desk, SUMMARY, "accepted")
    answer(desk, PHONE, "accepted")
    answer(desk, WEBSITE, "refused", REASON)
    press(desk, "[name=_save]")
    expect(desk.locator(".messagelist .success")).to_have_count(2)


def revise(page, slug):
    """Begins with what was proposed; in the end the member takes it back."""
    page.goto("/konto/")
    follow(page, f"{home(slug)}vorschlaege/")
    expect(page.locator(".change .mark.bad")).to_contain_text(REASON)
    press(page, ".change .actions a >> nth=0")
    expect(page.locator("#id_website")).to_have_value(WEBSITE)
    page.locator("#id_website").fill(f"{WEBSITE}/verein")
    send(page)
    page.goto(f"{home(slug)}vorschlaege/")
    expect(page.locator(".change dd").nth(1)).to_have_text(f"{WEBSITE}/verein")
    press(page, ".change form button")
    expect(page.locator(NOTICE)).to_be_visible()


# The link in the yearly mail

DUE = {
    False: ("Purpurhafen", "purpurhafen-griechischer-elternverein", "limani@purpurhafen.example"),
    True: ("Zedernschaukel", "zedernschaukel-libanesischer-eltern-und-kinderverein", "eltern@zedernschaukel.example"),
}


@SCRIPTS
@pytest.mark.usefixtures("reminded")
def test_an_entry_is_confirmed_by_a_click_behind_the_link_of_a_mail(browse, portal, javascript):
    name, slug, address = DUE[javascript]
    page, today = browse(javascript=javascript), date_format(timezone.localdate())
    link = paths(letter(portal, address, name))[0]
    page.goto(link)
    page.reload()
    assert today not in confirmed_on(browse(javascript=javascript), slug)
    send(page)
    expect(page.locator("h1")).to_contain_text("bestätigt")
    assert today in confirmed_on(page, slug)
    page.goto(link)
    expect(page.locator("main form")).to_have_count(0)


def confirmed_on(page, slug):
    page.goto(f"{LIST}{slug}/")
    return page.locator(".entry-end").inner_text()


# An association that is not in the directory yet

TWIN = "Papyruslaterne"
NEW = {False: "Papyruslaterne – Töpferkreis Olivenlehm e.V.", True: "Papyruslaterne – Ruderkreis Olivenkahn e.V."}


@SCRIPTS
def test_a_new_association_is_registered_published_and_found(browse, portal, javascript):
    name = NEW[javascript]
    word = name.split()[-2]
    address = f"{word.lower()}@demo.example"
    page, resident = browse(javascript=javascript), browse(javascript=javascript)
    new_account(page, portal, address)
    register(page, name)
    expect(page.locator("#likely ~ ul a").first).to_contain_text(TWIN)
    press(page, "[name=other]")
    expect(page.locator("h1")).to_have_text(name)
    resident.goto(f"{LIST}?q={word}")
    expect(hits(resident).filter(has_text=word)).to_have_count(0)

    desk = office.log_in(browse(javascript=javascript))
    open_work(desk, "registrations", word)
    press(desk, "button[value=accept]")
    page.goto(paths(letter(portal, address, "veröffentlicht"))[0])
    expect(page.locator("h1")).to_have_text(name)
    resident.goto(f"{LIST}?q={word}")
    expect(hits(resident)).to_have_text([name])


def register(page, name):
    follow(page, "/konto/verein-anmelden/")
    page.locator("#id_name").fill(name)
    page.locator("#id_legal_form").select_option(index=1)
    page.locator("#id_summary").fill("Wir treffen uns jede Woche am Wasser.")
    page.locator("#id_email").fill("verein@quitten.example")
    page.locator("#id_message").fill("Ich habe den Verein gegründet.")
    page.locator("#id_consent").check()
    send(page)


# A board changes


def test_a_signatory_invites_a_successor_hands_over_and_leaves(browse, portal):
    slug, successor = "aprikosenflote-armenischer-musik-und-sprachverein", "nachfolge@demo.example"
    leaver, comer = browse(), browse()
    leaver.goto(f"{home(slug)}personen/")
    log_in(leaver, "fremd@demo.example")
    follow(leaver, f"{home(slug)}personen/einladen/")
    leaver.locator("#id_email").fill(successor)
    leaver.locator("[name=role][value=editor]").check()
    send(leaver)
    accept_invitation(comer, portal, slug, successor)
    hand_over(leaver, slug, successor)
    leave(leaver, slug)
    comer.goto(f"{home(slug)}personen/")
    expect(comer.locator(".rows li", has_text=successor)).to_contain_text("zeichnungsberechtigt")
    expect(comer.locator("details", has_text="Demo Fremd")).to_have_count(1)


def accept_invitation(page, portal, slug, address):
    page.goto(paths(letter(portal, address, "lädt Sie ein"))[0])
    press(page, "main a[href*='/signup/']")
    sign_up(page, portal, address)
    send(page)
    expect(page).to_have_url(re.compile(f"{home(slug)}$"))


def hand_over(page, slug, successor):
    page.goto(f"{home(slug)}vorstandswechsel/")
    page.get_by_label(successor).check()
    send(page)
    expect(page.locator(NOTICE)).to_be_visible()


def leave(page, slug):
    follow(page, f"{home(slug)}verlassen/")
    send(page)
    expect(page).to_have_url(re.compile("/konto/$"))
    assert page.request.get(home(slug)).status == 404


# What somebody typed survives a log-in


def test_what_was_typed_before_the_log_in_is_offered_afterwards(browse, portal):
    page, address, text = browse(), "vergesslich@demo.example", "Wir treffen uns auf dem Quittenfloß."
    new_account(page, portal, address)
    page.goto("/konto/verein-anmelden/")
    page.locator("#id_summary").fill(text)
    lose_session(page)
    send(page)
    log_in(page, address, PASSWORD)
    expect(page).to_have_url(re.compile("/konto/verein-anmelden/$"))
    expect(page.locator(".notice.info")).to_contain_text("behalten")
    expect(page.locator("#id_summary")).to_have_value(text)


def test_a_form_that_is_sent_after_a_log_in_elsewhere_is_offered_again(browse):
    page, text = browse(), "Spielgruppen und Ausflüge. Neu: Quittenfest."
    path = f"{home('apfel-im-mondschein-spanischsprachiger-familienkreis')}bearbeiten/texte/"
    page.goto(path)
    log_in(page, "vorstand@demo.example")
    page.locator("#id_summary").fill(text)
    lose_session(page)
    other = page.context.new_page()
    other.goto("/konto/login/")
    log_in(other, "vorstand@demo.example")
    send(page)
    expect(page).to_have_url(re.compile(f"{path}$"))
    expect(page.locator("#id_summary")).to_have_value(text)


# The end


def test_a_member_takes_their_data_along_and_deletes_the_account(browse, portal):
    page, address = browse(), "abschied@demo.example"
    new_account(page, portal, address)
    follow(page, "/konto/daten/")
    send(page)
    page.locator("#id_password").fill(PASSWORD)
    with page.expect_download() as download:
        page.locator("#id_password").press("Enter")
    assert address in json.dumps(json.loads(download.value.path().read_text()))
    page.goto("/konto/daten/")
    follow(page, "/konto/loeschen/")
    page.locator("#id_email").fill(address)
    page.locator("#id_understood").check()
    send(page)
    expect(page.locator(".notice")).to_contain_text("gelöscht")
    letter(portal, address, "gelöscht")
    page.goto("/konto/login/")
    log_in(page, address, PASSWORD)
    expect(page.locator(".error-summary")).to_be_visible()


# Without a mouse


def hands_of(browse):
    return Hands(browse(reduced_motion="reduce"))


def test_somebody_asks_to_join_by_keyboard_alone(browse, portal):
    hands, address = hands_of(browse), "tastatur@demo.example"
    hands.page.goto("/konto/login/")
    hands.follow("main a[href='/konto/signup/']")
    hands.write("#id_email", address)
    hands.write("#id_password1", PASSWORD)
    hands.enter()
    hands.write("#id_code", code_for(portal, address))
    hands.enter()
    hands.follow("main a[href='/konto/mitmachen/']")
    hands.write("#q", "Baobab")
    hands.enter()
    hands.follow("main .rows .button")
    hands.to("[name=role]:checked")
    hands.keyboard.press("ArrowDown")
    hands.write("#id_message", "Ich leite den Chor.")
    hands.follow("main form .button")
    expect(hands.page.locator(".rows")).to_contain_text("zeichnungsberechtigt")
    hands.follow(".rows button")
    expect(hands.page.locator(".rows")).to_have_count(0)


def test_a_change_is_proposed_sent_back_and_revised_by_keyboard_alone(browse):
    hands, text = hands_of(browse), "https://quitten-im-mondschein.example"
    propose_website(hands, text)
    send_back(hands_of(browse), "Äpfel im Mondschein", text)
    hands.follow(".account-nav a[href='/konto/']")
    hands.follow("#waiting ~ ul a[href$='/vorschlaege/'] >> nth=0")
    hands.follow(f".change:has(.bad):has-text('{text}') .actions a")
    hands.write("#id_website", f"{text}/neu")
    hands.follow(".sheet .button[type=submit]")
    hands.follow(".edit-notice a")
    hands.follow(f".change:has-text('{text}/neu') form button")
    expect(hands.page.locator(NOTICE)).to_be_visible()


def propose_website(hands, text):
    hands.page.goto("/konto/login/")
    hands.write("#id_login", "mitglied@demo.example")
    hands.write("#id_password", STAFF_PASSWORD)
    hands.enter()
    hands.follow(".own-cards a")
    hands.follow(".own-ways a[href$='/bearbeiten/']")
    hands.follow(".tasks a[href$='/internet/']")
    hands.write("#id_website", text)
    hands.follow(".sheet .button[type=submit]")


def send_back(hands, name, text):
    change = f".change:has-text('{text}')"
    office.log_in(hands.page)
    hands.follow("#box-proposals a")
    hands.follow(f"#result_list a:has-text('{name}') >> nth=0")
    hands.to(f"{change} [type=radio]:checked")
    hands.keyboard.press("ArrowUp")
    hands.write(f"{change} textarea", REASON)
    hands.follow("[name=_save]")
    expect(hands.page.locator(".messagelist .success")).to_be_visible()
