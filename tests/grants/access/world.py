"""An association with an application in each state, full of words that nobody else may read, and people beside it."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from darmstadt_mso.lib.uploads import take
from grants import papers, submitting, withdrawing
from grants.casework import asking
from grants.forms.answering import AnswerReview
from grants.forms.reviewing import Review
from grants.forms.whole import Whole
from grants.models import Application, Document, Revision
from organisations.models import Role, Topic
from tests.darmstadt_mso.lib.uploads import samples
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.grants.factories import make_application, type_section
from tests.grants.notices import make_answer
from tests.grants.paperwork import ASKED, make_call_for_papers
from tests.grants.submitting.making import PLAN, PROJEKT, VEREIN, send
from tests.office import let_in

from .table import STAFF

TITLE, FILE, PAPER = "Quittenfest im Innenhof", "quittenakte.png", "quittenpapier"
HOLDER, ASIDE, REASON = "Quittenkasse", "Quitten beiseite", "Quitten erfroren"
ASKED_FOR = "Welche Quitten?"
IBAN, SPACED = "DE02120300000000202051", "DE02 1203 0000 0000 2020 51"
# As they stand in pages, in files and in what a browser is told beside them.
SECRETS = (TITLE, IBAN, SPACED, FILE, PAPER, HOLDER, ASIDE, REASON, ASKED_FOR)


@dataclass(frozen=True)
class World:
    """`applications` by their state, `browsers` by the role of who sits there."""

    organisation: object
    applications: dict
    browsers: dict
    foreign: Application


def make_world():
    organisation = make_organisation(name="Quittenverein")
    people = make_people(organisation)
    signatory, editor = people["signatory"], people["editor"]
    applications = {
        "draft": make_draft(organisation, signatory),
        "late": make_draft(organisation, signatory, closes_at=timezone.now() - timedelta(hours=1)),
        "submitted": make_sent(organisation, signatory),
        "queried": make_queried(organisation, signatory),
        "withdrawn": make_sent(organisation, signatory),
    }
    withdrawing.withdraw(applications["withdrawn"], signatory, REASON)
    for one in applications.values():
        put_aside(one, editor)
    for state in ("submitted", "queried", "withdrawn"):
        make_answer(applications[state])
    foreign = make_draft(people["other"].memberships.get().organisation, people["other"], title="Anderes")
    browsers = {role: browser_of(role, user) for role, user in people.items()}
    fresh = {state: Application.objects.get(pk=one.pk) for state, one in applications.items()}
    return World(organisation, fresh, browsers, foreign)


def make_people(organisation):
    today = timezone.localdate()
    former, future = make_user(), make_user()
    make_membership(former, organisation, Role.SIGNATORY, since=today - timedelta(days=400), until=today)
    make_membership(future, organisation, Role.SIGNATORY, since=today + timedelta(days=1))
    return {
        "nobody": None,
        "stranger": make_user(),
        "other": make_member(make_organisation(), Role.SIGNATORY),
        "former": former,
        "future": future,
        "editor": make_member(organisation),
        "signatory": make_member(organisation, Role.SIGNATORY),
        **{role: make_user(role) for role in STAFF},
    }


def browser_of(role, user):
    client = Client()
    if role in STAFF:
        return let_in(client, user)
    if user:
        client.force_login(user)
    return client


def make_draft(organisation, signatory, title=TITLE, **call):
    """Complete, with a picture as its paper."""
    call = {"opens_at": timezone.now() - timedelta(days=9)} | call
    draft = make_application(organisation, make_call_for_papers(asked=ASKED[:1], **call))
    project = PROJEKT | {"title": title, "topics": [Topic.objects.first().code]}
    for key, typed in {"verein": VEREIN | {"account_holder": HOLDER}, "projekt": project, "plan": PLAN}.items():
        type_section(draft, key, signatory, **typed)
    paper = papers.wanted_one(draft, "satzung")
    papers.attach(draft, paper, take(samples.sent(FILE, samples.picture())), signatory)
    return Application.objects.get(pk=draft.pk)


def make_sent(organisation, signatory):
    draft = make_draft(organisation, signatory)
    whole = Whole(draft)
    assert whole.is_complete, whole.missing()
    submission = send(draft, signatory, answers=whole.answers())
    # What goes with the receipt, so that it need not be made here.
    submission.pdf.save("x.pdf", ContentFile(f"%PDF-1.7 {PAPER}".encode()))
    return Application.objects.get(pk=draft.pk)


def make_queried(organisation, signatory):
    """The office asks about the project and the papers."""
    sent = make_sent(organisation, signatory)
    Application.objects.filter(pk=sent.pk).update(state=Application.State.CHECKING)
    due_on = timezone.localdate() + timedelta(days=9)
    asking.ask(Application.objects.get(pk=sent.pk), make_user("Förderung"), ["projekt", "anlagen"], ASKED_FOR, due_on)
    return Application.objects.get(pk=sent.pk)


def put_aside(application, user):
    section = application.sections.get(key="projekt")
    fields = {"number": section.number, "typed": section.typed | {"title": [ASIDE]}, "by": user, "at": timezone.now()}
    section.revisions.create(kind=Revision.Kind.ASIDE, **fields)


# Addresses, and what is sent there


def document_of(application):
    return Document.objects.get(attachments__application=application)


def aside_of(application):
    return Revision.objects.get(section__application=application, kind=Revision.Kind.ASIDE)


def letter_of(application):
    """Of a draft there is none."""
    notice = application.notices.first()
    return notice.key if notice else "abcdefghjk"


def address(name, application):
    if name == "applications":
        return reverse("grants:applications")
    if name == "start":
        return reverse("grants:start", args=[application.call.slug])
    further = {
        "section": lambda: ["projekt"],
        "choose": lambda: ["projekt", aside_of(application).key],
        **dict.fromkeys(("letter", "letter_pdf"), lambda: [letter_of(application)]),
        "request": lambda: ["frueher-beginnen"],
        **dict.fromkeys(("upload", "reuse"), lambda: ["satzung"]),
        **dict.fromkeys(("document", "document_preview", "remove_document"), lambda: [document_of(application).key]),
    }
    return reverse(f"grants:{name}", args=[application.handle, *further.get(name, list)()])


def typed(name, application):
    """What somebody sends who knows everything that is to be known."""
    made = {
        "section": lambda: {"title": "Neu", "seen": application.sections.get(key="projekt").number},
        "history": lambda: {"fassung": application.sections.get(key="plan").revisions.first().key},
        "submit": lambda: {"seen": Review(application, submitting.arrival()).seen},
        "answer": lambda: answered(application),
        "start": lambda: {"organisation": application.organisation.slug},
        "letter": lambda: {"agrees": "on"},
        "letters": lambda: {"way": "agree"},
        "request": lambda: {"text": "Bitte", "begins_on": str(timezone.localdate())},
    }
    return made.get(name, dict)()


def answered(application):
    query = application.open_query
    return {"seen": AnswerReview(application, query, submitting.arrival()).seen} if query else {}
