"""How a person comes to speak for an association: they find it and ask, or they register it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darmstadt_mso.lib import kept_forms
from darmstadt_mso.lib.rate_limit import is_allowed

from ... import joining, registering
from ...forms.joining import JoinForm
from ...forms.registering import RegistrationForm
from ...models import Organisation
from ...permissions import signs_for, speaks_for

PER_HOUR = 20


def crumbs(*pages):
    return [(gettext("My associations"), reverse("organisations:account")), *pages]


@require_safe
def join(request):
    typed = request.GET.get("q", "")
    here = (gettext("Find your association"), None)
    context = {"query": typed, "found": joining.find(typed), "crumbs": crumbs(here)}
    return TemplateResponse(request, "organisations/members/join.html", context)


def open_to_all(slug):
    found = Organisation.objects.published().exclude(kind=Organisation.Kind.OFFICE)
    return get_object_or_404(found, slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def join_organisation(request, slug):
    organisation = open_to_all(slug)
    if not joining.may_ask(request.user, organisation) or joining.open_request(request.user, organisation):
        return already(request, organisation)
    form = kept_forms.form(request, JoinForm, user=request.user)
    if request.method == "POST" and form.is_valid():
        if is_allowed(request, "join", PER_HOUR):
            return ask(request, organisation, form)
        form.add_error(None, gettext("Many requests came from your connection. Please try again in an hour."))
    return join_page(request, organisation, form)


def join_page(request, organisation, form):
    here = [(gettext("Find your association"), reverse("organisations:join")), (organisation.name_i18n, None)]
    context = {"organisation": organisation, "form": form, "crumbs": crumbs(*here)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "organisations/members/join_organisation.html", context, status=status)


def already(request, organisation):
    """Told to whoever speaks for it, and to whoever has asked."""
    if speaks_for(request.user, organisation):
        messages.info(request, gettext("You speak for this association already."))
        return redirect("organisations:my_organisation", slug=organisation.slug)
    messages.info(request, gettext("You have asked already. Your request waits for an answer."))
    return redirect("organisations:account")


def ask(request, organisation, form):
    form.keep_name()
    joining.ask(organisation, request.user, form.cleaned_data["role"], form.cleaned_data["message"])
    words = gettext("Your request is on its way. You get a mail as soon as somebody has decided.")
    messages.success(request, words)
    return redirect("organisations:account")


@require_POST
def withdraw_request(request, slug):
    organisation = get_object_or_404(Organisation, slug=slug)
    found = joining.open_request(request.user, organisation)
    if not found and not organisation.join_requests.filter(user=request.user).exists():
        raise Http404
    try:
        if found:
            joining.withdraw(found)
        messages.success(request, gettext("The request is withdrawn."))
    except joining.Settled:
        messages.info(request, gettext("Somebody has decided on your request in this moment. Look into your mails."))
    return redirect("organisations:account")


@require_http_methods(["GET", "HEAD", "POST"])
def register_organisation(request):
    """Likely duplicates are shown before anything is saved; the button `other` says that it is none of them."""
    form = kept_forms.form(request, RegistrationForm, user=request.user)
    likely = []
    if request.method == "POST" and form.is_valid():
        likely = [] if "other" in request.POST else registering.likely(form.facts)
        if not likely and (made := register(request, form)):
            messages.success(request, gettext("Thank you. The office looks at the entry and then publishes it."))
            return redirect("organisations:my_organisation", slug=made.organisation.slug)
    return register_page(request, form, likely)


def register(request, form):
    """The request, or None with the reason in the form."""
    if not is_allowed(request, "register", PER_HOUR):
        form.add_error(None, gettext("Many requests came from your connection. Please try again in an hour."))
        return None
    typed = form.cleaned_data
    form.keep_name()
    try:
        return registering.register(request.user, form.instance, form.contact, typed["role"], typed["message"])
    except registering.TooMany:
        form.add_error(None, gettext("Several of your associations wait for the office. Please wait for its answer."))
    return None


def register_page(request, form, likely):
    own = [(one, why, signs_for(request.user, one)) for one, why in likely]
    here = (gettext("Register an association"), None)
    context = {"form": form, "likely": own, "crumbs": crumbs(here)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "organisations/members/register.html", context, status=status)
