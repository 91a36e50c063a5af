"""What an association asks the office for about an application: an early start, a change of the award, an objection."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from darmstadt_mso.lib import kept_forms

from ... import terms
from ...casework import requests, serving
from ...forms.requests import RequestForm
from ...models import CaseRequest
from ...workflow import NotPossible
from . import crumbs, own_application

Kind = CaseRequest.Kind
# As they stand in addresses.
WORDS = {
    Kind.EARLY_START: "frueher-beginnen",
    Kind.DATES: "andere-daten",
    Kind.PLAN: "anderer-plan",
    Kind.PURPOSE: "anderer-zweck",
    Kind.OBJECTION: "widerspruch",
}
KINDS = {word: kind for kind, word in WORDS.items()}


@dataclass(frozen=True)
class Way:
    """Something that can be asked for now: `word` stands in its address."""

    kind: Kind
    word: str


@never_cache
@require_safe
def asked(request, handle):
    application = own_application(request, handle)
    if application.is_draft:
        return redirect(application)
    context = {
        "application": application,
        "ways": [Way(kind, WORDS[kind]) for kind in requests.possible(application)],
        "requests": application.requests.select_related("asked_by", "notice").order_by("-received_at"),
        "valid_days": requests.valid_days(application),
        "crumbs": crumbs(application, (gettext("Requests"), None)),
    }
    return TemplateResponse(request, "grants/members/requests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, handle, kind):
    application, kind = own_application(request, handle), kind_of(kind)
    open_one = application.requests.open().filter(kind=kind).first()
    if open_one is None and kind not in requests.possible(application):
        messages.info(request, gettext("At present this cannot be asked for."))
        return redirect("grants:requests", handle=application.handle)
    if request.method == "POST" and not requests.may_ask(request.user, application):
        raise PermissionDenied
    if open_one:
        return waiting(request, application, open_one)
    return asking(request, application, kind)


def kind_of(word):
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def asking(request, application, kind):
    form = kept_forms.form(request, RequestForm, kind=kind)
    if request.method == "POST" and requests.is_taken_online(kind) and form.is_valid():
        return sent(request, application, kind, form.cleaned_data)
    status = 422 if form.errors and requests.is_taken_online(kind) else 200
    return page(request, application, kind, status, form=form, is_online=requests.is_taken_online(kind))


def page(request, application, kind, status=200, **context):
    list_url = reverse("grants:requests", args=[application.handle])
    objected = requests.objected(application) if kind == Kind.OBJECTION else None
    context = {
        "application": application,
        "kind": kind,
        "signs": requests.may_ask(request.user, application),
        "served": objected and serving.state(objected, timezone.now()),
        "notice": objected,
        "terms": terms.of_version(application.version),
        "crumbs": crumbs(application, (gettext("Requests"), list_url), (kind.label, None)),
        **context,
    }
    return TemplateResponse(request, "grants/members/request.html", context, status=status)


def sent(request, application, kind, typed):
    try:
        requests.ask(application, kind, request.user, **typed)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Your request has reached the office. The answer comes as a letter."))
    return redirect("grants:requests", handle=application.handle)


def waiting(request, application, open_one):
    """It is with the office; it can be taken back."""
    if request.method != "POST":
        return page(request, application, Kind(open_one.kind), open=open_one)
    if "withdraw" in request.POST:
        return withdrawn(request, application, open_one)
    messages.info(request, gettext("There is an open request of this kind already."))
    return redirect("grants:requests", handle=application.handle)


def withdrawn(request, application, open_one):
    try:
        requests.withdraw(open_one, request.user)
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, gettext("The request is taken back."))
    return redirect("grants:requests", handle=application.handle)
