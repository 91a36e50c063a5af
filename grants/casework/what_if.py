"""What the pot of a call is enough for: the applications in the order of their scores, and a line among them.

Amounts in EUR. Cases of associations that somebody is tied to are not in their list, but their money is in the sums.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from darmstadt_mso.lib.money import ZERO

from .. import workflow
from ..models import Application, Decision
from . import advising, pots, preparing, scoring


@dataclass(frozen=True)
class Row:
    """`amount` is what it would get: of the decision that waits, else as proposed; `total` with all those above it.
    `needs` is what the pot must still give for it."""

    application: Application
    score: Decimal | None
    advice: advising.Advice | None
    waits: Decision | None
    amount: Decimal
    needs: Decimal
    total: Decimal = ZERO

    @property
    def can_be_prepared(self):
        return self.application.state == workflow.State.DECIDING and self.waits is None


@dataclass(frozen=True)
class Division:
    """`line` rows from the top get their money: `given` together, which leaves `left` of the pot (below 0: is
    missing), None where there is no limit."""

    pot: pots.Pot
    rows: list
    line: int

    @property
    def given(self):
        return self.rows[self.line - 1].total if self.line else ZERO

    @property
    def left(self):
        needed = sum((row.needs for row in self.rows[: self.line]), ZERO)
        return None if self.pot.left is None else self.pot.left - needed

    @property
    def missing(self):
        return max(ZERO, -self.left) if self.left is not None else ZERO

    @property
    def above(self):
        return self.rows[: self.line]

    @property
    def below(self):
        return self.rows[self.line :]


def of(call, user, line=None):
    """With the line as low as the money allows, or after so many rows."""
    pot, rows = pots.of(call), summed(list(map(row_of, ranked(call, user))))
    lowest = enough_for(pot, rows)
    return Division(pot, rows, lowest if line is None else max(0, min(line, len(rows))))


def ranked(call, user):
    """The ranking with the decisions that wait."""
    ranking = scoring.ranking(call, user)
    cases = [application for application, _score, _amount in ranking]
    waits = {one.application_id: one for one in Decision.objects.pending().filter(application__in=cases)}
    return [(application, score, amount, waits.get(application.pk)) for application, score, amount in ranking]


def row_of(found):
    application, score, amount, waits = found
    amount = waits.amount if waits else amount if amount is not None else preparing.most(application)
    return Row(application, score, advice_of(application), waits, amount, ZERO if waits else amount)


def advice_of(application):
    item = application.agenda_items.filter(voted_at__isnull=False).select_related("session").last()
    return advising.result(item).advice if item else None


def summed(rows):
    totals = accumulate(row.amount for row in rows)
    return [Row(**vars(row) | {"total": total}) for row, total in zip(rows, totals, strict=True)]


def enough_for(pot, rows):
    """How many from the top can have their money."""
    if pot.left is None:
        return len(rows)
    needed = accumulate(row.needs for row in rows)
    return sum(1 for sum_so_far in needed if sum_so_far <= pot.left)
