"""The pages of people who speak for an association, below /konto/. For everybody else they do not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from ...models import Organisation
from ...permissions import may_edit, speaks_for


def kept_entry(request, slug):
    """The entry that this person may edit, or 404."""
    return one_of(may_edit, request, slug)


def own_association(request, slug):
    """The association for which this person speaks today, or 404."""
    return one_of(speaks_for, request, slug)


def one_of(allows, request, slug):
    organisation = get_object_or_404(Organisation, slug=slug)
    if not allows(request.user, organisation):
        raise Http404
    return organisation


def crumbs(organisation, *further):
    """The way back from a page of an association: (name, address) of each page above, and the name of this one."""
    pages = [(gettext("My associations"), reverse("organisations:account"))]
    own = reverse("organisations:my_organisation", args=[organisation.slug])
    return [*pages, (organisation.name_i18n, own if further else None), *further]
