"""Contacts and offers: a list of them, and a page for each to change, add or take away."""

import uuid
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ...forms.editing import PARTS
from ...moderation import facts, following, proposing, sections, telling
from ...moderation.applying import Impossible
from .filling import Filling, edit_crumbs, lasting_entry, told

ADD = {"contact": _("Add a contact"), "offer": _("Add an offer")}
NONE = {"contact": _("There is no contact yet."), "offer": _("There is no offer yet.")}


@dataclass
class Part:
    """A contact or offer in the list. `state` is "new", "changed", "removed", "sent_back" or ""."""

    name: str
    lines: list
    edit_url: str
    remove_url: str
    state: str = ""
    reason: str = ""
    waiting: list = field(default_factory=list)

    @property
    def undo(self):
        """The change that takes the whole part away, if it waits."""
        return next((change for change in self.waiting if not change.field), None)


def part_list(request, organisation, section):
    kind = sections.LISTS[section]
    pending, published = proposing.pending(organisation), facts.read(organisation)
    known = proposing.overlay(published, pending)
    refused = [one for one in following.sent_back(organisation) if facts.kind_of(one.thing) == kind]
    things = dict.fromkeys([*sections.things(kind, published), *sections.things(kind, known)])
    parts = [part(organisation, thing, published | known, pending, refused) for thing in things]
    context = {
        "organisation": organisation,
        "section": sections.BY_KEY[section],
        "parts": parts + [lost(organisation, change) for change in refused if not change.field and change.after],
        "none": NONE[kind],
        "add": ADD[kind],
        "add_url": part_url(organisation, section, sections.NEW),
        "back_url": reverse("organisations:edit", args=[organisation.slug]),
        "crumbs": edit_crumbs(organisation, (sections.BY_KEY[section].title, None)),
    }
    return TemplateResponse(request, "organisations/members/edit_parts.html", context)


def part(organisation, thing, known, pending, refused):
    section, key = sections.list_of(facts.kind_of(thing)), sections.key_of(thing)
    waiting = [change for (other, _name), change in pending.items() if other == thing]
    back = next((change for change in refused if change.thing == thing), None)
    whole = {name: value for (other, name), value in known.items() if other == thing}
    return Part(
        name=telling.name_of(whole),
        lines=list(telling.lines(thing, only_german(thing, whole)))[1:],
        edit_url=part_url(organisation, section, key, back),
        remove_url=reverse("organisations:remove_part", args=[organisation.slug, section, key]),
        state=state_of(thing, waiting) or ("sent_back" if back else ""),
        reason=back.reason if back else "",
        waiting=waiting,
    )


def only_german(thing, whole):
    """What it says in German; of what is not so, only that it is not public."""
    names = [name for name in facts.plain_fields(thing) if name == "public" or whole.get(name) is not False]
    return {name: whole.get(name) for name in names}


def state_of(thing, waiting):
    if any(not change.field and change.after is None for change in waiting):
        return "removed"
    return "new" if facts.is_new(thing) else "changed" if waiting else ""


def lost(organisation, change):
    """A new part that the office sent back: it stands nowhere, but can be proposed again."""
    section = sections.list_of(facts.kind_of(change.thing))
    lines = list(telling.lines(change.thing, only_german(change.thing, change.after)))[1:]
    url = part_url(organisation, section, sections.key_of(change.thing), change)
    return Part(telling.name_of(change.after), lines, url, "", "sent_back", change.reason)


def part_url(organisation, section, key, sent_back=None):
    url = reverse("organisations:edit_part", args=[organisation.slug, section, key])
    return f"{url}?wieder={sent_back.proposal.uuid}" if sent_back else url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_part(request, slug, section, key):
    organisation, kind = lasting_entry(request, slug), kind_or_404(section)
    filling = Filling(request, organisation)
    thing = thing_to_edit(filling, kind, key)
    if thing is None and request.method == "POST":
        thing, filling.is_gone = fresh(kind), True
    if thing is None:
        raise Http404
    if facts.is_new(thing):
        filling.known = proposing.new_part(thing, {}) | filling.known
    filling.make(PARTS[section], values=filling.values, thing=thing)
    if not filling.is_gone and filling.is_saved():
        return redirect("organisations:edit_section", slug=organisation.slug, section=section)
    return part_form(filling, section, thing)


def kind_or_404(section):
    if section not in sections.LISTS:
        raise Http404
    return sections.LISTS[section]


def thing_to_edit(filling, kind, key):
    """The part, also a new one that was sent back; None if it does not exist (any more)."""
    if key == sections.NEW:
        begun = [thing for thing in sections.things(kind, filling.base) if facts.is_new(thing)]
        return begun[0] if begun else fresh(kind)
    sent_back = [one for one in filling.why if facts.is_new(one[0])]
    return sections.thing_of(kind, key, [*filling.known, *sent_back])


def fresh(kind):
    return f"{kind}:new-{uuid.uuid4().hex}"


def part_form(filling, section, thing):
    organisation, title = filling.organisation, sections.BY_KEY[section].title
    name = telling.name_of({field: value for (other, field), value in filling.known.items() if other == thing})
    list_url = reverse("organisations:edit_section", args=[organisation.slug, section])
    heading = telling.thing_label(thing, name) if name else ADD[facts.kind_of(thing)]
    context = filling.context(
        heading=heading,
        section=sections.BY_KEY[section],
        is_gone=filling.is_gone,
        # What is gone can only be added anew.
        send_to=part_url(organisation, section, sections.NEW) if filling.is_gone else "",
        back_url=list_url,
        crumbs=edit_crumbs(organisation, (title, list_url), (heading, None)),
    )
    return TemplateResponse(filling.request, "organisations/members/edit_section.html", context, status=filling.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_part(request, slug, section, key):
    organisation, kind = lasting_entry(request, slug), kind_or_404(section)
    filling = Filling(request, organisation)
    thing = sections.thing_of(kind, key, filling.known)
    if thing is None and request.method != "POST":
        raise Http404
    if thing is None or (request.method == "POST" and take_away(filling, thing)):
        return redirect("organisations:edit_section", slug=organisation.slug, section=section)
    return removal_page(filling, section, thing)


def take_away(filling, thing):
    try:
        outcome = proposing.propose(filling.organisation, filling.request.user, {(thing, ""): None})
    except Impossible as error:
        messages.error(filling.request, str(error))
        return False
    direct = filling.is_direct or outcome.published
    words = gettext("It is taken away.") if direct or not outcome.waiting else told(outcome, False)
    messages.success(filling.request, words)
    return True


def removal_page(filling, section, thing):
    organisation, title = filling.organisation, sections.BY_KEY[section].title
    list_url = reverse("organisations:edit_section", args=[organisation.slug, section])
    whole = {name: value for (other, name), value in filling.known.items() if other == thing}
    context = {
        "organisation": organisation,
        "name": telling.name_of(whole),
        "lines": list(telling.lines(thing, only_german(thing, whole)))[1:],
        "is_new": facts.is_new(thing),
        "direct": filling.is_direct,
        "at_once": proposing.is_at_once(organisation, (thing, "")),
        "back_url": list_url,
        "crumbs": edit_crumbs(organisation, (title, list_url), (gettext("Take away"), None)),
    }
    return TemplateResponse(filling.request, "organisations/members/edit_remove.html", context)
