"""My associations' applications, the task list of a draft, and giving a draft up."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ... import applying, following, sections, terms, writing
from ...forms.reviewing import Review
from ...models import Application, CallVersion
from . import crumbs, own_application
from .following import state_page

State = Application.State
DECIDED = (State.AWARDED, State.WAITING, State.REJECTED, State.REVOKED)
ENDED = (State.LAPSED, State.WITHDRAWN)
UNDER_WAY = tuple(set(State) - {State.DRAFT, *DECIDED, *ENDED})


@never_cache
@require_safe
def applications(request):
    found = Application.objects.of_members(request.user).select_related("call", "version", "organisation")
    found = found.prefetch_related("sections__edited_by", *following.RELATED)
    rows = [Row(one, terms.of_version(one.version)) for one in found]
    open_rows = [row for row in rows if not row.application.is_draft]
    context = {
        "drafts": [row for row in rows if row.application.is_draft and not row.application.late_at],
        "late": [row for row in rows if row.application.late_at and row.application.is_draft],
        "groups": [one for one in groups(open_rows) if one[2]],
        "now": timezone.now(),
        "has_association": applying.associations(request.user).exists(),
    }
    return TemplateResponse(request, "grants/members/applications.html", context)


def groups(rows):
    """[(key, title, rows)] of what was submitted."""
    mine = [row for row in rows if row.words.is_yours]
    others = [row for row in rows if not row.words.is_yours]
    return [
        ("todo", gettext("To be done by you"), mine),
        ("sent", gettext("With the office"), [row for row in others if row.application.state in UNDER_WAY]),
        ("decided", gettext("Decided"), [row for row in others if row.application.state in DECIDED]),
        ("ended", gettext("Ended"), [row for row in others if row.application.state in ENDED]),
    ]


@dataclass
class Row:
    """An application in the list."""

    application: Application
    terms: terms.Terms

    @cached_property
    def words(self):
        return following.words(self.application)

    @cached_property
    def review(self):
        return Review(self.application, now_or_opening(self.terms))

    @property
    def incomplete(self):
        """The sections in which something is missing."""
        return [info.title for info, texts in self.review.whole.missing() if texts]

    @property
    def last_edited(self):
        """The section that somebody saved last, or None."""
        saved = [one for one in self.application.sections.all() if one.edited_at]
        return max(saved, key=lambda one: one.edited_at, default=None)

    @property
    def is_over(self):
        return not self.terms.is_taken(max(timezone.now(), self.terms.opens_at))


@dataclass(frozen=True)
class Task:
    """A section in the task list; `saved` is who saved it last and when, None where nobody did; `notes` is what the
    rules of the call say against it."""

    info: sections.SectionInfo
    url: str
    missing: list
    saved: object = None
    notes: list = ()


def now_or_opening(rules):
    """Before the call opens, a draft is judged as on its first day."""
    return max(timezone.now(), rules.opens_at)


def task_list(request, application):
    review = Review(application, now_or_opening(terms.of_version(application.version)))
    whole = review.whole
    context = {
        "application": application,
        "terms": whole.terms,
        "tasks": [task(application, whole, info, missing) for info, missing in whole.missing()],
        "is_complete": whole.is_complete,
        "review": review,
        "asides": writing.kept_aside(application, request.user),
        "highest": highest(whole),
        "changed": changed_since(application),
        "is_over": not whole.terms.is_taken(max(timezone.now(), whole.terms.opens_at)),
        "now": timezone.now(),
        "crumbs": crumbs(application),
    }
    return TemplateResponse(request, "grants/members/application.html", context)


def task(application, whole, info, missing):
    args = [application.handle]
    is_papers = info.key == sections.PAPERS
    url = reverse("grants:papers", args=args) if is_papers else reverse("grants:section", args=[*args, info.key])
    notes = [] if is_papers else [text for texts in whole.forms[info.key].notes.values() for text in texts]
    return Task(info, url, missing, whole.saved.get(info.key), notes)


def highest(whole):
    """The highest possible grant by the plan as it was typed; None while it has no cost."""
    plan = whole.forms[sections.PLAN]
    return plan.found.highest if plan.plan.costs else None


def changed_since(application):
    """The versions of the call's rules published since the draft was begun, the newest first."""
    published = CallVersion.objects.filter(call=application.call, published_at__gt=application.created_at)
    return published.exclude(number=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, handle):
    application = own_application(request, handle)
    if not application.is_draft:
        return redirect(application)
    if request.method == "POST":
        return discarded(request, application)
    context = {"application": application, "crumbs": crumbs(application, (gettext("Delete the draft"), None))}
    return TemplateResponse(request, "grants/members/discard.html", context)


def discarded(request, application):
    try:
        applying.discard(application)
    except writing.NotADraft:
        messages.error(request, gettext("It was submitted in the meantime, so it was not deleted."))
        return redirect(application.get_absolute_url())
    messages.success(request, gettext("The draft is deleted."))
    return redirect("grants:applications")


@never_cache
@require_safe
def application(request, handle):
    """A draft's task list, or where a submitted application stands; a draft's address leads to the reference."""
    found = own_application(request, handle)
    if found.handle != handle:
        return redirect(found)
    return task_list(request, found) if found.is_draft else state_page(request, found)
