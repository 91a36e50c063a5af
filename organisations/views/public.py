"""What every visitor may see: lists, entries, the office, texts."""

import mimetypes

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from darmstadt_mso.lib import privacy
from darmstadt_mso.lib.kept_pages import kept

from .. import facets, profile, qr_codes, structured_data, vcards, versions
from ..cards import cards
from ..maps import results_map
from ..models import FormerSlug, Organisation, Page, SearchEntry
from ..results import BeyondTheEnd, Request, Results, note_misses
from ..translated import language_of


@login_not_required
@require_safe
@kept
def organisations(request):
    return search_page(
        request,
        kind=SearchEntry.Kind.ORGANISATION,
        action=reverse("organisations:organisations"),
        template="organisations/public/list.html",
        title=gettext("Associations"),
    )


@login_not_required
@require_safe
@kept
def offers(request):
    return search_page(
        request,
        kind=SearchEntry.Kind.OFFER,
        action=reverse("organisations:offers"),
        template="organisations/public/offers.html",
        title=gettext("Offers"),
    )


def search_page(request, *, kind, action, template, title):
    version = versions.current(request)
    asked = Request.of(request.GET, facets.vocabulary(version))
    results = Results(kind, action, asked, version)
    try:
        results.hits = cards(results)
    except BeyondTheEnd:
        raise Http404(gettext("The list has no page with this number.")) from None
    noted = asked.page == 1 and asked.query and not is_typing(request) and note_misses(results)
    context = {"results": results, "map": results_map(results, title), "crumbs": [(title, None)]}
    if not results.hits:
        context |= office_context(version)
    response = TemplateResponse(request, template, context)
    # What is fetched while typing may be submitted next, and then its misses count.
    response.keep = not noted and not is_typing(request)
    return response


def is_typing(request):
    """Whether the page is fetched while somebody is still typing."""
    return bool(request.htmx) and request.htmx.trigger_name == "q"


@login_not_required
@require_safe
@kept
def organisation(request, slug):
    found = profile.organisations().visible_to(request.user).filter(slug=slug).first()
    if not found:
        return former_address(slug)
    version, list_url = versions.current(request), reverse("organisations:organisations")
    context = profile.profile(found, version, list_url)
    url = request.build_absolute_uri(found.get_absolute_url())
    logo_url = found.logo_url
    absolute_logo = request.build_absolute_uri(logo_url) if logo_url else ""
    context |= {
        "logo_url": logo_url,
        "vcard_url": reverse("organisations:vcard", args=[slug]) if found.is_public else "",
        "report_url": reverse("organisations:report", args=[slug]) if found.is_public else "",
        "qr_svg": qr_codes.svg(url),
        "json_ld": structured_data.script(structured_data.organisation_data(found, context, url, absolute_logo)),
        "crumbs": [(gettext("Associations"), list_url), (found.name_i18n, None)],
    }
    return TemplateResponse(request, "organisations/public/organisation.html", context)


def former_address(slug):
    former = get_object_or_404(FormerSlug.objects.select_related("organisation"), slug=slug)
    if not former.organisation.is_public:
        raise Http404
    return redirect(former.organisation)


@login_not_required
@require_safe
def vcard(request, slug):
    found = get_object_or_404(Organisation.objects.published(), slug=slug)
    url = request.build_absolute_uri(found.get_absolute_url())
    text = vcards.vcard(found, found.contacts.public(), url)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.vcf"'}
    return HttpResponse(text, content_type="text/vcard; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def logo(request, slug):
    found = get_object_or_404(Organisation.objects.visible_to(request.user).exclude(logo=""), slug=slug)
    kind, _encoding = mimetypes.guess_type(found.logo.name)
    try:
        keep = "public, max-age=3600" if found.is_public else "private, no-store"
        return FileResponse(found.logo.open(), content_type=kind, headers={"Cache-Control": keep})
    except FileNotFoundError:
        raise Http404 from None


@login_not_required
@require_safe
@kept
def contact(request):
    """The office: who answers for what, where, and when."""
    return TemplateResponse(
        request,
        "organisations/public/contact.html",
        office_context(versions.current(request)) | {"crumbs": [(gettext("Contact"), None)]},
    )


def office_context(version):
    office = profile.organisations().office().first()
    if not office:
        return {"office": None, "office_contacts": [], "hours": [], "office_url": reverse("organisations:contact")}
    vocabulary = facets.vocabulary(version)
    return {
        "office": office,
        "office_contacts": profile.contacts(office, vocabulary),
        "hours": profile.by_day(office.opening_hours.all()),
        "office_url": reverse("organisations:contact"),
    }


@login_not_required
@require_safe
@kept
def page(request, slug):
    found = get_object_or_404(Page, slug=slug)
    context = {"page": found, "crumbs": [(found.title_i18n, None)]}
    context["text_language"] = language_of(found, "text")
    context["register"] = privacy.register() if slug == settings.PRIVACY_PAGE else []
    return TemplateResponse(request, "organisations/public/page.html", context)
