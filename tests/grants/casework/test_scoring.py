"""Scores of several assessors, who do not see each other's before their own, and what they come to together."""

from decimal import Decimal

import pytest
from django.utils import timezone, translation

from grants.casework import assessing, scoring
from grants.models import Application, Conflict, Score
from grants.permissions import is_conflicted
from grants.workflow import NotPossible
from organisations.models import Role
from tests.factories import make_membership, make_organisation
from tests.grants.cases import (
    State,
    board_member,
    case_worker,
    make_case,
    published_call,
    second_person,
    signatory_of,
    tied_case_worker,
)
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(db):
    return make_case(State.ASSESSING)


def give(application, user, **points):
    """`points` by criterion; the weights are 2 for the need (bedarf) and 1 for the effect (wirkung)."""
    scoring.score(application, user, {key: (one, f"Because of {key}.") for key, one in points.items()})


def again(application):
    return Application.objects.select_related("version", "organisation").get(pk=application.pk)


def at_state(application, state):
    Application.objects.filter(pk=application.pk).update(state=state)
    return again(application)


# Giving them


def test_a_score_has_points_and_a_justification(case):
    user = case_worker()
    give(case, user, bedarf=4, wirkung=0)
    told = {(one.criterion, one.points, one.justification, one.assessor) for one in Score.objects.all()}
    assert told == {("bedarf", 4, "Because of bedarf.", user), ("wirkung", 0, "Because of wirkung.", user)}


def test_scores_can_be_changed_until_the_assessment_is_done(case):
    user = case_worker()
    give(case, user, bedarf=4)
    give(case, user, bedarf=2)
    assert [one.points for one in case.scores.all()] == [2]
    done = at_state(case, State.DECIDING)
    with pytest.raises(NotPossible, match="no longer possible"):
        give(done, user, bedarf=5)
    assert [one.points for one in case.scores.all()] == [2]


def test_the_same_scores_sent_again_are_not_newer(case):
    user = case_worker()
    give(case, user, bedarf=4)
    before = case.scores.get().at
    give(case, user, bedarf=4)
    assert case.scores.get().at == before


def test_case_workers_and_those_who_decide_score_and_nobody_else(case):
    give(case, case_worker(), bedarf=1)
    give(case, second_person(), bedarf=2)
    for user in (tied_case_worker(case), board_member(), signatory_of(case)):
        with pytest.raises(NotPossible, match="cannot give scores"):
            give(case, user, bedarf=5)
    assert sorted(one.points for one in case.scores.all()) == [1, 2]


def test_only_criteria_of_the_call_are_scored(case):
    give(case, case_worker(), bedarf=1, schoenheit=5)
    assert [one.criterion for one in case.scores.all()] == ["bedarf"]


# Seeing others'


def test_nobody_sees_averages_before_they_have_scored_every_criterion(case):
    first, second = case_worker(), second_person()
    give(case, first, bedarf=5, wirkung=5)
    assert scoring.averages(again(case), second) is None
    give(case, second, bedarf=1)
    assert scoring.averages(again(case), second) is None
    give(case, second, wirkung=1)
    assert scoring.averages(again(case), second).total == Decimal("60.0")


@pytest.mark.parametrize("state", [State.CHECKING, State.QUERIED, State.ASSESSING])
def test_they_stay_hidden_as_long_as_scores_can_still_be_given(state, case):
    give(case, case_worker(), bedarf=5, wirkung=5)
    assert scoring.averages(at_state(case, state), second_person()) is None


@pytest.mark.parametrize("state", [State.ADVISING, State.DECIDING, State.AWARDED, State.WAITING, State.REJECTED])
def test_after_the_assessment_everybody_who_reads_the_case_sees_them(state, case):
    give(case, case_worker(), bedarf=5, wirkung=5)
    assert scoring.averages(at_state(case, state), second_person()).total == Decimal("100.0")


def test_who_gave_what_and_why_stands_with_each_criterion(case):
    user = case_worker()
    give(case, user, bedarf=3, wirkung=4)
    need, effect = scoring.averages(again(case), user).criteria
    told = [(one.score.assessor, one.score.points, one.score.justification) for one in need.given]
    assert (need.points, told) == (Decimal("3.0"), [(user, 3, "Because of bedarf.")])
    assert effect.criterion.key == "wirkung"


# Together


def test_the_total_weighs_the_criteria(case):
    give(case, case_worker(), bedarf=5, wirkung=0)
    assert scoring.total(again(case)) == Decimal("66.7")


