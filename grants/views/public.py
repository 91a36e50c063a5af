"""What everybody may read before any log-in: calls, their rules, programmes, the words of funding law."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from darmstadt_mso.lib import pdf
from darmstadt_mso.lib.kept_pages import kept

from .. import calendar, call_lists, glossary, programmes, terms, words
from ..call_pages import call_data, of_published
from ..models import Programme

CALENDAR = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
def calls(request):
    at, number = timezone.now(), request.GET.get("seite", "1")
    try:
        past = call_lists.past(request.user, at, number)
    except (EmptyPage, PageNotAnInteger):
        raise Http404(gettext("The list has no page with this number.")) from None
    context = {
        "past": past,
        "years": call_lists.by_year(past, at),
        "crumbs": [(gettext("Grants"), None)],
    }
    if past.number == 1:
        context |= {
            "open": call_lists.open_now(request.user, at),
            "upcoming": call_lists.upcoming(request.user, at),
            "programmes": [(one, programmes.texts_of(one)) for one in Programme.objects.public()],
        }
    return TemplateResponse(request, "grants/public/calls.html", context)


@login_not_required
@require_safe
def compare(request):
    at = timezone.now()
    pages = [*call_lists.open_now(request.user, at), *call_lists.upcoming(request.user, at)]
    crumbs = [grants_crumb(), (gettext("Which call fits?"), None)]
    return TemplateResponse(request, "grants/public/compare.html", {"pages": pages, "crumbs": crumbs})


@login_not_required
@require_safe
def call(request, slug):
    page = found_page(request, slug)
    context = {"page": page, "crumbs": [grants_crumb(), (page.title, None)]}
    return TemplateResponse(request, "grants/public/call.html", context)


@login_not_required
@require_safe
def call_pdf(request, slug):
    page = found_page(request, slug)
    version, language = page.call.published, get_language()
    data = call_data(page.terms, version.number, version.published_at)
    # The same data give the same paper, so it is made once.
    key = terms.fingerprint(["call.typ", language, data])
    content = caches["pages"].get(key)
    if content is None:
        content = pdf.make("call.typ", data, language=language, title=page.title, at=version.published_at)
        caches["pages"].set(key, content)
    return as_download(content, "application/pdf", f"{slug}.pdf")


@login_not_required
@require_safe
def call_deadline(request, slug):
    return as_download(calendar.calendar([found_page(request, slug)]), CALENDAR, f"{slug}.ics")


@login_not_required
@require_safe
def deadlines(request):
    at = timezone.now()
    pages = [*call_lists.open_now(request.user, at), *call_lists.upcoming(request.user, at)]
    return HttpResponse(calendar.calendar(pages), content_type=CALENDAR)


@login_not_required
@require_safe
def programme(request, slug):
    found, at = get_object_or_404(Programme.objects.public(), slug=slug), timezone.now()
    texts = programmes.texts_of(found)
    context = {
        "programme": found,
        "texts": texts,
        "financing_term": words.FINANCING_TERMS[found.financing],
        "calls": call_lists.of_programme(request.user, found, at),
        "crumbs": [grants_crumb(), (terms.in_language(texts["name"]), None)],
    }
    return TemplateResponse(request, "grants/public/programme.html", context)


@login_not_required
@require_safe
def guideline(request, slug):
    found = get_object_or_404(Programme.objects.public().exclude(guideline_file=""), slug=slug)
    try:
        file = found.guideline_file.open()
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=f"{slug}.pdf", content_type="application/pdf")


@login_not_required
@require_safe
@kept
def glossary_page(request):
    context = {"terms": glossary.in_order(), "crumbs": [grants_crumb(), (gettext("Words of funding law"), None)]}
    return TemplateResponse(request, "grants/public/glossary.html", context)


def found_page(request, slug):
    return of_published(get_object_or_404(call_lists.visible(request.user), slug=slug), timezone.now())


def grants_crumb():
    return gettext("Grants"), reverse("grants:calls")


def as_download(content, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
