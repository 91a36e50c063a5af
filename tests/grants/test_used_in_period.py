"""How many applications count against the limit, and what an application's answers say to the rules."""

from datetime import UTC, datetime
from itertools import count

import pytest
from django.utils import timezone

from grants import publishing, terms
from grants.eligibility import facts_of_answers, used_in_period
from grants.models import Application, Call
from tests.factories import make_organisation
from tests.grants.factories import make_application, make_call, make_programme

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 15, 12, tzinfo=UTC)
_numbers = count(1)


def submitted(organisation, call, at=MAY, state="submitted"):
    reference = f"2026-ANI-{next(_numbers):04}"
    return make_application(organisation, call, state=state, reference=reference, submitted_at=at)


def used(organisation, call, at=MAY, **more):
    return used_in_period(organisation, terms.of_version(call.published), at, **more)


@pytest.fixture
def organisation():
    return make_organisation()


def test_drafts_and_applications_of_others_do_not_count(organisation):
    call = make_call(limit=1, period="quarter")
    make_application(organisation, call)
    submitted(make_organisation(), call)
    assert used(organisation, call) == 0


@pytest.mark.parametrize(("counts", "expected"), [(True, 2), (False, 1)])
def test_withdrawn_applications_count_where_the_call_says_so(organisation, counts, expected):
    call = make_call(limit=1, period="quarter", counts_withdrawn=counts)
    submitted(organisation, call)
    submitted(organisation, call, state="withdrawn")
    assert used(organisation, call) == expected


@pytest.mark.parametrize(
    ("period", "expected"), [("quarter", ["May"]), ("half", ["February", "May"]), ("year", ["February", "May", "July"])]
)
def test_a_period_counts_its_months_only(organisation, period, expected):
    call = make_call(limit=1, period=period)
    days = {"2025": (2025, 5, 15), "February": (2026, 2, 1), "May": (2026, 5, 2), "July": (2026, 7, 1)}
    found = {submitted(organisation, call, datetime(*day, 12, tzinfo=UTC)): name for name, day in days.items()}
    counted = [name for one, name in found.items() if used(organisation, call, without=one) < used(organisation, call)]
    assert counted == expected


def test_a_quarter_ends_at_midnight_in_berlin(organisation):
    call = make_call(limit=1, period="quarter")
    submitted(organisation, call, datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC))
    submitted(organisation, call, datetime(2026, 6, 30, 22, 0, 0, tzinfo=UTC))
    moments = [datetime(2026, *day, tzinfo=UTC) for day in ((6, 30, 21), (6, 30, 22), (3, 31, 21))]
    assert [used(organisation, call, at) for at in moments] == [1, 1, 0]


@pytest.mark.parametrize(("period", "expected"), [("quarter", 3), ("call", 1)])
def test_a_period_of_the_calendar_counts_the_whole_programme(organisation, period, expected):
    programme = make_programme()
    call = make_call(programme, limit=1, period=period)
    for one in (call, make_call(programme), make_call(programme), make_call()):
        submitted(organisation, one)
    assert used(organisation, call) == expected


def test_new_letters_of_reference_numbers_do_not_begin_the_count_anew(organisation):
    call = make_call(limit=1, period="quarter")
    submitted(organisation, call)
    type(call.programme).objects.filter(pk=call.programme_id).update(code="NEU", slug="neu")
    after = terms.of_call(Call.objects.get(pk=call.pk))
    assert (used(organisation, call), used_in_period(organisation, after, MAY)) == (1, 1)


@pytest.mark.parametrize("published_again", [True, False])
def test_a_call_that_moved_to_another_address_still_counts(organisation, published_again):
    call = make_call(limit=1, period="call")
    submitted(organisation, call)
    before = terms.of_version(call.published)
    Call.objects.filter(pk=call.pk).update(slug="umgezogen")
    after = terms.of_call(Call.objects.get(pk=call.pk)) if published_again else before
    assert used_in_period(organisation, after, MAY) == 1


def test_an_application_does_not_count_against_itself(organisation):
    call = make_call(limit=1, period="quarter")
    own = submitted(organisation, call)
    submitted(organisation, call)
    assert (used(organisation, call), used(organisation, call, without=own)) == (2, 1)


PLAN = {"costs": [], "income": [], "voluntary": [], "requested": None}


def answers(*papers):
    return {"verein": {}, "projekt": {}, "plan": PLAN, "anlagen": [{"paper": key} for key in papers]}


def missing(application, *papers):
    facts = facts_of_answers(application, answers(*papers), timezone.now())
    return [paper.key for paper in facts.missing_papers]


def call_with_papers():
    call = make_call(publish=False)
    for key, applicants in {"a": "all", "f": "first", "r": "repeat", "o": "all"}.items():
        call.papers.create(key=key, name=key, applicants=applicants, required=key != "o")
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def test_missing_are_the_required_papers_of_this_applicant(organisation):
    application = make_application(organisation, call_with_papers())
    assert (missing(application), missing(application, "a"), missing(application, "a", "f")) == (["a", "f"], ["f"], [])
    submitted(organisation, make_call(), datetime(2025, 5, 1, tzinfo=UTC))
    assert missing(application) == ["a", "r"]


def test_an_application_stays_the_first_one_when_another_follows(organisation):
    call = call_with_papers()
    first = submitted(organisation, call, datetime(2026, 2, 1, tzinfo=UTC))
    submitted(organisation, call, datetime(2026, 3, 1, tzinfo=UTC))
    assert missing(Application.objects.get(pk=first.pk)) == ["a", "f"]


def test_what_was_not_answered_is_not_known(organisation):
    facts = facts_of_answers(make_application(organisation, make_call()), answers(), timezone.now())
    unknown = ("is_charitable", "is_local", "has_begun", "begins_on", "ends_on", "is_registered")
    assert [getattr(facts, name) for name in unknown] == [None] * 6
