"""How a form of an entry is begun, judged and taken in, the same for every section."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from darmstadt_mso.lib import kept_forms

from ...models import Organisation
from ...moderation import facts, following, proposing, seen, telling
from ...moderation.applying import Impossible
from ...permissions import UNPUBLISHED, may_edit
from . import crumbs

# There is nothing to edit any more.
GONE = (Organisation.State.MERGED, Organisation.State.DISSOLVED)


def entry(request, slug):
    """The entry, by its present or a former address, if this person may edit it; else 404."""
    found = Organisation.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).distinct()
    organisation = get_object_or_404(found)
    if not may_edit(request.user, organisation):
        raise Http404
    return organisation


def lasting_entry(request, slug):
    organisation = entry(request, slug)
    if organisation.state in GONE:
        raise Http404
    return organisation


def edit_crumbs(organisation, *further):
    edit_url = reverse("organisations:edit", args=[organisation.slug])
    return crumbs(organisation, (gettext("Edit the entry"), edit_url), *further)


class Filling:
    """One form of an entry, from its opening to its being taken in; with ?wieder= it begins with what was sent back."""

    def __init__(self, request, organisation):
        self.request, self.organisation = request, organisation
        self.pending = proposing.pending(organisation)
        self.published = facts.read(organisation)
        self.known = proposing.overlay(self.published, self.pending)
        self.again, self.why = following.again(organisation, request.GET.get("wieder", ""))
        self.form, self.is_gone = None, False
        # What somebody else changed while the form was open, and the facts of which the form now shows a newer state.
        self.conflicts, self.moved = [], {}

    @property
    def is_direct(self):
        """Whether it is saved at once, because the entry is not public yet."""
        return self.organisation.state in UNPUBLISHED

    @property
    def base(self):
        """What the form showed that was sent just now."""
        return seen.values(self.request.POST.get("seen", ""))

    @property
    def values(self):
        """What the form begins with."""
        return self.known | (self.again if self.request.method != "POST" else {})

    def make(self, make, **options):
        self.form = kept_forms.form(self.request, make, **options)
        if self.is_direct:
            self.form.without_note()
        return self.form

    def is_saved(self):
        """Takes in what was sent, if it was; else the page says why not."""
        return self.request.method == "POST" and self.form.is_valid() and self.save()

    def save(self):
        try:
            draft = proposing.save(self.organisation, self.request.user, self.form.facts(), self.base, self.form.note)
        except Impossible as error:
            self.form.add_error(None, str(error))
            return False
        self.conflicts = draft.conflicts
        self.moved = {one.key: one.now for one in draft.conflicts}
        if draft.outcome:
            messages.success(self.request, told(draft.outcome, self.is_direct))
        return bool(draft.outcome)

    @property
    def seen(self):
        """What the form shows now as the state of things, for its next sending."""
        if self.moved:
            return seen.token(self.base | self.moved)
        if self.form.is_bound and not self.is_gone:
            return self.form.data.get("seen", "")
        return seen.token({key: self.known.get(key, self.values.get(key)) for key in self.form.keys})

    @property
    def status(self):
        return 422 if self.form.is_bound and self.request.method == "POST" else 200

    def context(self, **more):
        marks = following.marks(self.pending, self.published, self.request.user, why=self.why, conflicts=self.conflicts)
        self.form.mark(marks)
        return {
            "organisation": self.organisation,
            "form": self.form,
            "marks": {name: mark for (thing, name), mark in marks.items() if not thing},
            "conflicts": [telling.label(*one.key) for one in self.conflicts],
            "seen": self.seen,
            "direct": self.is_direct,
            "at_once": all(proposing.is_at_once(self.organisation, key) for key in self.form.keys),
            "refused": sorted({change.reason for key, change in self.why.items() if key in self.form.keys}),
            **more,
        }


def told(outcome, direct):
    """What became of a form, in words."""
    if outcome.waiting and outcome.published:
        return gettext("A part is published. The rest waits for the office; until then the former version stays.")
    if outcome.waiting:
        return gettext("Thank you. Your change waits for the office; until then everybody sees the former version.")
    if outcome.published:
        return gettext("It is saved.") if direct else gettext("It is saved and published.")
    if outcome.withdrawn:
        return gettext("It is as published again; nothing of it waits any more.")
    return gettext("There was nothing new to save.")
