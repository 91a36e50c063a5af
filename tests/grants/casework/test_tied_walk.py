"""Whoever is tied to an association, or has nothing to do with it, meets its cases nowhere: at every address of the
grants they read no word of them, in no page and no file, and nothing that they send there changes anything."""

import html
import io
import zipfile

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from pypdf.errors import PdfReadError

from darmstadt_mso.lib.outbox.models import Message
from grants.models import PARTS
from tests.grants.access.world import TITLE
from tests.grants.casework.rows import ROWS
from tests.grants.casework.walking import DECLARED, FOREIGN, SPEAKING, WORD, database, make_world
from tests.members import english
from tests.papers import text_of
from tests.test_access import routes

pytestmark = pytest.mark.django_db
# Programmes, the lists of a call and the texts of letters are of no case; conflicts are read by the head of the office.
OF_NO_CASE = {part._meta.model_name for part in PARTS} | {"programme", "lettertext", "conflict"}
USUAL = ("changelist", "change", "history")
OTHERS = {
    "admin:grants_conflict_end",
    *(f"admin:grants_call_{act}" for act in ("publish", "copy", "archive")),
    # By POST alone, see the last test.
    "admin:grants_lettertext_preview",
    # Of the call that one wants money of.
    "grants:start",
}
# Nobody adds or deletes cases by the usual forms; see tests/test_access.py.
REFUSED = ("add", "delete")
PUBLIC = ("calls", "compare", "glossary", "deadlines", "programme", "guideline", "call", "call_pdf", "call_deadline")
PUBLIC += ("check", "authenticity")
OFFICE = [name for name in ROWS if name.startswith("admin:")]
TOLD = [name for name, row in ROWS.items() if row.shows]
DONE = [name for name, row in ROWS.items() if row.typed]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def watched(name):
    """Those who must learn nothing there; people who speak for the association do on its own pages."""
    return (*DECLARED, *FOREIGN, *(SPEAKING if name.startswith("admin:") else ()))


def of_no_case(name):
    model, _separator, act = name.removeprefix("admin:grants_").partition("_")
    return name.startswith("admin:") and (act in REFUSED or (act in USUAL and model in OF_NO_CASE))


def test_every_address_of_the_grants_has_its_row_or_its_reason():
    own = {name for name in routes() if name.startswith(("grants:", "admin:grants_"))}
    reasons = OTHERS | {f"grants:{name}" for name in PUBLIC} | {name for name in own if of_no_case(name)}
    assert own - reasons == set(ROWS)


def ask(world, who, name, send=None):
    """The answer; what was done is taken back."""
    url, browser = english(ROWS[name].address(name, world)), world.browsers[who]
    with transaction.atomic():
        answer = answer_of(browser.get(url) if send is None else browser.post(url, send))
        transaction.set_rollback(True)
    return answer


def answer_of(answer):
    """With its bytes in `whole`."""
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def told(answer):
    """All words of the page or the file, and what is said beside it, in small letters."""
    kind = answer.get("Content-Type", "")
    words = in_zip(answer.whole) if "zip" in kind else in_file(answer.whole)
    return html.unescape(f"{answer.serialize_headers().decode()}\n{words}").lower()


def in_file(content):
    plain = content.decode(errors="ignore")
    if not content.startswith(b"%PDF"):
        return plain
    try:
        return plain + text_of(content)
    except PdfReadError:
        return plain


def in_zip(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packet:
        return "\n".join(name + in_file(packet.read(name)) for name in packet.namelist())


@pytest.mark.parametrize("name", ROWS)
def test_nobody_else_reads_a_word(world, name):
    assert {who for who in watched(name) if WORD in told(ask(world, who, name))} == set()


@pytest.mark.parametrize("name", OFFICE)
def test_nobody_else_learns_which_cases_there_are(world, name):
    references = [case.reference.lower() for case in world.cases.values() if case.reference]
    pages = {who: told(ask(world, who, name)) for who in watched(name)}
    assert {who for who, page in pages.items() if any(one in page for one in references)} == set()


@pytest.mark.parametrize("name", TOLD)
def test_somebody_who_may_reads_it_there(world, name):
    """Guards the tests above."""
    answer = ask(world, ROWS[name].who, name)
    assert (answer.status_code, WORD in told(answer)) == (200, True)


def send(world, name):
    row = ROWS[name]
    with transaction.atomic():
        url = english(row.address(name, world))
        found = row.sent(world, world.browsers[row.who], url)
        transaction.set_rollback(True)
    return found


def left(world, who, name, sent):
    """What stands in the database after somebody has sent this, which is taken back."""
    url = english(ROWS[name].address(name, world))
    with transaction.atomic():
        world.browsers[who].post(url, sent)
        found = database()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", DONE)
def test_nothing_that_anybody_else_sends_changes_anything(world, name):
    sent, before = send(world, name), database()
    assert {who for who in watched(name) if left(world, who, name, sent) != before} == set()


@pytest.mark.parametrize("name", DONE)
def test_sent_by_somebody_who_may_it_does(world, name):
    """Guards the test above."""
    assert left(world, ROWS[name].who, name, send(world, name)) != database()


@pytest.mark.parametrize("name", DONE)
def test_nobody_else_is_told_a_word_when_they_send_something(world, name):
    sent = send(world, name)
    assert {who for who in watched(name) if WORD in told(ask(world, who, name, sent))} == set()


def test_a_letter_is_previewed_with_no_case_that_is_not_for_the_person(world):
    sent = {"title": "x", "body": "x", "remedies": "", "case": world.cases["awarded"].pk, "seen": "1"}
    url = english(reverse("admin:grants_lettertext_preview", args=["award"]))
    reference = world.cases["awarded"].reference.lower()
    found = {who: told(answer_of(world.browsers[who].post(url, sent))) for who in ("head", *DECLARED, *SPEAKING)}
    assert {who for who, page in found.items() if WORD in page or reference in page} == {"head"}


# Mails about cases, in the outbox


def outbox_of(world, who, mail):
    """All that the person is told of this mail, in the list and on its pages."""
    pages = ["/en/admin/", f"/en/admin/outbox/message/?q={mail.recipient}"]
    pages += [f"/en/admin/outbox/message/{mail.pk}/{page}/" for page in ("change", "ansicht", "history")]
    return "".join(told(answer_of(world.browsers[who].get(page))) for page in pages)


@pytest.mark.parametrize("template", ["query", "letter", "withdrawn", "deadline_near", "call_changed"])
def test_a_mail_about_a_case_is_read_in_the_office_by_whoever_may_read_the_case(world, template):
    case = world.cases["draft" if template == "deadline_near" else "checking"]
    context = {"reference": case.reference or "", "organisation": "Quittenverein", "title": TITLE}
    if template == "call_changed":
        context = {"applications": [{"organisation": "Quittenverein", "title": TITLE, "draft": False}]}
    fields = {"recipient": f"{template}@verein.example", "language": "de", "state": "failed"}
    with transaction.atomic():
        mail = Message.objects.create(template=f"grants/{template}", context=context, subject=TITLE, text="x", **fields)
        readers = ("worker", "head", "staff", "Redaktion", *DECLARED, *SPEAKING)
        found = {who for who in readers if TITLE.lower() in outbox_of(world, who, mail)}
        transaction.set_rollback(True)
    assert found == (set() if template == "deadline_near" else {"worker", "head"})
