"""The pages of people who speak for an association and write its applications. For everybody else they do not exist."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from ... import sections
from ...models import Application
from ...permissions import is_open


def own_application(request, handle):
    """The application at this address, if the person speaks for its association today; else 404."""
    found = Application.objects.of_members(request.user).select_related("call", "version", "organisation")
    return get_object_or_404(found.at(handle))


def list_of(application):
    """The address of the list of the pages that can be written: of the draft, or of what the office asks for."""
    is_asked = not application.is_draft and is_open(application)
    return reverse("grants:query", args=[application.handle]) if is_asked else application.get_absolute_url()


def address(application, key):
    """That of a page of the application."""
    if key == sections.PAPERS:
        return reverse("grants:papers", args=[application.handle])
    return reverse("grants:section", args=[application.handle, key])


def step(info):
    """Which page of the application this is."""
    return {"number": sections.SECTIONS.index(info) + 1, "total": len(sections.SECTIONS)}


def crumbs(application, *further):
    """The way back: (name, address) of each page above, and the name of this one."""
    pages = [(gettext("Applications"), reverse("grants:applications"))]
    own = application.get_absolute_url() if further else None
    return [*pages, (application.title or application.reference or gettext("Draft without a title"), own), *further]
