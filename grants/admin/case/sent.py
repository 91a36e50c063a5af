"""What was sent: every frozen version, and what the association's entry says otherwise today."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ... import downloading, sections
from ...casework import versions
from ...forms import reading
from ...models import Application
from .base import Page, Panel, address

State = Application.State
READING = (State.SUBMITTED, State.CHECKING)
# What is read last of all: the association is in the directory, the plan has a part of its own in the file.
FOLDED = (sections.ASSOCIATION, sections.PLAN, sections.DECLARATIONS)


def panel(request, application):
    found = [(version, parts(application, version)) for version in reversed(versions.of(application))]
    context = {
        "application": application,
        "versions": found,
        "since": versions.since(application),
        "is_read": application.state in READING,
        "folded": FOLDED,
    }
    actions = [(_("PDF of the newest version"), address(application, "pdf"))]
    return Panel("sent", _("What was sent"), "sent.html", context, actions)


def parts(application, version):
    return reading.of_content(application, version.rules, version.content)


@require_safe
def newest(request, application):
    return downloading.pdf_answer(application.submissions.last())


@require_safe
def one(request, application, number):
    submission = application.submissions.filter(number=number).first()
    if submission is None:
        raise Http404
    return downloading.pdf_answer(submission)


PAGES = [Page("antrag.pdf", "pdf", newest), Page("fassung-<int:number>.pdf", "version", one)]
