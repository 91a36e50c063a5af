"""Who edited which section when, with every text that was kept; any of them can be taken up again."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ... import sections, writing
from ...models import Revision
from ...permissions import is_open
from . import crumbs, own_application
from .section import make, seen_in

PER_PAGE = 30


@dataclass(frozen=True)
class Entry:
    """`lines` are (label, text) of all that stood on the page; `is_present` says that it still stands there,
    `may_return` that it could be taken up again."""

    revision: Revision
    title: str
    lines: list
    is_present: bool
    may_return: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def history(request, handle):
    application = own_application(request, handle)
    if request.method == "POST":
        return restored(request, application)
    found = revisions(application).select_related("section", "by").order_by("-at", "-pk")
    chosen = sections.BY_KEY.get(request.GET.get("abschnitt", ""))
    page = Paginator(found.filter(section__key=chosen.key) if chosen else found, PER_PAGE)
    page = page.get_page(request.GET.get("seite"))
    writable = [key for key in sections.TYPED if is_open(application, key)]
    context = {
        "application": application,
        "page": page,
        "entries": [entry(application, revision, writable) for revision in page],
        "sections": [one for one in sections.SECTIONS if one.key in sections.TYPED],
        "chosen": chosen,
        "crumbs": crumbs(application, (gettext("Earlier versions"), None)),
    }
    return TemplateResponse(request, "grants/members/history.html", context)


def revisions(application):
    return Revision.objects.filter(section__application=application)


def entry(application, revision, writable):
    section = revision.section
    form = make(application, section.key, writing.as_post(revision.typed))
    lines = [(label, form.shown(part)) for part, label in form.all_parts()]
    lines = [(label, text) for label, text in lines if text]
    is_present = revision.typed == section.typed
    may_return = not is_present and section.key in writable
    return Entry(revision, sections.BY_KEY[section.key].title, lines, is_present, may_return)


def restored(request, application):
    """Saves an older text as the newest; what stood there until now stays in the history."""
    wanted = request.POST.get("fassung", "").replace("\0", "")
    revision = get_object_or_404(revisions(application).select_related("section"), key=wanted)
    key = revision.section.key
    try:
        seen = seen_in(request.POST)
        result = writing.save(application, key, revision.typed, seen=seen, user=request.user, anew=True)
    except writing.NotADraft:
        messages.error(request, gettext("It is submitted and can no longer be changed."))
        return redirect(application)
    if result.aside:
        return redirect("grants:choose", application.handle, key, result.aside.key)
    messages.success(request, gettext("The earlier text stands there again."))
    return redirect("grants:section", application.handle, key)
