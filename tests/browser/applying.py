"""Somebody writes an application in the browser: what they type, and what the page shows of it."""

import re
from itertools import count

from playwright.sync_api import expect

from tests.browser.members import log_in

WRITER, COLLEAGUE = "vorstand@demo.example", "mitglied@demo.example"
# Text boxes of the page about the project; what people really type, with breaks, quotes and other scripts.
TEXTS = {
    "title": 'Lesen & „Schreiben" <für> Kinder 🎉',
    "events": "dienstags, 16 Uhr\n\nfreitags: ሰላም مرحبا",
    "place": "Nachbarschaftsheim, Raum 3",
    "participants": "25",
    "partners": "Schule #1; 50 % der Eltern",
    "other_grants_text": "Stiftung: 300 €, noch keine Antwort",
}
DAYS = {"begins_on": "2027-03-01", "ends_on": "2027-06-30"}
CHOICES = {"kind": "continuation", "local": "unsure", "begun": "no", "other_grants": "yes"}
TOPICS, DISTRICT = ["anti-discrimination", "arrival"], "500"
TYPED = TEXTS | DAYS | CHOICES | {"topics": TOPICS, "district": DISTRICT}
NEXT = "main form [name=action][value=next]"
# A call that closes in so many seconds, and a draft of the writer's association.
MAKING = """
from datetime import timedelta
from django.utils import timezone
from grants import publishing
from grants.models import Application, Call
from organisations.models import Membership
from tests.grants.factories import make_application, make_call, make_programme
number, seconds = {number}, {seconds}
programme = make_programme(slug=f"nichts-{{number}}", code=f"N{{chr(65 + number // 26)}}{{chr(65 + number % 26)}}")
closes = timezone.now() + timedelta(seconds=seconds)
call = make_call(programme, publish=False, slug=f"nichts-{{number}}", closes_at=closes)
call.papers.create(key="freistellung", name="Freistellungsbescheid", on_file="exemption")
publishing.publish(call, None)
call.refresh_from_db()
organisation = Membership.objects.get(user__email="{writer}").organisation
print(make_application(organisation, call).handle)
"""
# A draft that lacks nothing, of a call that can be closed in the middle.
COMPLETING = """
from grants.models import Call
from organisations.models import Membership
from tests.grants.factories import make_application, make_call, make_programme, type_section
from tests.grants.submitting.making import PLAN, PROJEKT, VEREIN
number = {number}
programme = make_programme(slug=f"nichts-{{number}}", code=f"N{{chr(65 + number // 26)}}{{chr(65 + number % 26)}}")
call = make_call(programme, slug=f"nichts-{{number}}", contact_phone="{phone}")
member = Membership.objects.get(user__email="{writer}")
draft = make_application(member.organisation, call)
for key, typed in dict(verein=VEREIN, projekt=PROJEKT, plan=PLAN).items():
    type_section(draft, key, member.user, **typed)
print(draft.handle)
"""
CLOSING = """
from datetime import timedelta
from django.utils import timezone
from grants import publishing
from grants.models import Application
call = Application.objects.get(draft_key="{key}").call
call.closes_at = timezone.now() - timedelta(seconds=2)
call.save()
publishing.publish(call, None)
"""
PHONE = "06151 13-9999"
_numbers = count()


def new_draft(portal, seconds=24 * 60 * 60):
    """The address of a draft; its call closes in so many seconds."""
    code = MAKING.format(number=next(_numbers), seconds=seconds, writer=WRITER)
    return f"/antraege/{portal.manage('shell', '-v0', '-c', code).split()[-1]}/"


def complete_draft(portal):
    """The address of a draft that could be submitted."""
    code = COMPLETING.format(number=next(_numbers), writer=WRITER, phone=PHONE)
    return f"/antraege/{portal.manage('shell', '-v0', '-c', code).split()[-1]}/"


def close_call(portal, draft):
    portal.manage("shell", "-v0", "-c", CLOSING.format(key=draft.strip("/").split("/")[-1]))


def open_page(page, path, person=WRITER):
    """Logs in if need be."""
    page.goto(path)
    if page.locator("#id_login").count():
        log_in(page, person)


def type_all(page, **others):
    for name, text in (TEXTS | DAYS | others).items():
        page.locator(f"#id_{name}").fill(text)
    for name, value in CHOICES.items():
        page.locator(f"[name={name}][value={value}]").check()
    for code in TOPICS:
        page.locator(f"[name=topics][value={code}]").check()
    page.locator("#id_district").select_option(DISTRICT)


def shown(page):
    """What stands in the page's form, named as TYPED names it."""
    found = {name: page.locator(f"#id_{name}").input_value() for name in (TEXTS | DAYS)}
    found |= {name: "".join(checked(page, name)) for name in CHOICES}
    return found | {"topics": checked(page, "topics"), "district": page.locator("#id_district").input_value()}


def checked(page, name):
    return sorted(one.get_attribute("value") for one in page.locator(f"[name={name}]:checked").all())


def expect_page(page, path):
    expect(page).to_have_url(re.compile(rf"/{path}(\?.*)?$"))
