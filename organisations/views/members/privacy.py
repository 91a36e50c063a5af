"""One's own data: what is kept, as a file, and the end of the account."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import privacy

from ... import erasure, people
from ...forms.privacy import DeleteAccountForm
from ...models import Membership
from ...permissions import may_delete_own_account


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def personal_data(request):
    """Explains, and by POST gives everything as a file."""
    if request.method == "POST":
        return download(request.user)
    context = {
        "kept": [row for row in privacy.register() if row.of],
        "privacy_url": reverse("organisations:page", args=[settings.PRIVACY_PAGE]),
    }
    return TemplateResponse(request, "organisations/members/personal_data.html", context)


def download(user):
    """In German, so that its labels do not change with the language of the page."""
    with translation.override(settings.LANGUAGE_CODE):
        made = timezone.localtime().isoformat(timespec="seconds")
        contents = {gettext("portal"): settings.SITE_NAME, gettext("made"): made, gettext("data"): privacy.export(user)}
    headers = {"Content-Disposition": 'attachment; filename="meine-daten.json"', "Cache-Control": "no-store"}
    return JsonResponse(contents, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reauthentication_required
def delete_account(request):
    """Says what goes and what stays; by POST with the address and a tick the account goes."""
    if not may_delete_own_account(request.user):
        return not_here(request)
    contacts = list(erasure.contacts_of(privacy.Person.of(request.user)).select_related("organisation"))
    form = DeleteAccountForm(request.POST or None, user=request.user, has_contacts=bool(contacts))
    if request.method == "POST" and form.is_valid():
        return delete(request, form.cleaned_data.get("forgets_contacts", False))
    own = [row for row in privacy.register() if row.of and row.of(request.user)]
    context = {
        "form": form,
        "goes": [row for row in own if not row.stays],
        "stays": [row for row in own if row.stays],
        "contacts": contacts,
        "orphans": left_without_signatory(request.user),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "organisations/members/delete_account.html", context, status=status)


def not_here(request):
    if request.method == "POST":
        raise PermissionDenied
    return TemplateResponse(request, "organisations/members/delete_account.html", {"form": None})


def delete(request, forgets_contacts):
    erasure.leave(request.user, forgets_contacts)
    logout(request)
    messages.success(request, gettext("Your account is deleted. We have written one last mail to you."))
    return redirect("home")


def left_without_signatory(user):
    """The associations for which nobody would sign any more."""
    found = Membership.objects.current().signatories().filter(user=user).select_related("organisation")
    today = timezone.localdate()
    return [one.organisation for one in found if people.gap_after(one, one.role, today)]
