"""Invented calls and applications for trying the portal; they come and go with the demo's associations."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from organisations.models import Organisation, User

from . import demonstration_cases, keeping, sections, starting, submitting, terms, writing
from .models import Application, Call, Programme

DEMO = starting.START.parent / "demo"
# What the offices' promises and the demo's moments are counted from is the day of loading.
APART = ("programme", "opens", "closes", "hour", "decided", "project", "promises")
WRITER, SIGNATORY = "mitglied@demo.example", "vorstand@demo.example"
DRAFT = {
    sections.PROJECT: {"title": "Lesefest unter dem Apfelbaum (Demo)", "kind": "new", "local": "yes", "begun": "no"},
    sections.CONTENT: {"q-bedarf": "Viele Kinder im Viertel haben zu Hause keine Bücher in ihrer Familiensprache."},
}


@transaction.atomic
def load(today=None):
    """Returns what came in, in words."""
    facts = starting.read(DEMO / "calls.json")
    if Programme.objects.filter(slug=facts["programme"]["slug"]).exists():
        return []
    starting.make_programme(facts["programme"])
    for call in facts["calls"]:
        make_call(call, facts["lists"], today or timezone.localdate())
    make_applications()
    return [f"{len(facts['calls'])} invented calls"]


@transaction.atomic
def remove():
    demonstration_cases.remove()
    facts = starting.read(DEMO / "calls.json")
    calls = Call.objects.filter(slug__in=[call["slug"] for call in facts["calls"]])
    keeping.delete_applications(Application.objects.filter(call__in=calls), on_file=True)
    calls.update(published=None)
    calls.delete()
    Programme.objects.filter(slug=facts["programme"]["slug"]).delete()


def make_call(facts, lists, today):
    own = {name: value for name, value in facts.items() if name not in APART}
    promises = {"milestones": [promise(one, today) for one in facts["promises"]]}
    programme = Programme.objects.get(slug=facts["programme"])
    return starting.make_call(programme, own | lists | promises | {"publish": True}, **moments(facts, today))


def moments(facts, today):
    """The days of the facts, counted from today; a deadline at 23 o'clock is the day's last minute."""
    closes = time(23, 59, 59) if facts["hour"] == 23 else time(facts["hour"])
    begins, ends = facts["project"]
    return {
        "year": today.year,
        "opens_at": datetime.combine(today + timedelta(days=facts["opens"]), time(8), starting.BERLIN),
        "closes_at": datetime.combine(today + timedelta(days=facts["closes"]), closes, starting.BERLIN),
        "project_from": today + timedelta(days=begins),
        "project_until": today + timedelta(days=ends),
        "decided_on": today + timedelta(days=facts["decided"]) if "decided" in facts else None,
        "contact_name": "Förderung (Demo)",
        "contact_email": "foerderung@demo.example",
    }


def promise(facts, today):
    kind, days, german, english = facts
    return {"key": kind, "kind": kind, "on": today + timedelta(days=days), "text": {"de": german, "en": english}}


def make_applications():
    """Of the association of the demo's members: one to go on with and one that was submitted."""
    writer = User.objects.filter(email=WRITER).first()
    organisation = writer and Organisation.objects.spoken_for_by(writer).first()
    if organisation:
        make_draft(organisation, writer)
        make_submitted(organisation, User.objects.get(email=SIGNATORY))
        demonstration_cases.make(starting.read(DEMO / "cases.json"))


def make_draft(organisation, writer):
    draft = begin("bildungsprojekte-demo", organisation, writer)
    for key, typed in DRAFT.items():
        writing.save(draft, key, {name: [text] for name, text in typed.items()}, seen=0, user=writer)


def make_submitted(organisation, signatory):
    """Two days before its call closed; what it asks for is kept as typed, too, so that it can be taken up again."""
    draft, answers = begin("lesen-im-viertel-demo", organisation, signatory), starting.read(DEMO / "application.json")
    rules = terms.of_version(draft.version)
    answers["projekt"] |= {"begins_on": str(rules.project_from), "ends_on": str(rules.project_until)}
    numbers = demonstration_cases.write(draft, answers, signatory)
    submitting.submit(draft, answers, numbers, signatory, rules.closes_at - timedelta(days=2))


def begin(slug, organisation, user):
    call = Call.objects.get(slug=slug)
    return Application.objects.create(call=call, version=call.published, organisation=organisation, created_by=user)
