"""How the pages of associations' people look, for eyes, fingers and screen readers."""

import pytest
from playwright.sync_api import expect

from tests.browser import office
from tests.browser.accounts import visit
from tests.browser.addresses import LANGUAGES
from tests.browser.conftest import Browsing
from tests.browser.curating import press
from tests.browser.members import answer, letter, log_in, open_work, paths, send
from tests.browser.test_accessibility import violations
from tests.browser.test_layout import MAIN_CONTROLS, OTHER_TARGETS, SMALL, STICKING_OUT

NAME, OWN = "Äpfel im Mondschein", "/konto/vereine/apfel-im-mondschein-spanischsprachiger-familienkreis/"
EDIT = f"{OWN}bearbeiten/"
SECTIONS = ("name", "texte", "themen", "ort", "oeffnungszeiten", "kontakte", "internet", "logo", "uebersetzungen")
OTHER = "/konto/mitmachen/baobab-im-regen-ghanaischer-familienverein/"
# With "errors" in the name the form is sent as it stands.
PAGES = {
    "overview": "/konto/",
    "find": "/konto/mitmachen/?q=mond",
    "ask to join, errors": OTHER,
    "register": "/konto/verein-anmelden/",
    "register, errors": "/konto/verein-anmelden/",
    "association": OWN,
    "people": f"{OWN}personen/",
    "invite, errors": f"{OWN}personen/einladen/",
    "leave": f"{OWN}verlassen/",
    "change of the board, errors": f"{OWN}vorstandswechsel/",
    "edit": EDIT,
    **{f"edit {section}": f"{EDIT}{section}/" for section in SECTIONS},
    "edit translations": f"{EDIT}uebersetzungen/ar/",
    "new contact, errors": f"{EDIT}kontakte/neu/",
    "new offer, errors": f"{EDIT}angebote/neu/",
    "proposals": f"{OWN}vorschlaege/",
    "own data": "/konto/daten/",
    "delete account, errors": "/konto/loeschen/",
}
PHONE, SUMMARY, REASON = "+49 69 90009 111", "Ausflüge zu den Quitten.", "Bitte nennen Sie auch die Spielgruppen."
DUE = "lernen@sternenkamel.example"


def faults(page, widths=(360, 1280), dark_rules="color-contrast"):
    """What is wrong with a page as it stands: axe on the first width, in the dark only what can differ there."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(STICKING_OUT)
        found += page.evaluate(SMALL, [MAIN_CONTROLS, 44]) + page.evaluate(SMALL, [OTHER_TARGETS, 24])
        yield from (f"{width}: {one}" for one in found)
    page.set_viewport_size({"width": widths[0], "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield from (f"light {one}" for one in violations(page))
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    only = {"type": "rule", "values": [dark_rules]}
    yield from (f"dark {one}" for one in violations(page, runOnly=only))


def faults_in_languages(page, path, has_errors=False, **options):
    for language, prefix in LANGUAGES.items():
        visit(page, prefix + path)
        if has_errors:
            send(page)
            expect(page.locator(".error-summary")).to_be_visible()
        yield from (f"{language} {one}" for one in faults(page, **options))


@pytest.fixture(scope="module")
def browsing(browser, portal):
    browsing = Browsing(browser, portal.origin)
    yield browsing
    assert browsing.end() == []


@pytest.fixture(scope="module")
def desk(browsing):
    return office.log_in(browsing())


@pytest.fixture(scope="module")
def signatory(browsing, desk):
    """Of an association of which one change waits and another one was sent back."""
    page = browsing()
    page.goto(f"{EDIT}texte/")
    log_in(page, "vorstand@demo.example")
    page.locator("#id_summary").fill(SUMMARY)
    send(page)
    page.goto(f"{EDIT}kontakte/")
    press(page, ".parts .actions a >> nth=0")
    page.locator("#id_phone").fill(PHONE)
    send(page)
    open_work(desk, "proposals", NAME)
    answer(desk, SUMMARY, "refused", REASON)
    press(desk, "[name=_save]")
    yield page
    page.goto(f"{OWN}vorschlaege/")
    while page.locator(".change form").count():
        press(page, ".change form button >> nth=0")


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_a_member_are_for_everybody(signatory, name):
    assert [*faults_in_languages(signatory, PAGES[name], "errors" in name)] == []


def test_likely_duplicates_are_for_everybody(signatory):
    page = signatory
    for prefix in LANGUAGES.values():
        page.goto(f"{prefix}/konto/verein-anmelden/")
        page.locator("#id_name").fill(NAME)
        page.locator("#id_legal_form").select_option(index=1)
        for field in ("summary", "message"):
            page.locator(f"#id_{field}").fill("Quitten")
        page.locator("#id_email").fill("quitten@demo.example")
        page.locator("#id_consent").check()
        send(page)
        expect(page.locator("#likely")).to_be_visible()
        assert [*faults(page)] == []


def test_taking_away_and_the_beginning_are_for_everybody(signatory, browsing):
    signatory.goto(f"{EDIT}angebote/")
    removal = signatory.locator(".parts .actions a").nth(1).get_attribute("href")
    assert [*faults_in_languages(signatory, removal)] == []
    newcomer = browsing()
    newcomer.goto("/konto/")
    log_in(newcomer, "neu@demo.example")
    assert [*faults_in_languages(newcomer, "/konto/")] == []


@pytest.mark.parametrize("box", ["proposals", "join_requests"])
def test_the_pages_where_the_office_decides_are_for_everybody(signatory, desk, box):
    open_work(desk, box, NAME)
    path = desk.url.partition(desk.url.split("/")[2])[2]
    assert [*faults_in_languages(desk, path, widths=(1024,))] == []


def test_an_invitation_is_for_everybody(signatory, browsing, portal):
    signatory.goto(f"{OWN}personen/einladen/")
    signatory.locator("#id_email").fill("gast@demo.example")
    signatory.locator("[name=role][value=editor]").check()
    send(signatory)
    stranger = browsing()
    link = paths(letter(portal, "gast@demo.example", "lädt Sie ein"))[0]
    assert [*faults_in_languages(stranger, link)] == []
    press(signatory, "[aria-labelledby=invited] button")


@pytest.mark.usefixtures("reminded")
def test_what_the_links_of_the_yearly_mail_show_is_for_everybody(browsing, portal):
    links = paths(letter(portal, DUE, "Sternenkamel"))
    page = browsing()
    for link in (links[0], links[-1]):
        assert [*faults_in_languages(page, link)] == []
        page.goto(link)
        send(page)
        assert [*faults(page)] == []
