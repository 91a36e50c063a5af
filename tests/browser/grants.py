"""An application from its first word to its reference number, as people write it in the browser."""

import io
import re
from datetime import timedelta
from itertools import count

import pikepdf
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests.browser.applying import COLLEAGUE, NEXT
from tests.browser.curating import press
from tests.browser.mails import mails_to
from tests.browser.members import log_in, send
from tests.faults.processes import wait_until

TODAY = timezone.localdate()
ASSOCIATION = {
    "contact_name": "Rosa Quitte",
    "contact_phone": "06151 123456",
    "contact_email": COLLEAGUE,
    "account_holder": "Äpfel im Mondschein e.V.",
    "iban": "DE02 1203 0000 0000 2020 51",
}
PROJECT = {
    "begins_on": (TODAY + timedelta(days=40)).isoformat(),
    "ends_on": (TODAY + timedelta(days=41)).isoformat(),
    "place": "Hof der Nachbarschaft, Kastanienweg 1",
    "participants": "60",
}
CHOICES = {
    "verein": {"charitable": "yes", "vat": "no"},
    "projekt": {"kind": "new", "topics": "arrival", "local": "yes", "begun": "no", "other_grants": "no"},
}
COST = {"label": "Bänke und Lampions", "amount": "700"}
OWN = {"amount": "150"}
HIGHEST = "550,00"  # what the own money leaves; 80 % of the cost would be more
# What the check may ask before the log-in; each call asks only what its rules need.
CHECKED = {"legal_form": "ev", "register": "yes", "charitable": "yes", "local": "yes", "begun": "no"}
REFERENCE = re.compile(r"20[0-9]{2}-DEM-[0-9]{4}")
# A demo call once more, open now and tomorrow, and perhaps a draft of the demo's association in it.
MAKING = """
from datetime import timedelta
from django.utils import timezone
from grants import copying, publishing
from grants.models import Call
from organisations.models import Membership
from tests.grants.factories import make_application
now = timezone.now()
call = copying.copy(Call.objects.get(slug="kleine-feste-demo"))
call.slug, call.title, call.year = "{slug}", "{title}", now.year
call.i18n = {{key: text for key, text in call.i18n.items() if not key.startswith("title_")}}
call.opens_at, call.closes_at = now - timedelta(days=1), now + timedelta(days=1)
call.project_from, call.project_until = [now.date() + timedelta(days=days) for days in (20, 200)]
call.save()
publishing.publish(call, None)
call.refresh_from_db()
if {draft}:
    organisation = Membership.objects.get(user__email="mitglied@demo.example").organisation
    print(make_application(organisation, call).handle)
"""
_numbers = count(1)


def new_call(portal, draft=False):
    """Its slug and its title, and with `draft` the address of an application that was begun."""
    number = next(_numbers)
    slug, title = f"hoffest-{number}", f"Hoffest Nummer {number}"
    said = portal.manage("shell", "-v0", "-c", MAKING.format(slug=slug, title=title, draft=draft))
    return (slug, title, f"/antraege/{said.split()[-1]}/") if draft else (slug, title)


def new_draft(portal):
    return new_call(portal, draft=True)[2]


# Before the log-in


def check(page):
    """Answers as far as it is asked, until the page says that the call fits."""
    for name, value in CHECKED.items():
        answer = page.locator(f"[name={name}][value={value}]")
        if answer.count():
            answer.check()
    page.locator("#id_begins_on").fill(PROJECT["begins_on"])
    page.locator("#id_ends_on").fill(PROJECT["ends_on"])
    for name, amount in {"eligible_cost": "700", "own": "150"}.items():
        page.locator(f"#id_{name}").fill(amount)
    press(page, ".check-form [type=submit]")
    expect(page.locator(".check-overall.is-yes")).to_be_visible()
    expect(page.locator(".check-sum")).to_contain_text(HIGHEST)


# Writing


