"""A person of the office says that they are tied to an association, and the head of the office ends it (§ 25 HGO)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from organisations.models import Organisation

from ..models import Application, Conflict
from ..permissions import may_end
from ..workflow import NotPossible


@transaction.atomic
def declare(user, organisation, reason):
    """From now on the association's cases do not exist for the person; those that they had wait for somebody else.

    Whoever says it twice has said it once.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    conflict, _is_new = Conflict.objects.open().get_or_create(
        user=user, organisation=organisation, ended_at=None, defaults={"reason": reason}
    )
    Application.objects.filter(organisation=organisation, officer=user).update(officer=None)
    return conflict


def end(conflict, user):
    """Raises NotPossible for one's own, for whoever is not the head, and for one that has ended."""
    if not may_end(user, conflict):
        raise NotPossible(gettext("Somebody else has to end this conflict of interest."))
    if not Conflict.objects.open().filter(pk=conflict.pk).update(ended_at=timezone.now()):
        raise NotPossible(gettext("It has ended already."))
