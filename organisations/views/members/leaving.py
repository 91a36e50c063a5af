"""Leaving an association, and handing over when its board changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import kept_forms

from ... import people as speaking
from ...forms.people import LeaveForm, SuccessionForm
from ...models import Role
from . import crumbs, own_association
from .people import named, to_people


def own_membership(request, organisation):
    return organisation.memberships.current().filter(user=request.user).order_by("role").last()


def sent(request):
    """What a form was sent with, even if nothing was ticked; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def people_crumbs(organisation, name):
    return crumbs(
        organisation, (gettext("People"), reverse("organisations:people", args=[organisation.slug])), (name, None)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, slug):
    organisation = own_association(request, slug)
    membership = own_membership(request, organisation)
    is_last = speaking.is_last(membership)
    form = LeaveForm(sent(request), asks=is_last)
    if request.method == "POST" and form.is_valid() and left(membership, form):
        messages.success(
            request, gettext("You do not speak for “%(name)s” any more.") % {"name": organisation.name_i18n}
        )
        return redirect("organisations:account")
    context = {
        "organisation": organisation,
        "form": form,
        "is_last": is_last,
        "crumbs": people_crumbs(organisation, gettext("Leave")),
    }
    return TemplateResponse(request, "organisations/members/people_leave.html", context, status=status_of(form))


def left(membership, form):
    try:
        speaking.leave(membership, form.is_known)
    except speaking.NobodySigns as gap:
        form.ask_knowingly(gap)
        return False
    return True


def status_of(form):
    return 422 if form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
def succession(request, slug):
    organisation = own_association(request, slug)
    membership = own_membership(request, organisation)
    if membership.role != Role.SIGNATORY:
        raise PermissionDenied
    form = succession_form(request, organisation, membership)
    if request.method == "POST" and form.is_valid() and handed_over(request, membership, form):
        messages.success(request, gettext("It is changed."))
        return to_people(request, organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "crumbs": people_crumbs(organisation, gettext("Change of the board")),
    }
    return TemplateResponse(request, "organisations/members/people_succession.html", context, status=status_of(form))


def succession_form(request, organisation, membership):
    others = speaking.lasting(organisation).exclude(user=request.user).exclude(role=Role.SIGNATORY)
    return kept_forms.form(
        request,
        SuccessionForm,
        others=others.select_related("user"),
        named=lambda user: named(user, True, request.user),
        initial={"until": membership.until},
    )


def handed_over(request, membership, form):
    """All of it or nothing."""
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            speaking.succeed(membership, typed["successors"], typed["until"], form.is_known)
            if typed["email"]:
                speaking.invite(membership.organisation, request.user, typed["email"], Role.SIGNATORY, get_language())
    except speaking.NobodySigns as gap:
        form.ask_knowingly(gap)
    except speaking.AlreadySpeaks:
        form.add_error("email", gettext("This person speaks for the association already: choose them above."))
    return not form.errors