def begin(page, slug, person=COLLEAGUE, prefix=""):
    """From the page of a call, over the log-in, to the list of what is to be done."""
    page.goto(f"{prefix}/foerderung/{slug}/")
    press(page, ".glance a[href$='/antrag/']")
    if page.locator("#id_login").count():
        log_in(page, person)
    send(page)
    expect(page.locator(".task")).to_have_count(6)


def write(page, title):
    """Fills page after page as each leads to the next; ends where the answers are checked."""
    press(page, ".task a >> nth=0")
    fill_association(page)
    go_on(page, "projekt")
    fill_project(page, title)
    go_on(page, "inhalt")
    for question in page.locator("textarea[name^=q-]").all():
        question.fill("Im Hof kennen sich viele noch nicht.")
    go_on(page, "plan")
    fill_plan(page)
    go_on(page, "anlagen")
    add_papers(page)
    press(page, ".buttons .button >> nth=0")
    for declaration in page.locator("[name^=d-]").all():
        declaration.check()
    go_on(page, "pruefen")


def go_on(page, section):
    press(page, NEXT)
    expect_section(page, section)


def expect_section(page, name):
    """The mark of a place stays in the address from page to page."""
    expect(page).to_have_url(re.compile(f"/{name}/(#.*)?$"))


def fill(page, texts, choices=None):
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)
    for name, value in (choices or {}).items():
        page.locator(f"[name={name}][value={value}]").check()


def fill_association(page):
    fill(page, ASSOCIATION, CHOICES["verein"])


def fill_project(page, title):
    fill(page, {"title": title} | PROJECT, CHOICES["projekt"])


def fill_cost(page, line=0, **texts):
    page.locator(f"#id_kosten-{line}-category").select_option("material")
    fill(page, {f"kosten-{line}-{name}": text for name, text in (COST | texts).items()})


def fill_plan(page):
    """Ends with the highest possible sum as the requested one."""
    fill_cost(page)
    page.locator("#id_einnahmen-0-kind").select_option("own")
    fill(page, {f"einnahmen-0-{name}": text for name, text in OWN.items()})
    press(page, "[name=action][value=highest]")
    expect(page.locator("#id_requested")).to_have_value(HIGHEST)
    expect(page.locator("#plan-figures .plan-remark.good")).to_be_visible()


# Papers


def add_papers(page):
    """Wherever one is still missing; what the association sent with an earlier application is on file."""
    missing = page.locator(".paper:has(.badge.warm)")
    for number in range(missing.count(), 0, -1):
        missing.first.locator("[type=file]").set_input_files(picture() if number == 1 else sheet())
        press(page, ".paper:has(.badge.warm) .paper-form [type=submit] >> nth=0")
        expect(missing).to_have_count(number - 1)


def sheet():
    with pikepdf.new() as pdf, io.BytesIO() as file:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file)
        return {"name": "Satzung.pdf", "mimeType": "application/pdf", "buffer": file.getvalue()}


def picture():
    with io.BytesIO() as file:
        Image.new("RGB", (300, 200), "white").save(file, "PNG")
        return {"name": "Register.png", "mimeType": "image/png", "buffer": file.getvalue()}


# Submitting


def submit(page):
    """Returns the reference number."""
    press(page, "form[action$='/einreichen/'] .button")
    expect_section(page, "eingereicht")
    return REFERENCE.fullmatch(page.locator(".reference").inner_text())[0]


def pdf_of(page):
    """What the link of a page brings."""
    address = page.locator("a[href$='/antrag.pdf']").first.get_attribute("href")
    return page.context.request.get(address).body()


def receipt(portal, address, reference):
    """The mail with this reference number, as soon as it is there."""

    def found():
        return [
            mail for mail in mails_to(portal, address) if reference in mail["Subject"] and [*mail.iter_attachments()]
        ]

    (mail,) = wait_until(found)
    return mail
