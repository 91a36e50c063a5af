"""Cases of the office, from the submission to the letter that an association fetches, and what can come between."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import casework, grants, office
from tests.browser.applying import WRITER, open_page
from tests.browser.curating import press
from tests.browser.members import paths
from tests.browser.test_accessibility import SCHEMES, violations
from tests.papers import text_of

HARD = pytest.mark.parametrize(
    "settings",
    [{"javascript": False}, {"width": 360, "height": 740}],
    ids=["without JavaScript", "on a phone"],
)
PLACE = "Kastanienhof, Kastanienweg 7"
WHY_NOT = "Für dieses Jahr gibt es im Hof schon ein Fest."
ASKED, REPLIED = "Dürfen wir die Bänke leihen statt kaufen?", "Ja, leihen ist günstiger und geht."
PERSONAL = [grants.ASSOCIATION["contact_name"], grants.ASSOCIATION["iban"], grants.ASSOCIATION["iban"].replace(" ", "")]


# From the submission to the letter


def test_an_application_goes_from_its_submission_to_the_fetched_notice(browse, portal):
    slug, _call = casework.new_call(portal)
    title = f"Lichterfest zu {slug}"
    association, worker = browse(), office.log_in(browse(), "foerderung")
    second, member = office.log_in(browse(), "entscheidung"), office.log_in(browse(), "beirat")
    reference = apply(association, slug, title)
    case = check_and_ask(worker, reference)
    answer(association, portal, reference, title)
    read_the_answer(worker, reference)
    assess(worker, second, case)
    advise(worker, member, case, title)
    decide(worker, second, case, reference)
    paper = receive(association, portal, reference)
    worker.goto(case)
    expect(worker.locator("#letters .badge.ok")).to_contain_text("Abgerufen")
    expect_authentic(browse(), paper)


def apply(page, slug, title):
    grants.begin(page, slug, WRITER)
    grants.write(page, title)
    return grants.submit(page)


def check_and_ask(page, reference):
    """Returns the address of the case file."""
    case = casework.find(page, reference)
    casework.take_step(page, "take")
    casework.expect_state(page, "formale Prüfung")
    casework.judge_otherwise(page)
    casework.ask(page, "projekt")
    casework.expect_state(page, "wartet auf den Verein")
    return case


def answer(page, portal, reference, title):
    """From the mail; only the page that was named can be changed."""
    mail = casework.mail_about(portal, "Das Amt fragt nach", reference)
    assert casework.QUESTION not in mail
    page.goto("/antraege/")
    row = page.locator(".application-row", has_text=title)
    expect(row.locator(".badge.warm")).to_be_visible()
    press(page, f".application-row a:has-text('{title}')")
    press(page, ".to-do a[href$='/nachforderung/']")
    assert page.url.endswith(paths(mail)[0])
    page.goto(f"/antraege/{reference}/plan/")
    expect(page.locator("#id_requested")).to_have_count(0)
    open_page(page, paths(mail)[0])
    casework.answer_query(page, PLACE)
    casework.mail_about(portal, "Ihre Antwort", reference)


def read_the_answer(page, reference):
    casework.open_from_box(page, "answers", reference)
    newest = page.locator("#sent .case-version").first
    expect(newest.locator("> summary")).to_contain_text("Fassung 2")
    expect(newest.locator(".changes ins")).to_contain_text(PLACE)
    expect(newest.locator(".changes del")).to_contain_text(grants.PROJECT["place"])
    casework.judge_all(page)
    casework.take_step(page, "pass")


def assess(worker, second, case):
    casework.cut(worker)
    casework.appraise(worker)
    casework.score(worker, 4)
    second.goto(case)
    casework.score(second, 2)
    expect(second.locator("#scores .score-read").first).to_contain_text("3,0")


def advise(worker, member, case, title):
    session = casework.new_session(worker)
    worker.goto(case)
    casework.refer(worker, session)
    worker.goto(session)
    paper, _name = casework.download(worker, ".session-tools a[href$='/tagesordnung.pdf']")
    assert title in text_of(paper)
    press(worker, ".session-steps a[href$='/einladen/']")
    casework.confirm(worker)
    read_papers(member, session, title)
    casework.note_presence(worker)
    casework.vote(worker, title, "for")
    casework.close_session(worker, "Der Beirat hat lange über den Hof gesprochen.")
    paper, _name = casework.download(worker, ".session-tools a[href$='/niederschrift.pdf']")
    assert "lange über den Hof gesprochen" in text_of(paper)


def read_papers(page, session, title):
    """The member finds the session at the desk; what they read names nobody and no account."""
    page.goto("/admin/")
    press(page, f".desk-items a[href*='/advisorysession/{casework.session_key(session)}/'] >> nth=0")
    paper, _name = casework.download(page, ".session-tools a[href$='/unterlagen.pdf']")
    words = text_of(paper)
    assert title in words
    assert [one for one in PERSONAL if one in words or one in page.content()] == []


def decide(worker, second, case, reference):
    worker.goto(case)
    casework.prepare(worker, "award")
    casework.expect_not_to_release(worker)
    casework.release(second, reference)
    casework.expect_state(second, "bewilligt")


def receive(page, portal, reference):
    """Returns the letter."""
    mail = casework.open_letter(page, portal, reference)
    assert casework.GROUNDS not in mail
    paper, name = casework.fetch(page)
    assert (paper[:4], name[:13]) == (b"%PDF", reference)
    assert casework.GROUNDS in " ".join(text_of(paper).split())
    page.reload()
    expect(page.locator(".standing .facts")).to_contain_text("bekannt gegeben")
    return paper


def expect_authentic(page, paper):
    """Whoever has the letter can ask without an account; the answer names nobody."""
    fingerprint = re.search(r"(?:[0-9a-f]{8}\s*){8}", text_of(paper))[0]
    page.goto("/echtheit/")
    page.locator("[name=fingerabdruck]").fill(fingerprint)
    press(page, "[aria-labelledby=by-fingerprint] [type=submit]")
    expect(page.locator("h1")).to_contain_text("ausgestellt")
    words = page.locator("main").inner_text()
    assert [one for one in (*PERSONAL, "Quitte") if one in words] == []


# What ends otherwise


def test_a_rejection_is_read_by_the_association(browse, portal):
    """Whoever has prepared it cannot release it, even with the right to release."""
    _slug, _call, reference, key = casework.new_call(portal, "deciding", "Hoffest ohne Lampions")
    head, second, association = office.log_in(browse(), "leitung"), office.log_in(browse(), "entscheidung"), browse()
    head.goto(casework.case_of(key))
    casework.prepare(head, "rejection", WHY_NOT)
    casework.expect_not_to_release(head)
    casework.release(second, reference)
    casework.expect_state(second, "abgelehnt")
    casework.open_letter(association, portal, reference)
    paper, _name = casework.fetch(association)
    assert WHY_NOT in " ".join(text_of(paper).split())
    association.goto(f"/antraege/{reference}/")
    expect(association.locator(".standing .badge").first).to_have_text("abgelehnt")


def test_a_withdrawal_meets_an_office_that_has_the_case_open(browse, portal):
    """Two pages of the office were opened before; both answer in words."""
    _slug, _call, reference, key = casework.new_call(portal, "checking", "Hoffest, das ausfällt")
    step, association = office.log_in(browse(), "foerderung"), browse()
    step.goto(casework.case_of(key))
    casework.judge_all(step)
    question = step.context.new_page()
    question.goto(step.url.replace("/change/", "/nachfordern/"))
    casework.write_question(question, "projekt")
    press(step, ".case-steps a[href$='/schritt/pass/']")
    casework.withdraw(association, reference)
    for page, button in ((step, casework.SUBMIT), (question, "[name=action][value=look]")):
        press(page, button)
        casework.expect_refused(page, "zurückgezogen")
        casework.expect_state(page, "zurückgezogen")
        expect(page.locator(".case-steps a")).to_have_count(0)


def test_the_association_writes_and_the_office_answers(browse, portal):
    _slug, _call, reference, _key = casework.new_call(portal, "checking", "Hoffest mit Fragen")
    association, worker = browse(), office.log_in(browse(), "foerderung")
    open_page(association, f"/antraege/{reference}/")
    press(association, ".actions a[href$='/nachrichten/']")
    casework.write(association, ASKED)
    casework.open_from_box(worker, "messages", reference)
    expect(worker.locator("#conversing .message")).to_contain_text(ASKED)
    press(worker, "#conversing .case-actions a")
    casework.write(worker, REPLIED)
    assert REPLIED not in casework.mail_about(portal, "Nachricht", reference)
    association.goto(f"/antraege/{reference}/")
    press(association, ".to-do a[href$='/nachrichten/']")
    expect(association.locator(".conversation .message").first).to_contain_text(REPLIED)
    worker.reload()
    expect(worker.locator(".conversation .message").first.locator(".badge")).to_have_count(0)


# The association's part wherever it is done


@HARD
def test_a_question_is_answered(browse, portal, settings):
    _slug, _call, reference, _key = casework.new_call(portal, "queried", "Hoffest mit Nachfrage")
    page = browse(**settings)
    mail = casework.mail_about(portal, "Das Amt fragt nach", reference)
    open_page(page, paths(mail)[0])
    casework.expect_nothing_beside(page)
    casework.answer_query(page, PLACE)
    casework.expect_nothing_beside(page)
    expect(page.locator(".to-do")).to_have_count(0)


@HARD
def test_a_letter_is_fetched(browse, portal, settings):
    """Without the consent nothing is fetched; with it, the file is there, and the day of service stands beside it."""
    _slug, _call, reference, _key = casework.new_call(portal, "awarded", "Hoffest mit Zusage")
    page = browse(**settings)
    casework.open_letter(page, portal, reference)
    casework.expect_nothing_beside(page)
    press(page, "[aria-labelledby=fetch] .button[type=submit]")
    expect(page.locator("#id_agrees[aria-invalid=true]")).to_be_visible()
    paper, _name = casework.fetch(page)
    assert paper.startswith(b"%PDF")
    page.goto(f"/antraege/{reference}/briefe/")
    casework.expect_nothing_beside(page)
    expect(page.locator(".rows")).to_contain_text("bekannt gegeben")


# For everybody


@pytest.fixture(scope="module")
def addresses(portal):
    """{name: (who reads it, where)}"""
    _slug, _call, queried, _key = casework.new_call(portal, "queried", "Hoffest zum Ansehen")
    _slug, _call, awarded, key = casework.new_call(portal, "awarded", "Hoffest zum Lesen")
    _slug, call, _reference, _key = casework.new_call(portal, "deciding", "Hoffest zum Entscheiden")
    return {
        "case file": ("foerderung", casework.case_of(key)),
        "query": ("vorstand", f"/antraege/{queried}/nachforderung/"),
        "letters": ("vorstand", f"/antraege/{awarded}/briefe/"),
        "session": ("foerderung", casework.SESSIONS),
        "many decisions": ("foerderung", f"/admin/grants/call/{call}/rangliste/entscheiden/?bis=1"),
    }


@pytest.mark.parametrize("name", ["case file", "query", "letters", "session", "many decisions"])
def test_axe_finds_nothing(browse, addresses, name):
    who, address = addresses[name]
    page = browse()
    open_page(page, address, f"{who}@demo.example")
    if name == "session":
        press(page, "#result_list tbody th a >> nth=0")
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.reload()
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        found[scheme] = violations(page)
    assert found == {scheme: [] for scheme in SCHEMES}
