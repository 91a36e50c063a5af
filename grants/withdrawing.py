"""An association takes back what it has submitted."""

from django.db import transaction

from . import telling, workflow
from .casework import advising, asking, deciding, pots


@transaction.atomic
def withdraw(application, user, reason=""):
    """What was reserved or awarded goes back to the pot. Raises workflow.NotPossible once it is over or withdrawn."""
    pots.lock(application)
    change = workflow.perform(workflow.WITHDRAW, application, user, note=reason)
    asking.close_open(application, user)
    advising.leave_agenda(application)
    deciding.cancel_pending(application, user)
    deciding.give_back(change)
    readers = telling.people(application.organisation)
    telling.tell("withdrawn", application, readers, person=str(user), reason=reason)
