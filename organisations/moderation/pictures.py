"""Pictures that were proposed as a logo: their files leave the storage when nothing refers to them any more.

What was sent back is still referred to: its author reads the reason beside it and may propose it anew.
"""

from django.core.files.storage import default_storage
from django.db import transaction

from ..models import Organisation, ProposedChange

Verdict = ProposedChange.Verdict
COME_TO_NOTHING = (Verdict.REFUSED, Verdict.WITHDRAWN)
LOGO = {"thing": "", "field": "logo"}


def is_picture(change):
    return (change.thing, change.field) == ("", "logo")


def clear(organisation):
    """Takes the organisation's pictures that came to nothing out of the storage, once the transaction stands."""
    found = ProposedChange.objects.filter(**LOGO, proposal__organisation=organisation, verdict__in=COME_TO_NOTHING)
    drop(found.values_list("after", flat=True))


def drop(paths):
    """Takes these out of the storage unless they are needed, once the transaction stands."""
    for path in filter(None, set(paths)):
        transaction.on_commit(lambda path=path: remove(path))


def remove(path):
    if not is_needed(path):
        default_storage.delete(path)


def is_needed(path):
    """Whether an entry shows the picture, or a proposal that waits, was accepted or can be made anew."""
    proposed = ProposedChange.objects.filter(**LOGO, after=path)
    alive = proposed.exclude(verdict__in=COME_TO_NOTHING).exists() or any(map(is_sent_back, proposed))
    return alive or Organisation.objects.filter(logo=path).exists()


def is_sent_back(change):
    """Whether nobody has proposed another picture since."""
    later = ProposedChange.objects.filter(**LOGO, proposal__organisation=change.proposal.organisation_id)
    return change.verdict == Verdict.REFUSED and not later.filter(pk__gt=change.pk).exists()
