"""The pot of a call: what awards take from it and what goes back. Amounts in EUR.

`Call.committed` is what awards hold, prepared ones too; nothing else writes it. The database's constraint
`call_pot_not_overdrawn` keeps it between 0 and the pot, whoever comes at the same time.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import ZERO

from ..models import Application, Call
from ..workflow import NotPossible

PENDING = Q(applications__decisions__released_at=None, applications__decisions__cancelled_at=None)


@dataclass(frozen=True)
class Pot:
    """`reserved` waits for its release, `awarded` is released. `total` and `left` are None where there is no limit."""

    total: Decimal | None
    reserved: Decimal
    awarded: Decimal

    @property
    def left(self):
        return None if self.total is None else self.total - self.reserved - self.awarded


def of(call):
    """As it stands in the database; the sums of all its cases, of those that somebody may not read, too."""
    reserved = Sum("applications__decisions__amount", filter=PENDING, default=ZERO)
    found = Call.objects.annotate(reserved=reserved).get(pk=call.pk)
    return Pot(found.pot, found.reserved, found.committed - found.reserved)


def lock(application):
    """The application as it is now, held until the transaction ends; the call before it, as everybody does it."""
    Call.objects.select_for_update(no_key=True).get(pk=application.call_id)
    held = Application.objects.select_for_update(of=["self"], no_key=True)
    return held.select_related("organisation", "call__programme", "version").get(pk=application.pk)


def take(call, amount):
    """Raises NotPossible, with what is left, if there is not so much money in the pot."""
    if not amount:
        return
    try:
        with transaction.atomic():
            Call.objects.filter(pk=call.pk).update(committed=F("committed") + amount)
    except IntegrityError as error:
        told = {"sum": money.shown(amount), "left": money.shown(of(call).left)}
        raise NotPossible(
            gettext("There is not so much money in the pot: %(left)s are left, and this is %(sum)s.") % told
        ) from error


def give(call, amount):
    """What an award held goes back."""
    if amount:
        Call.objects.filter(pk=call.pk).update(committed=F("committed") - amount)
