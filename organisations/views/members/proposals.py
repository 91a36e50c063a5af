"""What an association's people proposed: what waits, what was sent back, and what became of the rest."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ... import logos
from ...models import ChangeProposal, Organisation
from ...moderation import facts, following, proposing, sections
from ...permissions import may_edit
from . import crumbs
from .filling import entry

PER_PAGE = 20


@never_cache
@require_safe
def proposals(request, slug):
    organisation = entry(request, slug)
    reading, refused = Reading(organisation, request.user), following.sent_back(organisation)
    page = Paginator(following.settled(organisation, refused), PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "organisation": organisation,
        "waiting": [
            (proposal, following.named(proposal.author, request.user), reading.lines(changes))
            for proposal, changes in following.waiting(organisation)
        ],
        "sent_back": reading.lines(refused),
        "settled": reading.lines(page.object_list),
        "page": page,
        "crumbs": crumbs(organisation, (gettext("Proposed changes"), None)),
    }
    response = TemplateResponse(request, "organisations/members/proposals.html", context)
    response.add_post_render_callback(lambda _response: following.read(request.user, refused))
    return response


class Reading:
    """Changes as lines with the address of their form; of what was sent back it begins with what was proposed."""

    def __init__(self, organisation, reader):
        self.organisation, self.reader = organisation, reader
        published = facts.read(organisation)
        self.wanted = proposing.overlay(published, proposing.pending(organisation))
        self.known = self.wanted | published

    def lines(self, changes):
        found = [following.line(change, self.known, self.reader) for change in changes]
        for one in found:
            one.url = self.url(one)
            one.logo_url = logo_url(self.organisation, one.change) if one.is_logo and one.change.after else ""
        return found

    def url(self, line):
        (section, rest), slug = line.url_parts, self.organisation.slug
        query = f"?wieder={line.change.proposal.uuid}" if line.is_refused and not line.is_removal else ""
        if section == sections.TRANSLATIONS:
            return reverse("organisations:edit_translations", args=[slug, rest]) + query
        if rest and self.can_be_edited(line):
            return reverse("organisations:edit_part", args=[slug, section, rest]) + query
        return reverse("organisations:edit_section", args=[slug, section]) + query

    def can_be_edited(self, line):
        """Whether the part is there, or can be proposed anew."""
        there = any(thing == line.change.thing for thing, _name in self.wanted)
        return there or (line.is_refused and facts.is_new(line.change.thing))


def logo_url(organisation, change):
    url = reverse("organisations:proposed_logo", args=[organisation.slug, change.proposal.uuid])
    return f"{url}?bild={logos.stem(change.after)}"


@require_POST
def withdraw(request, slug, uuid):
    """Takes back one change, named by what it is about, or all that waits of the proposal."""
    organisation = entry(request, slug)
    proposal = get_object_or_404(organisation.proposals, uuid=uuid)
    key = (request.POST.get("thing"), request.POST.get("field"))
    pks = [one.pk for one in proposal.changes.all() if key in ((one.thing, one.field), (None, None))]
    tell(request, proposing.withdraw(proposal.changes.filter(pk__in=pks)))
    back = request.POST.get("back")
    if back in sections.BY_KEY:
        return redirect("organisations:edit_section", slug=organisation.slug, section=back)
    return redirect("organisations:proposals", slug=organisation.slug)


def tell(request, number):
    if number:
        words = ngettext("%(n)s change is withdrawn.", "%(n)s changes are withdrawn.", number)
        messages.success(request, words % {"n": number})
    else:
        messages.info(request, gettext("There was nothing to withdraw any more; the office may just have decided."))


@never_cache
@require_safe
def logo(request, slug, uuid):
    """The proposed picture, for those who proposed it and those who decide."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not (may_edit(request.user, organisation) or request.user.has_perm("organisations.view_changeproposal")):
        raise Http404
    proposal = get_object_or_404(ChangeProposal, organisation=organisation, uuid=uuid)
    found = proposal.changes.filter(thing="", field="logo").order_by("-pk").values_list("after", flat=True)
    path = next((path for path in found if path and logos.stem(path).startswith(request.GET.get("bild", ""))), "")
    if not path or not default_storage.exists(path):
        raise Http404
    return FileResponse(default_storage.open(path), content_type=logos.kind_of(path))
