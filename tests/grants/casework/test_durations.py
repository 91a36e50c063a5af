"""How long it took so far, from the submission to the decision."""

from datetime import timedelta

import pytest

from grants import workflow
from grants.casework import durations
from tests.factories import make_organisation
from tests.grants.factories import make_application, make_call

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def decide(call, *days, step=workflow.AWARD):
    """Cases that were decided so many days after they were submitted."""
    for number, after in enumerate(days):
        case = make_application(make_organisation(index=False), call)
        at = call.closes_at
        case.reference, case.state, case.submitted_at = f"{call.slug}-{step}-{number}"[-20:], "deciding", at
        case.save()
        note(case, step, at + after * DAY)


def note(case, step, at):
    case.status_changes.create(step=step, before="deciding", after="awarded", at=at)


@pytest.mark.parametrize(
    ("days", "median"),
    [((10, 20, 30, 40), None), ((10, 20, 30, 40, 99), 30), ((10, 20, 30, 41, 99, 100), 36), ((0, 0, 0, 0, 0), 0)],
)
def test_the_median_is_told_from_five_decisions_on(days, median):
    call = make_call()
    decide(call, *days)
    assert durations.median(call.programme) == median


def test_the_first_decision_counts_whatever_it_was():
    call = make_call()
    decide(call, 10, 10, 10, step=workflow.WAIT)
    decide(call, 10, 10, step=workflow.REJECT)
    for case in call.applications.all():
        note(case, workflow.AWARD, case.submitted_at + 90 * DAY)
    assert durations.median(call.programme) == 10


def test_other_steps_and_other_programmes_do_not_count():
    call, other = make_call(), make_call()
    decide(call, 1, 1, 1, 1)
    decide(call, 1, 1, step=workflow.REVOKE)
    decide(other, 1, 1, 1, 1, 1)
    assert (durations.median(call.programme), durations.median(other.programme)) == (None, 1)
