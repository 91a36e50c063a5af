"""The letters of the office about an application: what waits, how one is fetched, and the consent to that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from darmstadt_mso.lib import kept_forms

from ... import submitting, terms
from ...casework import fetching, serving
from ...forms.letters import AGREES, FetchForm
from ...receipts import PDF
from ...workflow import NotPossible
from . import crumbs, own_application

AGREE, BY_POST = "agree", "by_post"
# In the address of a letter that was just fetched.
DOWNLOAD = "laden"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request, handle):
    application = own_application(request, handle)
    if application.is_draft:
        return redirect(application)
    if request.method == "POST":
        return chosen(request, application)
    context = {
        "application": application,
        "box": fetching.letters_box(application, request.user),
        "agrees": AGREES,
        "crumbs": crumbs(application, (gettext("Letters"), None)),
    }
    return TemplateResponse(request, "grants/members/letters.html", context)


def chosen(request, application):
    """How letters come from now on: by download or by post."""
    act = {AGREE: agreed, BY_POST: by_post}.get(request.POST.get("way"))
    if act:
        try:
            messages.success(request, act(application, request.user))
        except NotPossible as error:
            messages.error(request, str(error))
    return redirect("grants:letters", handle=application.handle)


def agreed(application, user):
    serving.consent(application, user)
    return gettext("Thank you. Letters about this application come by download.")


def by_post(application, user):
    serving.end_consent(application, user)
    return gettext("Letters about this application come by post from now on.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request, handle, key):
    # What counts is when the click arrives, by the clock of the database.
    at = submitting.arrival() if request.method == "POST" else timezone.now()
    application = own_application(request, handle)
    notice = own_notice(application, key)
    form = kept_forms.form(request, FetchForm, asks=serving.consent_of(application) is None)
    if request.method == "POST" and form.is_valid():
        return fetched(request, application, notice, form, at)
    found = fetching.letter(notice, at)
    context = {
        "application": application,
        "letter": found,
        "box": fetching.letters_box(application, request.user, at),
        "terms": terms.of_version(application.version),
        "form": form,
        "crumbs": crumbs(application, (gettext("Letters"), list_url(application)), (gettext("Letter"), None)),
    }
    page = TemplateResponse(request, "grants/members/letter.html", context, status=422 if form.errors else 200)
    return with_download(page, application, notice) if found.is_readable and DOWNLOAD in request.GET else page


def list_url(application):
    return reverse("grants:letters", args=[application.handle])


def own_notice(application, key):
    return get_object_or_404(application.notices.select_related("text", "application__organisation"), key=key)


def fetched(request, application, notice, form, at):
    """The letter's page, which now says what follows, with the letter itself; also what a second click wanted."""
    address = reverse("grants:letter", args=[application.handle, notice.key])
    try:
        if form.cleaned_data.get("agrees"):
            serving.consent(application, request.user, at)
        fetching.fetch(notice, request.user, at)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(address)
    return redirect(f"{address}?{DOWNLOAD}")


def with_download(response, application, notice):
    """The download begins by itself, with and without scripts, and the page stays."""
    address = reverse("grants:letter_pdf", args=[application.handle, notice.key])
    response["Refresh"] = f"1; url={address}"
    return response


@never_cache
@require_safe
def letter_pdf(request, handle, key):
    """To be read and kept at any time once it was fetched; opening this address fetches nothing."""
    application = own_application(request, handle)
    notice = own_notice(application, key)
    paper = fetching.paper(notice, timezone.now())
    if paper is None:
        messages.warning(request, gettext("Please fetch the letter here first."))
        return redirect("grants:letter", application.handle, notice.key)
    answer = HttpResponse(paper, content_type=PDF)
    name = f"{application.reference}-{notice.made_at:%Y-%m-%d}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
