"""How long it took in a programme so far, from the submission to the decision."""

from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, Q

from .. import workflow
from ..models import Application

# Of fewer, a number says little, and perhaps something of one association.
LEAST = 5
DECIDED = (workflow.AWARD, workflow.WAIT, workflow.REJECT)
DAY = timedelta(days=1)


class Median(Aggregate):
    """Half took longer, half less; PostgreSQL's percentile_cont."""

    function, template = "percentile_cont", "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def median(programme):
    """Whole days until the first decision, rounded half up; None where there are fewer than LEAST decided cases."""
    first = Min("status_changes__at", filter=Q(status_changes__step__in=DECIDED))
    decided = Application.objects.filter(call__programme=programme).annotate(decided_at=first)
    took = ExpressionWrapper(F("decided_at") - F("submitted_at"), DurationField())
    decided = decided.filter(decided_at__isnull=False).annotate(took=took)
    found = decided.aggregate(median=Median("took"), number=Count("pk"))
    return int(found["median"] / DAY + 0.5) if found["number"] >= LEAST else None
