"""The office's casework and what an association does with it, page by page as people click it in the browser."""

import re
from datetime import timedelta
from itertools import count

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.applying import NEXT, WRITER, open_page
from tests.browser.curating import SUCCESS, press
from tests.browser.mails import mails_to
from tests.faults.processes import wait_until

TODAY = timezone.localdate()
BODY = "Beirat (Demo)"
REASON = "Wir haben das mit dem Verein am Telefon geklärt."
QUESTION = "Bitte nennen Sie den Ort genauer: Welcher Hof ist es?"
CUT, WHY_LESS = "600", "Vergleichbare Bänke kosten weniger."
NEEDED, OPINION = "Im Hof kennen sich wenige Menschen.", "Das Fest erreicht viele, die neu sind."
GROUNDS = "Das Fest bringt die Nachbarschaft zusammen."
CASES, SESSIONS = "/admin/grants/application/", "/admin/grants/advisorysession/"
RELEASE = ".submit-row form:not([action]) .button"
SUBMIT = "main form:not([role=search]) .button[type=submit] >> nth=0"
# A demo call once more: with an advisory body, or with an application of the demo's association, brought so far.
MAKING = """
from datetime import timedelta
from django.utils import timezone
from grants import copying, demonstration_cases as cases, publishing
from grants.casework import asking, assessing, checking
from grants.models import Call
from organisations.models import User
now, until = timezone.now(), "{until}"
call = copying.copy(Call.objects.get(slug="kleine-feste-demo"))
call.slug, call.title, call.year = "{slug}", "{title}", now.year
call.i18n = {{key: text for key, text in call.i18n.items() if not key.startswith("title_")}}
call.advisory, call.advisory_name = not until, "{body}"
call.opens_at, call.closes_at = now - timedelta(days=10), now + timedelta(days=1)
call.project_from, call.project_until = [now.date() + timedelta(days=days) for days in (20, 200)]
call.save()
publishing.publish(call, None)
call.refresh_from_db()
office, second = [User.objects.get(email=f"{{name}}@demo.example") for name in ("foerderung", "entscheidung")]
if until:
    application = cases.submitted({{"call": call.slug, "association": 0, "title": "{project}"}})
if until not in ("", "submitted"):
    checking.take(application, office)
if until == "queried":
    cases.settle(application, office)
    asking.ask(application, office, ["projekt"], "{question}", now.date() + timedelta(days=10))
if until in ("deciding", "awarded"):
    cases.assess(application, office, {{}})
if until == "deciding":
    assessing.conclude(application, office)
if until == "awarded":
    cases.release(application, office, second, {{"until": until}})
print(call.pk, application.reference if until else "", application.pk if until else "")
"""
_numbers = count(1)


def new_call(portal, until="", project=""):
    """Its slug, its key, and of an application that was brought until there (submitted, checking, queried, deciding,
    awarded) the reference number and the key."""
    number = next(_numbers)
    slug, title = f"hofrunde-{number}", f"Hofrunde Nummer {number}"
    code = MAKING.format(slug=slug, title=title, until=until, project=project, body=BODY, question=QUESTION)
    return slug, *portal.manage("shell", "-v0", "-c", code).split()


def case_of(key):
    return f"{CASES}{key}/change/"


# Mails


def mail_about(portal, words, reference, address=WRITER):
    """The newest mail whose subject has these words and whose text names the case, as soon as it is there."""

    def found():
        return [one for one in mails_to(portal, address) if words in one["Subject"] and reference in text_of(one)]

    return text_of(wait_until(found)[-1])


def text_of(mail):
    return mail["Subject"] + "\n" + mail.get_body(["plain"]).get_content()


# The case file


def find(page, reference):
    """From the desk, over the list of new applications; ends at the case file, whose address it returns."""
    page.goto("/admin/")
    press(page, "#box-applications a")
    press(page, f"#result_list a:has-text('{reference}')")
    expect(page.locator(".case-head")).to_contain_text(reference)
    return page.url


