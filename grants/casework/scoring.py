"""Scores: points of several assessors for each criterion of the call, with what they come to together.

Nobody sees what others gave before they have given their own. Totals are percent of the scale, rounded half up to one
decimal, once; scores of somebody who is tied to the association, and unfinished ones, are not in them.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership

from .. import terms, workflow
from ..models import Application, Conflict, Score
from ..models.assessing import MOST_POINTS
from ..permissions import may_score
from . import assessing

State = Application.State
SCALE = {
    0: _("not fulfilled"),
    1: _("hardly fulfilled"),
    2: _("fulfilled in part"),
    3: _("mostly fulfilled"),
    4: _("well fulfilled"),
    5: _("fully fulfilled"),
}
# As long as scores can still be given, others' are not shown to everybody.
NOT_DONE = (State.SUBMITTED, State.CHECKING, State.QUERIED, State.ASSESSING)
RANKED = (State.ASSESSING, State.ADVISING, State.DECIDING)


@dataclass(frozen=True)
class Given:
    """A score; it counts unless its assessor is tied to the association, or not done with all criteria."""

    score: Score
    is_tied: bool
    is_done: bool

    @property
    def counts(self):
        return self.is_done and not self.is_tied


@dataclass(frozen=True)
class Average:
    """`points` is the mean of those that count with one decimal, or None without any."""

    criterion: terms.Criterion
    points: Decimal | None
    given: list


@dataclass(frozen=True)
class Averages:
    criteria: list
    total: Decimal | None


def criteria(application):
    return terms.of_version(application.version).criteria


# One's own


@transaction.atomic
def score(application, user, given, at=None):
    """Keeps the person's own `given` {key of the criterion: (points, justification)}; others stay as they are.

    Raises workflow.NotPossible for whoever may not, and after the assessment.
    """
    found = Application.objects.select_for_update(of=["self"]).select_related("version").get(pk=application.pk)
    if not may_score(user, found):
        is_done = found.state != State.ASSESSING
        raise workflow.NotPossible(assessing.no_longer(found) if is_done else gettext("You cannot give scores here."))
    for one in criteria(found):
        if one.key in given:
            keep(found, user, one.key, *given[one.key], at or timezone.now())


def keep(application, user, key, points, justification, at):
    columns = {"points": points, "justification": justification}
    before = Score.objects.filter(application=application, assessor=user, criterion=key).first()
    if before and columns == {name: getattr(before, name) for name in columns}:
        return
    Score.objects.update_or_create(application=application, assessor=user, criterion=key, defaults=columns | {"at": at})


def own(application, user):
    """{key of the criterion: Score} of this person."""
    return {one.criterion: one for one in application.scores.all() if one.assessor_id == user.pk}


def has_scored(application, user):
    """Whether the person has scored every criterion."""
    return {one.key for one in criteria(application)} <= own(application, user).keys()


def may_see_others(application, user):
    return application.state not in NOT_DONE or has_scored(application, user)


# All together


def averages(application, user):
    """None as long as this person may not see them: before they have scored every criterion themselves."""
    if not may_see_others(application, user):
        return None
    asked, given = criteria(application), given_to(application)
    found = [Average(one, shown(exact_mean(given, one.key)), of(given, one.key)) for one in asked]
    return Averages(found, shown(exact_total(asked, given)))


def total(application):
    """Percent of the scale with one decimal, or None where nobody has scored everything. For whoever may see it:
    `may_see_others`."""
    return shown(exact_total(criteria(application), given_to(application)))


def given_to(application):
    scores = list(application.scores.select_related("assessor"))
    return judged(criteria(application), application.organisation_id, scores, tied_pairs([application]))


def judged(asked, organisation, scores, tied):
    """[Given] for the criteria that are asked; `tied` as of `tied_pairs`."""
    done = defaultdict(set)
    for one in scores:
        done[one.assessor_id].add(one.criterion)
    keys = {one.key for one in asked}
    finished = {person for person, given in done.items() if keys <= given}
    return [
        Given(one, (one.assessor_id, organisation) in tied, one.assessor_id in finished)
        for one in scores
        if one.criterion in keys
    ]


def of(given, key):
    return [one for one in given if one.score.criterion == key]


def tied_pairs(applications):
    """{(person, association)} of those who scored and are tied; as `permissions.is_conflicted`, for many at once."""
    people = Score.objects.filter(application__in=applications).values("assessor")
    organisations = [one.organisation_id for one in applications]
    asked = {"user__in": people, "organisation__in": organisations}
    declared = Conflict.objects.open().filter(**asked).values_list("user", "organisation")
    return {*declared, *Membership.objects.current().filter(**asked).values_list("user", "organisation")}


def exact_total(asked, given):
    """As a fraction of 100, None without scores that count."""
    weighed = [(one.weight, exact_mean(given, one.key)) for one in asked]
    whole = sum(weight for weight, _points in weighed) * MOST_POINTS
    if not whole or any(points is None for _weight, points in weighed):
        return None
    return 100 * sum(weight * points for weight, points in weighed) / whole


def exact_mean(given, key):
    points = [one.score.points for one in of(given, key) if one.counts]
    return Fraction(sum(points), len(points)) if points else None


def shown(fraction):
    if fraction is None:
        return None
    exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


# Many applications


def ranking(call, user=None):
    """[(application, total, proposed amount)] of what is not decided yet, the highest total first, ties by arrival.

    With a `user` only what they may work with, and no total before their own scores.
    """
    cases = Application.objects.for_office(user) if user else Application.objects.all()
    cases = cases.filter(call=call, state__in=RANKED).select_related("organisation", "version", "appraisal")
    found = list(cases.prefetch_related("scores").order_by("submitted_at", "pk"))
    tied = tied_pairs(found)
    exact = {one.pk: ranked_by(one, tied) for one in found}
    hidden = {one.pk for one in found if user and not may_see_others(one, user)}
    exact |= dict.fromkeys(hidden)
    found.sort(key=lambda one: -1 if exact[one.pk] is None else exact[one.pk], reverse=True)
    return [(one, shown(exact[one.pk]), proposed(one)) for one in found]


def ranked_by(application, tied):
    asked = criteria(application)
    return exact_total(asked, judged(asked, application.organisation_id, application.scores.all(), tied))


def proposed(application):
    appraisal = getattr(application, "appraisal", None)
    return appraisal.amount if appraisal else None
