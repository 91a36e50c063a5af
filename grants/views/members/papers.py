"""The papers of an application: each paper that the call asks for, with what is attached, and the files themselves."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darmstadt_mso.lib import kept_forms, uploads
from organisations.permissions import speaks_for

from ... import keeping, sections, terms, writing
from ... import papers as paperwork
from ...forms.papers import UploadForm
from ...models import Application, Document
from ...permissions import is_open, may_read, may_write
from ...templatetags.paper_facts import is_picture
from . import crumbs, own_application, step
from .section import after

# Whatever a browser makes of the file, it runs nothing and loads nothing.
SEALED = "default-src 'none'; sandbox"


@dataclass(frozen=True)
class Asked:
    """A paper on the page. `kept` is what is on file for it; `form` is None where no file may be added any more."""

    paper: terms.Paper
    attachments: list
    kept: Document | None
    form: UploadForm | None

    @property
    def is_there(self):
        return any(paperwork.is_valid(one.document) for one in self.attachments)

    @property
    def is_kept_valid(self):
        return self.kept is not None and paperwork.is_valid(self.kept)


@never_cache
@require_safe
def papers(request, handle):
    application = own_application(request, handle)
    if handle != application.handle:
        return redirect("grants:papers", handle=application.handle)
    return page(request, application)


def page(request, application, refused=None):
    """`refused` is the form of a file that was not taken; everything else stands as it is."""
    there = paperwork.attached(application)
    wanted = paperwork.wanted(application)
    asked = [asked_for(request, application, one, there.pop(one.key, []), refused) for one in wanted]
    rules = terms.of_version(application.version)
    context = {
        "application": application,
        "terms": rules,
        "info": sections.BY_KEY[sections.PAPERS],
        "step": step(sections.BY_KEY[sections.PAPERS]),
        "asked": asked,
        # Of papers that a newer version of the call asks for no more.
        "others": [one for attachments in there.values() for one in attachments],
        "most": paperwork.MOST_FILES,
        "may_write": is_open(application, sections.PAPERS),
        "query": application.open_query,
        "onward": after(application, sections.PAPERS),
        "now": timezone.now(),
        "is_over": not rules.is_taken(max(timezone.now(), rules.opens_at)),
        "crumbs": crumbs(application, (sections.BY_KEY[sections.PAPERS].title, None)),
    }
    return TemplateResponse(request, "grants/members/papers.html", context, status=422 if refused else 200)


def asked_for(request, application, paper, attachments, refused):
    if not is_open(application, sections.PAPERS):
        return Asked(paper, attachments, None, None)
    if refused is not None and refused.asked == paper.key:
        form = refused
    else:
        form = form_of(request, application, paper) if len(attachments) < paperwork.MOST_FILES else None
    return Asked(paper, attachments, paperwork.on_file(application, paper), form)


def form_of(request, application, paper):
    """Empty, or with what somebody sent without being logged in any more."""
    url = upload_url(application, paper)
    if request.method == "POST" and request.path != url:
        return UploadForm(paper=paper)
    return kept_forms.form(request, UploadForm, sent_to=url, paper=paper)


def upload_url(application, paper):
    return reverse("grants:upload", args=[application.handle, paper.key])


def back_to(application, paper=None):
    url = reverse("grants:papers", args=[application.handle])
    return redirect(f"{url}#anlage-{paper.key}" if paper else url)


def wanted_paper(application, key):
    paper = paperwork.wanted_one(application, key)
    if paper is None:
        raise Http404
    return paper


def too_late(request, application):
    messages.error(request, gettext("The application was submitted. Its papers can no longer be changed."))
    application.refresh_from_db()
    return back_to(application)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, handle, paper):
    application = own_application(request, handle)
    paper = wanted_paper(application, paper)
    if request.method != "POST":
        return back_to(application, paper)
    if not may_write(request.user, application, sections.PAPERS):
        return too_late(request, application)
    form = form_of(request, application, paper)
    if not form.is_valid():
        return page(request, application, refused=form)
    return kept(request, application, paper, form)


def kept(request, application, paper, form):
    try:
        day = form.cleaned_data.get("valid_until")
        paperwork.attach(application, paper, form.upload, request.user, valid_until=day)
    except writing.NotADraft:
        return too_late(request, application)
    except ValidationError as error:
        form.add_error("file", error)
        return page(request, application, refused=form)
    messages.success(request, gettext("“%(name)s” is attached.") % {"name": form.upload.name})
    if form.upload.note:
        messages.warning(request, form.upload.note)
    return back_to(application, paper)


@require_POST
def reuse(request, handle, paper):
    application = own_application(request, handle)
    paper, key = wanted_paper(application, paper), request.POST.get("document", "").replace("\0", "")
    try:
        attachment = paperwork.reuse(application, paper, key, request.user)
    except writing.NotADraft:
        return too_late(request, application)
    except ValidationError as error:
        messages.error(request, error.message % (error.params or {}))
        return back_to(application, paper)
    if attachment:
        messages.success(request, gettext("“%(name)s” is attached.") % {"name": attachment.document.name})
    else:
        messages.error(request, gettext("This paper is not on file any more, or has expired. Please choose a file."))
    return back_to(application, paper)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_document(request, handle, key):
    application = own_application(request, handle)
    if not may_write(request.user, application, sections.PAPERS):
        return too_late(request, application)
    if request.method == "POST":
        return removed(request, application, key)
    context = {
        "application": application,
        "document": get_object_or_404(Document, attachments__application=application, key=key),
        "back_url": reverse("grants:papers", args=[application.handle]),
        "crumbs": crumbs(application, (gettext("Remove the file"), None)),
    }
    return TemplateResponse(request, "grants/members/papers_remove.html", context)


def removed(request, application, key):
    """A second click finds nothing any more, which is what was wanted."""
    try:
        name = paperwork.remove(application, key, off_file="off_file" in request.POST)
    except writing.NotADraft:
        return too_late(request, application)
    if name:
        messages.success(request, gettext("“%(name)s” is removed.") % {"name": name})
    return back_to(application)


# Files


@never_cache
@require_safe
def document(request, handle, key):
    """Always as a file to be saved, never as a page of the portal."""
    found = readable(request, handle, key)
    file = opened(found)
    answer = FileResponse(file, as_attachment=True, filename=found.name, content_type=found.content_type)
    return sealed(answer)


@never_cache
@require_safe
def document_preview(request, handle, key):
    found = readable(request, handle, key)
    if not is_picture(found):
        raise Http404
    with opened(found) as file:
        return sealed(HttpResponse(uploads.preview(file), content_type=found.content_type))


def readable(request, handle, key):
    """A file that the person may read: attached to the application or sent with it; its own people also see what is on
    file. Else 404."""
    application = get_object_or_404(Application.objects.select_related("organisation").at(handle))
    if not may_read(request.user, application):
        raise Http404
    offered = keeping.held_by([application.pk])
    if speaks_for(request.user, application.organisation):
        offered |= Q(organisation=application.organisation) & ~Q(on_file="")
    return get_object_or_404(Document.objects.filter(offered).distinct(), key=key)


def opened(document):
    """Its file; 404 where it was deleted meanwhile."""
    try:
        return document.file.open()
    except FileNotFoundError:
        raise Http404 from None


def sealed(answer):
    answer["Content-Security-Policy"] = SEALED
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