def open_from_box(page, box, reference):
    """From the desk, over the list of what waits in a box."""
    page.goto("/admin/")
    press(page, f"#box-cases-{box} a")
    press(page, f"#result_list a:has-text('{reference}')")
    expect(page.locator("main")).to_contain_text(reference)


def take_step(page, step):
    """A step that asks for nothing but a note: its button in the file, then the page that says what it does."""
    press(page, f".case-steps a[href$='/schritt/{step}/']")
    confirm(page)


def confirm(page, button=SUBMIT):
    """Sends the page's form; what was done is told."""
    press(page, button)
    expect(page.locator(SUCCESS)).to_be_visible()


def expect_state(page, words):
    expect(page.locator(".case-head .badge").first).to_have_text(words)


def expect_refused(page, words):
    """Said in words, on a page that goes on."""
    expect(page.locator(".notice.error, .notice.warning").first).to_contain_text(words)
    expect(page.locator("h1")).to_be_visible()


# The formal check


def judge_otherwise(page):
    """The first point that is not fulfilled by itself, else the first; returns its name."""
    open_points = page.locator("#checking li:has(.badge.warm)")
    point = open_points.first if open_points.count() else page.locator("#checking li").first
    name = point.locator("h3").inner_text()
    with page.expect_navigation():
        point.locator("a[href*='/pruefung/']").click()
    page.locator("[name=verdict][value=yes]").check()
    page.locator("#id_reason").fill(REASON)
    confirm(page)
    expect(page.locator("#checking li", has_text=name).locator(".check-said")).to_contain_text(REASON)
    return name


def judge_all(page):
    while page.locator("#checking li .badge.warm").count():
        judge_otherwise(page)


def ask(page, section):
    """Names one section; looks at the mail before it goes out."""
    press(page, ".case-steps a[href$='/nachfordern/']")
    write_question(page, section)
    press(page, "[name=action][value=look]")
    expect(page.locator("main")).to_contain_text(QUESTION)
    expect(page.locator("[aria-labelledby=mail]")).to_contain_text("Das Amt fragt nach")
    confirm(page, "[name=action][value=send]")


def write_question(page, section):
    page.locator(f"[name=sections][value={section}]").check()
    page.locator("#id_text").fill(QUESTION)


# The association


def answer_query(page, place):
    """From the page of the question over the one section that is open, to the answer that is sent."""
    expect(page.locator(".query-asked")).to_contain_text(QUESTION)
    expect(page.locator(".task")).to_have_count(1)
    query = page.url
    press(page, ".task a[href*='/projekt/']")
    page.locator("#id_place").fill(place)
    press(page, NEXT)
    page.goto(query)
    press(page, ".next-steps a[href$='/nachforderung/antworten/']")
    expect(page.locator(".changes ins")).to_have_text([place])
    press(page, "[aria-labelledby=send] .button[type=submit]")
    expect(page.locator(SUCCESS)).to_be_visible()


def withdraw(page, reference):
    open_page(page, f"/antraege/{reference}/")
    press(page, "a[href$='/zurueckziehen/']")
    press(page, "main form .danger")
    expect(page.locator(SUCCESS)).to_be_visible()


def write(page, words):
    """A message, from either side."""
    page.locator("#id_text").fill(words)
    confirm(page, ".message-form .button[type=submit]")
    expect(page.locator(".conversation .message").first).to_contain_text(words)


def expect_nothing_beside(page):
    """The page is no wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


# Assessment


def cut(page):
    """The last cost line."""
    press(page, "#plan .case-actions a[href$='/kosten/']")
    page.locator("[name^=recognised-]").last.fill(CUT)
    page.locator("[name^=reason-]").last.fill(WHY_LESS)
    confirm(page, ".case-form-wide .button[type=submit]")
    expect(page.locator("#plan .cut-reason")).to_contain_text(WHY_LESS)


def appraise(page):
    """Proposes what the form begins with, the most that is possible; returns it as it stands there."""
    press(page, "#appraisal .case-actions a")
    page.locator("#id_need").fill(NEEDED)
    amount = page.locator("#id_amount").input_value()
    confirm(page, ".case-form-wide .button[type=submit]")
    expect(page.locator("#appraisal .case-appraisal")).to_contain_text(NEEDED)
    return amount


def score(page, points):
    """The same points for each criterion; until then nobody's averages are shown, afterwards they are."""
    expect(page.locator("#scores .score-total")).to_have_count(0)
    press(page, "#scores .case-actions a")
    for choice in page.locator(f"[name^=points-][value='{points}']").all():
        choice.check()
    for why in page.locator("[name^=why-]").all():
        why.fill(OPINION)
    confirm(page, ".case-form-wide .button[type=submit]")
    expect(page.locator("#scores .score-total strong")).to_be_visible()


