"""Beginning an application and giving one up."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from organisations.models import Organisation

from . import keeping, starting_over, terms, writing
from .models import Application, Call, Section

GONE = (Organisation.State.MERGED, Organisation.State.DISSOLVED)
DOUBLE_CLICK = timedelta(minutes=1)


class NotOpen(Exception):
    """The call was closed, moved or archived since the page was shown."""


def associations(user):
    """Those for which the person may write an application."""
    return Organisation.objects.spoken_for_by(user).exclude(state__in=GONE)


def drafts(call, user):
    """The drafts for this call that the person's associations have already."""
    found = Application.objects.of_members(user).filter(call=call, state=Application.State.DRAFT)
    return found.select_related("organisation", "version")


def earlier(user):
    """The applications from which a new one may begin, the newest first."""
    typed = Section.objects.filter(number__gt=0, key__in=starting_over.COPIED)
    found = Application.objects.of_members(user).filter(sections__in=typed).distinct()
    return found.select_related("organisation", "version")


@transaction.atomic
def start(call, organisation, user, begin_with=None):
    """A new draft by the call's present rules, with the texts of an earlier application of the same association.

    Whoever presses the button twice gets the same draft. Raises NotOpen.
    """
    Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if twin := pressed_before(call, organisation, user):
        return twin
    call = locked(call)
    draft = Application.objects.create(
        call=call, version=call.published, organisation=organisation, created_by=user, copied_from=begin_with
    )
    for key, typed in (starting_over.texts_of(begin_with) if begin_with else {}).items():
        writing.save(draft, key, typed, seen=0, user=user)
    return draft


def locked(call):
    """The call as it is now; a publication waits until the draft is there, and then takes it along."""
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if call.archived or not terms.of_version(call.published).is_open(timezone.now()):
        raise NotOpen
    return call


def pressed_before(call, organisation, user):
    just_now = timezone.now() - DOUBLE_CLICK
    same = {"call": call, "organisation": organisation, "created_by": user, "state": Application.State.DRAFT}
    return Application.objects.filter(**same, created_at__gt=just_now).first()


@transaction.atomic
def discard(application):
    """Deletes a draft with all that was typed and its own papers. Raises writing.NotADraft after the submission."""
    draft = Application.objects.select_for_update().get(pk=application.pk)
    if not draft.is_draft:
        raise writing.NotADraft
    keeping.delete_applications(Application.objects.filter(pk=draft.pk))
