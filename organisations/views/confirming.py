"""The page behind the link of a mail: is the entry still right? Only its button confirms, since mail scanners open
every link."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import permissions, profile, versions
from ..freshness import confirming, links
from ..freshness.links import Link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, slug, token):
    address = Q(slug=slug) | Q(former_slugs__slug=slug)
    organisation = get_object_or_404(profile.organisations().filter(address).distinct())
    link = links.read(organisation, token)
    if link == Link.FOREIGN:
        return gone(request, status=404)
    if link == Link.OLD or not confirming.is_shown(organisation):
        return gone(request, status=410)
    if link == Link.USED:
        return done(request, organisation)
    if request.method == "POST":
        confirming.confirm(organisation, token, request.user)
        return redirect(request.path)
    return question(request, organisation)


def gone(request, status):
    """Mail programs break long links, so whoever comes with a wrong one is told how to go on, too."""
    return TemplateResponse(request, "organisations/public/confirm_gone.html", {"crumbs": crumbs()}, status=status)


def question(request, organisation):
    context = profile.profile(organisation, versions.current(request), reverse("organisations:organisations"))
    context |= {
        "logo_url": organisation.logo_url if organisation.is_public else "",
        "crumbs": crumbs(),
        **ways(request.user, organisation),
    }
    return TemplateResponse(request, "organisations/public/confirm.html", context)


def ways(user, organisation):
    """Where to change something: in the entry itself with an account for it, else by telling the office."""
    edit_url = reverse("organisations:edit", args=[organisation.slug])
    if user.is_authenticated and permissions.may_edit(user, organisation):
        return {"change_url": edit_url}
    report_url = reverse("organisations:report", args=[organisation.slug])
    change_url = report_url if organisation.is_public else reverse("organisations:contact")
    return {"change_url": change_url, "login_url": "" if user.is_authenticated else edit_url}


def done(request, organisation):
    context = {
        "organisation": organisation,
        "just_now": organisation.confirmed_on == timezone.localdate(),
        "crumbs": crumbs(),
    }
    return TemplateResponse(request, "organisations/public/confirm_done.html", context)


def crumbs():
    return [
        (gettext("Associations"), reverse("organisations:organisations")),
        (gettext("Confirm the entry"), None),
    ]
