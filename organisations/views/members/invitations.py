"""Invitations by mail: written and taken back by signatories, accepted by whoever has the address."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from darmstadt_mso.lib import kept_forms
from darmstadt_mso.lib.rate_limit import is_allowed

from ... import people as speaking
from ...forms.people import InvitationForm
from ...models import Invitation
from .leaving import people_crumbs, status_of
from .people import signed_association

PER_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    organisation = signed_association(request, slug)
    form = kept_forms.form(request, InvitationForm, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid() and invited(request, organisation, form):
        messages.success(request, gettext("The invitation is on its way. It is valid for 14 days."))
        return redirect("organisations:people", slug=slug)
    context = {
        "organisation": organisation,
        "form": form,
        "crumbs": people_crumbs(organisation, gettext("Invite somebody")),
    }
    return TemplateResponse(request, "organisations/members/invitation_new.html", context, status=status_of(form))


def invited(request, organisation, form):
    if not is_allowed(request, "invite", PER_HOUR):
        form.add_error(None, gettext("Many invitations came from your connection. Please try again in an hour."))
        return False
    try:
        speaking.invite(organisation, request.user, **form.cleaned_data)
    except speaking.AlreadySpeaks:
        form.add_error("email", gettext("This person speaks for the association already."))
        return False
    return True


@require_POST
def take_back_invitation(request, slug):
    organisation = signed_association(request, slug)
    if speaking.take_back(organisation, token_of(request.POST.get("invitation", ""))):
        messages.success(request, gettext("The invitation is taken back. Its link does not lead in any more."))
    else:
        messages.info(request, gettext("The invitation was not open any more."))
    return redirect("organisations:people", slug=slug)


def token_of(text):
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Tells whoever has the link the name of the association and the role, and nothing of the address."""
    invited = get_object_or_404(Invitation.objects.select_related("organisation"), token=token)
    standing = standing_of(invited, request.user)
    if request.method == "POST" and standing == "open":
        return accept(request, invited)
    context = {
        "invitation": invited,
        "organisation": invited.organisation,
        "standing": standing,
        "sign_in": f"?{urlencode({'next': request.path})}",
    }
    return TemplateResponse(request, "organisations/members/invitation.html", context)


def standing_of(invited, user):
    """Why it cannot be accepted, or "open"."""
    if invited.accepted_at:
        return "accepted"
    if invited.withdrawn_at:
        return "withdrawn"
    if invited.expires_at <= timezone.now():
        return "expired"
    return standing_for(invited, user)


def standing_for(invited, user):
    if not user.is_authenticated:
        return "stranger"
    if not speaking.is_addressed_to(invited, user):
        return "other"
    return "open" if speaking.is_proved(user) else "unproved"


def accept(request, invited):
    if speaking.accept(invited, request.user):
        name = invited.organisation.name_i18n
        messages.success(request, gettext("Welcome! From now on you speak for “%(name)s”.") % {"name": name})
        return redirect("organisations:my_organisation", slug=invited.organisation.slug)
    return redirect(reverse("organisations:invitation", args=[invited.token]))
