"""What the office recognises and proposes, and when the assessment is done."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from grants import funding, publishing
from grants.casework import assessing
from grants.models import AdvisorySession, Appraisal, BudgetLine, Call, Decision
from grants.workflow import NotPossible
from tests.grants.cases import State, case_worker, make_case, published_call, second_person, tied_case_worker
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db
EUR = Decimal


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(db):
    return make_case(State.ASSESSING)


@pytest.fixture
def worker(db):
    return case_worker()


def lines(application):
    """The cost of 600 EUR (20 × 30) and that of 1234.50 EUR."""
    return list(application.budget_lines.filter(side="expense"))


def cut(application, user, *wanted, **more):
    given = dict(zip([line.pk for line in lines(application)], wanted, strict=False))
    return assessing.cut(application, given, user, **more)


def appraise(application, user, amount="100", financing="deficit", **more):
    return assessing.appraise(application, user, financing=financing, amount=EUR(amount), **more)


def advised(application):
    session = AdvisorySession.objects.create(body="Beirat", held_at=timezone.now())
    return session.items.create(application=application, voted_at=timezone.now())


# What it comes to


def test_without_a_cut_it_comes_to_what_was_sent(case):
    assert assessing.plan_of(case) == assessing.sent_plan(case)
    found = assessing.assessed(case)
    assert found == assessing.assessed_as_sent(case)
    assert (found.total, found.own, found.deficit, found.highest) == tuple(
        map(EUR, ("1834.50", "1459.50", "1834.50", "375.00"))
    )


def test_a_cut_lowers_the_cost_and_so_the_highest_grant(case, worker):
    cut(case, worker, (None, ""), (EUR("1000.00"), "Too dear."))
    found = assessing.assessed(case)
    assert (found.total, found.eligible, found.highest) == (EUR("1600.00"), EUR("1600.00"), EUR("140.50"))
    assert assessing.assessed_as_sent(case).highest == EUR("375.00")


def test_a_cut_line_is_an_amount_and_no_longer_a_quantity_with_a_rate(case, worker):
    cut(case, worker, (EUR("450.00"), "Fewer hours."))
    assert assessing.plan_of(case).costs[0] == funding.Cost("honorare", "Lehrerin", EUR("450.00"))


def test_a_cut_never_makes_more_count_than_the_highest_rate(worker):
    call = make_call(publish=False)
    call.cost_categories.filter(key="honorare").update(rate_max=25)
    publishing.publish(call, None)
    call.refresh_from_db()
    case = make_case(State.ASSESSING, call)
    before = assessing.assessed(case)
    cut(case, worker, (EUR("550.00"), "Fewer hours."))
    found = assessing.assessed(case)
    assert (before.eligible, found.eligible, found.total) == (EUR("1734.50"), EUR("1734.50"), EUR("1784.50"))


def test_what_is_cut_away_wholly_counts_nothing(case, worker):
    cut(case, worker, (EUR("0.00"), "Not part of the project."))
    assert assessing.assessed(case).eligible == EUR("1234.50")


def test_another_financing_type_has_another_highest_grant(case):
    rules = {one: assessing.assessed(case, one).highest for one in ("deficit", "share", "fixed", "full")}
    assert rules == {"deficit": EUR("375.00"), "share": EUR("375.00"), "fixed": EUR("375.00"), "full": EUR("375.00")}
    BudgetLine.objects.filter(application=case, side="income").update(amount=EUR("1234.50"))
    assert assessing.assessed(case, "share").highest == EUR("500.00")


def test_only_types_that_can_be_computed_are_offered():
    whole = make_case(State.ASSESSING, make_call(financing="full", share=None, maximum=None))
    assert assessing.possible_financing(rules_of(whole)) == ["full"]
    fixed = make_case(State.ASSESSING, make_call(financing="fixed", share=None))
    assert assessing.possible_financing(rules_of(fixed)) == ["fixed", "full"]
    assert assessing.possible_financing(rules_of(make_case())) == ["deficit", "share", "fixed", "full"]


def rules_of(application):
    return assessing.terms_with(application)


# Cuts


def test_a_cut_is_kept_with_its_reason(case, worker):
    cut(case, worker, (EUR("450.00"), "Fewer hours."), (None, ""))
    assert [(one.recognised, one.cut_reason) for one in lines(case)] == [(EUR("450.00"), "Fewer hours."), (None, "")]


def test_all_of_it_is_no_cut_and_has_no_reason(case, worker):
    cut(case, worker, (EUR("450.00"), "Fewer hours."))
    cut(case, worker, (EUR("600.00"), "Fewer hours."))
    assert [(one.recognised, one.cut_reason) for one in lines(case)] == [(None, ""), (None, "")]


def test_income_cannot_be_cut(case, worker):
    income = case.budget_lines.get(side="income")
    assessing.cut(case, {income.pk: (EUR("1.00"), "No.")}, worker)
    income.refresh_from_db()
    assert income.recognised is None


def test_the_second_of_two_who_cut_at_once_overwrites_nothing(case, worker):
    seen = assessing.seen_of(lines(case))
    cut(case, worker, (EUR("450.00"), "Fewer hours."), seen=seen)
    with pytest.raises(assessing.Overtaken):
        cut(case, second_worker(), (None, ""), (EUR("1000.00"), "Too dear."), seen=seen)
    assert [one.recognised for one in lines(case)] == [EUR("450.00"), None]


def second_worker():
    return case_worker(first_name="Fatma")


@pytest.mark.parametrize("state", [one for one in State if one not in (State.ASSESSING, State.DRAFT)])
def test_only_in_the_assessment_something_is_cut_or_proposed(state, worker):
    case = make_case(state)
    with pytest.raises(NotPossible, match="no longer possible"):
        cut(case, worker, (EUR("450.00"), "Fewer hours."))
    with pytest.raises(NotPossible, match="no longer possible"):
        appraise(case, worker)
    assert (lines(case)[0].recognised, Appraisal.objects.count()) == (None, 0)


def test_who_is_tied_or_only_decides_cuts_and_proposes_nothing(case):
    for user in (tied_case_worker(case), second_person()):
        with pytest.raises(NotPossible, match="not tied"):
            cut(case, user, (EUR("450.00"), "Fewer hours."))
        with pytest.raises(NotPossible, match="not tied"):
            appraise(case, user)


# The appraisal


def test_there_is_one_appraisal_and_it_says_who_wrote_it_last(case, worker):
    appraise(case, worker, "100", need="Nobody else does it.")
    other = second_worker()
    appraise(case, other, "120.50", financing="full", note="Agreed.")
    found = Appraisal.objects.get()
    told = (found.amount, found.financing, found.need, found.note, found.by)
    assert told == (EUR("120.50"), "full", "Nobody else does it.", "Agreed.", other)


def test_the_second_of_two_who_appraise_at_once_overwrites_nothing(case, worker):
    first = appraise(case, worker, seen="")
    with pytest.raises(assessing.Overtaken):
        appraise(case, second_worker(), "50", seen="")
    assert Appraisal.objects.get().amount == EUR("100.00")
    appraise(case, second_worker(), "50", seen=assessing.seen_appraisal(first))
    assert Appraisal.objects.get().amount == EUR("50.00")


def test_no_more_is_proposed_than_is_possible(case, worker):
    cut(case, worker, (None, ""), (EUR("1000.00"), "Too dear."))
    with pytest.raises(NotPossible, match="at most €140.50 are possible"):
        appraise(case, worker, "140.51")
    assert appraise(case, worker, "140.50").amount == EUR("140.50")


def test_no_more_is_proposed_than_was_asked_for(case, worker):
    BudgetLine.objects.filter(application=case, side="income").update(amount=0)
    assert assessing.assessed(case).highest == EUR("500.00")
    with pytest.raises(NotPossible, match="No more than was asked for: €375.00"):
        appraise(case, worker, "375.01")
    assert assessing.most(case, "deficit") == EUR("375.00")


def test_a_type_that_cannot_be_computed_is_refused(worker):
    case = make_case(State.ASSESSING, make_call(financing="full", share=None, maximum=None))
    with pytest.raises(NotPossible, match="cannot be computed"):
        appraise(case, worker, financing="share")


# Done


def test_the_assessment_is_done_with_a_vote_and_an_appraisal(case, worker):
    appraise(case, worker)
    advised(case)
    change = assessing.conclude(case, worker, "All good.")
    assert (case.state, change.note, change.by) == (State.DECIDING, "All good.", worker)


def test_it_is_not_done_without_an_appraisal(case, worker):
    advised(case)
    with pytest.raises(NotPossible, match="no appraisal"):
        assessing.conclude(case, worker)
    case.refresh_from_db()
    assert case.state == State.ASSESSING


def test_it_is_not_done_without_the_vote_of_the_advisory_body(case, worker):
    appraise(case, worker)
    waits = advised(case)
    waits.voted_at = None
    waits.save(update_fields=["voted_at"])
    with pytest.raises(NotPossible, match="advisory body"):
        assessing.conclude(case, worker)


def test_without_an_advisory_body_no_vote_is_waited_for(worker):
    case = make_case(State.ASSESSING, published_call(advisory=False))
    appraise(case, worker)
    assessing.conclude(case, worker)
    assert case.state == State.DECIDING


def test_it_is_not_done_while_more_is_proposed_than_is_still_possible(case, worker):
    appraise(case, worker, "375")
    advised(case)
    cut(case, worker, (None, ""), (EUR("1000.00"), "Too dear."))
    with pytest.raises(NotPossible, match="at most €140.50 are possible"):
        assessing.conclude(case, worker)


@pytest.mark.parametrize("state", [State.CHECKING, State.DECIDING, State.AWARDED])
def test_it_ends_only_once(state, worker):
    case = make_case(state)
    with pytest.raises(NotPossible, match="no longer possible"):
        assessing.conclude(case, worker)


@pytest.mark.parametrize("state", [State.ADVISING, State.DECIDING])
def test_back_to_the_assessment_it_leaves_the_agenda_and_no_decision_waits(state, worker):
    case = make_case(state)
    voted, waiting = advised(case), AdvisorySession.objects.create(body="Beirat", held_at=timezone.now())
    waiting.items.create(application=case)
    Call.objects.filter(pk=case.call_id).update(pot=1000, committed=375)
    decision = Decision.objects.create(
        application=case, kind="award", amount=375, prepared_by=worker, prepared_at=timezone.now()
    )
    assessing.reassess(case, second_worker(), "The vote asks for changes.")
    decision.refresh_from_db()
    case.call.refresh_from_db()
    assert (case.state, list(case.agenda_items.all())) == (State.ASSESSING, [voted])
    assert (decision.cancelled_at is None, case.call.committed) == (False, EUR("0.00"))


def test_who_is_tied_ends_nothing_and_takes_nothing_back(case):
    appraise(case, case_worker())
    advised(case)
    with pytest.raises(NotPossible, match="not tied"):
        assessing.conclude(case, tied_case_worker(case))
    done = make_case(State.DECIDING)
    with pytest.raises(NotPossible, match="not tied"):
        assessing.reassess(done, tied_case_worker(done))


def test_a_moment_can_be_named(case, worker):
    at = timezone.now() - timedelta(days=1)
    assert appraise(case, worker, at=at).at == at