# The session


def new_session(page, days=12):
    """Returns the address of its page."""
    page.goto(f"{SESSIONS}add/")
    page.locator("#id_body").fill(BODY)
    page.locator("#id_held_at").fill(f"{TODAY + timedelta(days=days)}T18:00:00")
    page.locator("#id_place").fill("Rathaus, Raum 1")
    page.locator("#id_quorum").fill("1")
    for seat in page.locator("[name=seated]").all():
        seat.check()
    confirm(page, "input[name=_save], button[name=_save]")
    expect(page.locator("h1")).to_contain_text(BODY)
    return page.url


def refer(page, session):
    """Onto the agenda of this session."""
    key = session_key(session)
    press(page, "#advising .case-actions a[href$='/tagesordnung/']")
    page.locator(f"[name=session][value='{key}']").check()
    confirm(page)


def session_key(session):
    return re.search(r"/(\d+)/", session)[1]


def download(page, css):
    """What a link brings as a file, and the name under which it is kept."""
    with page.expect_download() as waiting:
        page.locator(css).click()
    return waiting.value.path().read_bytes(), waiting.value.suggested_filename


def note_presence(page):
    """Everybody who has a seat is there."""
    press(page, ".session-steps a[href$='/anwesenheit/']")
    for seat in page.locator("[name=present]").all():
        seat.check()
    confirm(page)


def vote(page, title, choice):
    """Everybody who is present gives the same vote."""
    item = page.locator(".agenda > li", has_text=title)
    with page.expect_navigation():
        item.locator("a[href*='/abstimmung/']").click()
    for one in page.locator(f".vote-choices [value={choice}]").all():
        one.check()
    confirm(page, "[name=do][value=close]")


def close_session(page, words):
    press(page, ".session-steps a[href$='/niederschrift/']")
    page.locator("#id_minutes").fill(words)
    page.locator("#id_sure").check()
    confirm(page, "[name=do][value=close]")


# The decision


def prepare(page, kind, reasons=GROUNDS):
    """Ends at what goes out, which this person cannot release."""
    press(page, f"#deciding .case-actions a[href$='/entscheidung/{kind}/']")
    page.locator("#id_reasons").fill(reasons)
    press(page, ".deciding-form .button[type=submit]")
    expect(page.locator(SUCCESS)).to_be_visible()


def expect_not_to_release(page):
    expect(page.locator(".deciding-form .notice.warning")).to_be_visible()
    expect(page.locator(RELEASE)).to_have_count(0)


def release(page, reference):
    """From the desk of the second person."""
    open_from_box(page, "release", reference)
    press(page, "#deciding .case-actions a[href$='/freigabe/']")
    confirm(page, RELEASE)


# The letter


def open_letter(page, portal, reference, person=WRITER):
    """From the mail, over the application, to the letter that waits."""
    mail = mail_about(portal, "Brief", reference, person)
    (link,) = re.findall(r"https?://[^/\s]+(/\S+)", mail)[:1]
    open_page(page, link, person)
    if "/briefe/" not in page.url:
        press(page, ".to-do a[href*='/briefe/']")
    return mail


def fetch(page):
    """Agrees and fetches; returns the file and its name."""
    agrees = page.locator("#id_agrees")
    if agrees.count():
        agrees.check()
    return download(page, "[aria-labelledby=fetch] .button[type=submit]")
