"""The entry as its people edit it: a list of its sections, and a form for each."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ... import logos
from ...forms import editing as forms
from ...moderation import facts, following, proposing, sections, summing_up
from ...permissions import UNPUBLISHED, may_edit
from . import crumbs, editing_parts, editing_translations
from .filling import GONE, Filling, edit_crumbs, entry, lasting_entry


@never_cache
@require_safe
def edit(request, slug):
    organisation = entry(request, slug)
    if organisation.state in GONE:
        return gone(request, organisation)
    pending, refused = proposing.pending(organisation), following.sent_back(organisation)
    known = proposing.overlay(facts.read(organisation), pending)
    context = {
        "organisation": organisation,
        "rows": summing_up.rows(organisation, known, pending, refused),
        "waits": len(pending),
        "sent_back": len(refused),
        "direct": organisation.state in UNPUBLISHED,
        "crumbs": crumbs(organisation, (gettext("Edit the entry"), None)),
    }
    return TemplateResponse(request, "organisations/members/edit.html", context)


def gone(request, organisation):
    """Says why there is nothing to edit, and where to go instead."""
    into = organisation.merged_into
    context = {
        "organisation": organisation,
        "into": into,
        "into_url": reverse("organisations:edit", args=[into.slug]) if into and may_edit(request.user, into) else "",
        "crumbs": crumbs(organisation, (gettext("Edit the entry"), None)),
    }
    return TemplateResponse(request, "organisations/members/edit_gone.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request, slug, section):
    organisation = lasting_entry(request, slug)
    if section in sections.LISTS:
        return editing_parts.part_list(request, organisation, section)
    if section == sections.TRANSLATIONS:
        return editing_translations.languages(request, organisation)
    if section not in forms.SECTIONS:
        raise Http404
    return section_form(request, organisation, sections.BY_KEY[section])


def section_form(request, organisation, section):
    filling = Filling(request, organisation)
    more = {"organisation": organisation, "shown": filling.known[("", "logo")]} if section.key == "logo" else {}
    filling.make(forms.SECTIONS[section.key], values=filling.values, **more)
    if filling.is_saved():
        return redirect("organisations:edit", slug=organisation.slug)
    context = filling.context(
        section=section,
        back_url=reverse("organisations:edit", args=[organisation.slug]),
        crumbs=edit_crumbs(organisation, (section.title, None)),
        **logo_context(filling, section),
    )
    return TemplateResponse(request, "organisations/members/edit_section.html", context, status=filling.status)


def logo_context(filling, section):
    """The address of the logo as it is wanted, if there is one."""
    if section.key != "logo":
        return {}
    organisation, waiting = filling.organisation, filling.pending.get(("", "logo"))
    if waiting and waiting.after:
        return {"logo_url": reverse("organisations:proposed_logo", args=[organisation.slug, waiting.proposal.uuid])}
    return {"logo_url": reverse("organisations:own_logo", args=[organisation.slug]) if filling.form.shown else ""}


@never_cache
@require_safe
def own_logo(request, slug):
    """The present logo, also of an entry that is not public."""
    organisation = lasting_entry(request, slug)
    path = organisation.logo.name
    if not path or not default_storage.exists(path):
        raise Http404
    return FileResponse(default_storage.open(path), content_type=logos.kind_of(path))