def test_the_total_is_the_mean_of_several_and_is_rounded_once(case):
    give(case, case_worker(), bedarf=5, wirkung=0)
    give(case, second_person(), bedarf=2, wirkung=5)
    give(case, case_worker(first_name="Fatma"), bedarf=1, wirkung=1)
    found = scoring.averages(at_state(case, State.DECIDING), second_person())
    assert [one.points for one in found.criteria] == [Decimal("2.7"), Decimal("2.0")]
    assert found.total == scoring.total(again(case)) == Decimal("48.9")


def test_unfinished_scores_are_not_in_the_total(case):
    give(case, case_worker(), bedarf=5, wirkung=5)
    give(case, second_person(), bedarf=0)
    assert scoring.total(again(case)) == Decimal("100.0")


def test_without_finished_scores_there_is_no_total(case):
    assert scoring.total(case) is None
    give(case, case_worker(), bedarf=5)
    assert scoring.total(again(case)) is None


def test_a_call_without_criteria_has_no_total_and_hides_nothing():
    case = make_case(State.ASSESSING, make_call())
    found = scoring.averages(case, case_worker())
    assert (found.criteria, found.total) == ([], None)


@pytest.mark.parametrize("tie", ["declared", "speaks"])
def test_scores_of_somebody_who_is_tied_do_not_count_and_are_marked(tie, case):
    tied, other = case_worker(), second_person()
    give(case, tied, bedarf=5, wirkung=5)
    give(case, other, bedarf=1, wirkung=1)
    make_tie(tie, tied, case.organisation)
    found = scoring.averages(again(case), other)
    assert (found.total, found.criteria[0].points) == (Decimal("20.0"), Decimal("1.0"))
    marks = {one.score.assessor: (one.is_tied, one.counts) for one in found.criteria[0].given}
    assert marks == {tied: (True, False), other: (False, True)}


def make_tie(tie, user, organisation):
    if tie == "declared":
        Conflict.objects.create(user=user, organisation=organisation)
    else:
        make_membership(user, organisation, Role.EDITOR)


def test_a_tie_that_has_ended_no_longer_takes_scores_away(case):
    user = case_worker()
    give(case, user, bedarf=5, wirkung=5)
    Conflict.objects.create(user=user, organisation=case.organisation, ended_at=timezone.now())
    assert scoring.total(again(case)) == Decimal("100.0")


def test_ties_are_those_of_the_permissions(case):
    people = [case_worker(), second_person(), case_worker(first_name="Fatma")]
    for user in people:
        give(case, user, bedarf=5, wirkung=5)
    make_tie("declared", people[0], case.organisation)
    make_tie("speaks", people[1], case.organisation)
    tied = {user for user, _organisation in scoring.tied_pairs([case])}
    assert tied == {user.pk for user in people if is_conflicted(user, case)} == {people[0].pk, people[1].pk}


# Ranking


@pytest.fixture
def ranked(db):
    """Four of one call: the best, two that are alike, and one without scores; and one that is decided."""
    call, user = published_call(), case_worker()
    made = [make_case(State.ASSESSING, call, **sent(number)) for number in range(5)]
    for case, points in zip(made, (2, 5, 2, None, 5), strict=True):
        if points is not None:
            give(case, user, bedarf=points, wirkung=points)
    assessing.appraise(made[1], user, financing="deficit", amount=Decimal("300.00"))
    at_state(made[2], State.DECIDING)
    at_state(made[4], State.AWARDED)
    return call, made, user


def sent(number):
    return {"organisation": make_organisation(name=f"Verein {number}")}


def test_the_highest_total_comes_first_and_ties_by_arrival(ranked):
    call, (first, best, alike, unscored, _awarded), _user = ranked
    found = scoring.ranking(call)
    assert [(one, total) for one, total, _amount in found] == [
        (best, Decimal("100.0")),
        (first, Decimal("40.0")),
        (alike, Decimal("40.0")),
        (unscored, None),
    ]
    assert [amount for _one, _total, amount in found] == [Decimal("300.00"), None, None, None]


def test_in_the_ranking_nobody_sees_totals_before_their_own_scores(ranked):
    call, (first, best, alike, unscored, _awarded), _user = ranked
    found = scoring.ranking(call, second_person())
    told = [(one, total) for one, total, _amount in found]
    assert told == [(alike, Decimal("40.0")), (first, None), (best, None), (unscored, None)]


def test_the_ranking_names_no_case_of_an_association_that_one_is_tied_to(ranked):
    call, (first, *_others), user = ranked
    Conflict.objects.create(user=user, organisation=first.organisation)
    assert first not in [one for one, _total, _amount in scoring.ranking(call, user)]


def test_the_ranking_asks_as_often_for_many_as_for_few(ranked, django_assert_num_queries):
    call, _made, user = ranked
    with django_assert_num_queries(4):
        scoring.ranking(call, user)
