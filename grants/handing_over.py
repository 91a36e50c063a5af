"""An editor has finished an application and asks those who are entitled to sign to submit it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from . import telling, workflow
from .models import Application

# Whoever presses the button again so soon sends no second mail.
QUIET = timedelta(hours=1)


@transaction.atomic
def hand_over(application, user, at=None):
    """To whom a mail went. Raises workflow.NotPossible, in words, where nobody can sign or it is no draft any more."""
    at = at or timezone.now()
    draft = Application.objects.select_for_update().get(pk=application.pk)
    if not draft.is_draft:
        raise workflow.NotPossible(gettext("That is no longer possible: the application is submitted."))
    readers = telling.signatories(draft.organisation)
    if not readers:
        raise workflow.NotPossible(
            gettext("Nobody in your association is entered as entitled to sign. Please ask the office.")
        )
    if draft.handed_over_at and draft.handed_over_at > at - QUIET:
        return []
    draft.handed_over_by, draft.handed_over_at = user, at
    draft.save(update_fields=["handed_over_by", "handed_over_at"])
    telling.tell("handed_over", draft, readers, person=str(user))
    return readers
