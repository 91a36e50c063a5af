"""Papers for tests: a call that asks for some, and what associations send."""

from django.utils import timezone

from darmstadt_mso.lib.uploads import take
from grants import papers, publishing
from grants.models import Application
from tests.darmstadt_mso.lib.uploads import samples

from .factories import make_application, make_call

ASKED = [
    {"key": "satzung", "name": "Satzung", "on_file": "statutes", "help": "So wie sie im Register steht."},
    {"key": "freistellung", "name": "Freistellungsbescheid", "on_file": "exemption"},
    {"key": "gruendung", "name": "Gründungsprotokoll", "applicants": "first"},
    {"key": "bericht", "name": "Bericht", "applicants": "repeat"},
    {"key": "angebot", "name": "Angebote", "required": False},
]


def make_call_for_papers(asked=ASKED, **fields):
    call = make_call(publish=False, **fields)
    for position, fields in enumerate(asked):
        call.papers.create(position=position, **fields)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def make_submitted(organisation, call=None):
    return submit(make_application(organisation, call))


def submit(application):
    """Without all that a submission asks for."""
    number = Application.objects.submitted().count() + 1
    fields = {"state": "submitted", "reference": f"2026-XXX-{number:04}", "submitted_at": timezone.now()}
    Application.objects.filter(pk=application.pk).update(**fields)
    application.refresh_from_db()
    return application


def upload(name="Satzung.pdf", pages=1):
    return take(samples.sent(name, samples.plain_pdf(pages)))


def add(application, user, key="satzung", pages=1, **more):
    """The attachment; files with as many pages are the same."""
    return papers.attach(application, papers.wanted_one(application, key), upload(pages=pages), user, **more)


def make_with_picture(organisation, sent=False):
    """An application with one picture attached; `sent`: it was submitted."""
    application = make_application(organisation, make_call_for_papers())
    paper = papers.wanted_one(application, "satzung")
    papers.attach(application, paper, take(samples.sent("foto.png", samples.picture())), None)
    return submit(application) if sent else application
