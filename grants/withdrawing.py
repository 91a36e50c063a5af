"""An association takes back what it has submitted."""

from django.db import transaction

from . import telling, workflow


@transaction.atomic
def withdraw(application, user, reason=""):
    """Raises workflow.NotPossible once it is decided or withdrawn."""
    workflow.perform(workflow.WITHDRAW, application, user, note=reason)
    readers = telling.people(application.organisation)
    telling.tell("withdrawn", application, readers, person=str(user), reason=reason)
