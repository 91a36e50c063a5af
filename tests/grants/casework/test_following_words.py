"""What applicants read in each state: what it means, who has it, what comes next and when; and nothing internal."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from grants import following, publishing, standing_words, steps_told, terms, way, workflow
from grants.casework import promises
from grants.models import Application, LetterText, Notice, Service
from tests.grants.cases import case_worker, make_case, signatory_of
from tests.grants.submissions import make_asking_call
from tests.members import as_, english, page
from tests.pages import text

pytestmark = pytest.mark.django_db
State = Application.State
NOW = datetime(2026, 12, 1, 12, tzinfo=terms.BERLIN)
CHECKED, ADVISED, DECIDED = date(2026, 12, 5), date(2026, 12, 15), date(2026, 12, 20)
OFFICE, YOURS = "the city's office", "your association"


@pytest.fixture(autouse=True)
def english_words():
    with translation.override("en"):
        yield


def promising_call(advisory=True, **days):
    """It promises a day for each of the three, unless the test says None."""
    call = make_asking_call(
        advisory=advisory,
        advisory_name="Beirat",
        opens_at=timezone.now() - timedelta(days=9),
        closes_at=timezone.now() + timedelta(days=9),
    )
    call.papers.update(required=False)
    for kind, on in ({"checked": CHECKED, "advised": ADVISED, "decided": DECIDED} | days).items():
        call.milestones.create(kind=kind, text=f"{kind}.", on=on)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def told(case, at=NOW):
    found = following.words(case, at)
    return found.holder, found.next, found.on


@pytest.mark.parametrize("state", [one for one in State if one != State.DRAFT])
def test_every_state_says_what_it_means(state):
    found = following.words(make_case(state), NOW)
    assert found.state and found.meaning.endswith(".")


@pytest.mark.parametrize(
    ("state", "promised"),
    [
        (State.SUBMITTED, (OFFICE, "checked.", CHECKED)),
        (State.CHECKING, (OFFICE, "checked.", CHECKED)),
        (State.ASSESSING, (OFFICE, "advised.", ADVISED)),
        (State.ADVISING, ("Beirat", "advised.", ADVISED)),
        (State.DECIDING, (OFFICE, "decided.", DECIDED)),
    ],
)
def test_the_call_s_promise_for_the_state_is_named(state, promised):
    assert told(make_case(state, promising_call())) == promised


def test_without_a_day_for_the_next_thing_the_one_after_it_counts():
    case = make_case(State.SUBMITTED, promising_call(checked=None, advised=None))
    assert told(case) == (OFFICE, "decided.", DECIDED)


def test_a_promise_that_has_passed_is_admitted():
    case = make_case(State.CHECKING, promising_call())
    found = [following.words(case, NOW.replace(day=day)) for day in (5, 6)]
    assert [(one.on, one.is_late) for one in found] == [(CHECKED, False), (CHECKED, True)]


def test_the_day_of_the_session_is_named():
    case = make_case(State.ADVISING, promising_call())
    put_on_agenda(case, NOW + timedelta(days=3))
    assert told(case) == ("Beirat", "The session takes place.", date(2026, 12, 4))
    assert told(case, NOW + timedelta(days=9)) == ("Beirat", "advised.", ADVISED)


def put_on_agenda(case, held_at):
    session = case.agenda_items.model._meta.get_field("session").related_model.objects.create(
        body="Beirat", held_at=held_at
    )
    case.agenda_items.create(session=session)


@pytest.mark.parametrize(("hours", "is_late"), [(-1, False), (0, True)])
def test_a_query_is_the_associations_until_its_last_moment(hours, is_late):
    case = make_case(State.QUERIED)
    due = datetime(2026, 12, 11, tzinfo=terms.BERLIN)
    case.queries.create(number=1, sections=["plan"], text="x", asked_at=NOW, due_at=due)
    found = following.words(case, due + timedelta(hours=hours))
    assert (found.holder, found.is_yours, found.on) == (YOURS, True, date(2026, 12, 10))
    assert found.is_late is is_late


# Letters


def issue(case, **service):
    text_of = LetterText.objects.filter(kind="award").first() or LetterText.objects.create(
        kind="award", number=1, title="x", body="x"
    )
    signed = case.decisions.create(kind="award", amount=5, reasons="x", prepared_at=NOW, released_at=NOW)
    notice = Notice.objects.create(
        application=case, decision=signed, kind="award", text=text_of, data={}, fingerprint="f", made_at=NOW
    )
    return Service.objects.create(notice=notice, asked_at=NOW, **service)


ENDS = datetime(2026, 12, 15, tzinfo=terms.BERLIN)
FETCHABLE = {"message_at": NOW, "ends_at": ENDS}


@pytest.mark.parametrize(
    ("service", "at", "promised"),
    [
        (FETCHABLE, NOW, (YOURS, "Fetch the letter.", date(2026, 12, 14))),
        (FETCHABLE, ENDS, (OFFICE, "Nobody has fetched the letter in time.", None)),
        (FETCHABLE | {"fetched_at": NOW}, ENDS, ("", "", None)),
        ({}, NOW, (OFFICE, "The letter is being made.", None)),
        ({"way": "post"}, NOW, (OFFICE, "The letter comes to you by post.", None)),
        ({"way": "post", "posted_on": NOW.date()}, NOW, ("", "", None)),
    ],
)
def test_a_letter_on_its_way_is_told_with_its_limit(service, at, promised):
    case = make_case(State.AWARDED)
    issue(case, **service)
    holder, coming, on = told(case, at)
    assert (holder, coming[: len(promised[1])], on) == promised


# Nothing internal


def test_a_decision_that_is_prepared_is_known_to_nobody_outside(client):
    case = make_case(State.DECIDING)
    before = told(case)
    case.decisions.create(kind="rejection", reasons="Quittengrund", prepared_at=NOW)
    assert told(case) == before
    found = text(page(as_(client, signatory_of(case)), case.get_absolute_url()))
    assert "Quittengrund" not in found and "reject" not in found.lower()


def test_the_page_tells_nothing_internal(client):
    case, officer = make_case(State.ASSESSING), case_worker(first_name="Quittula")
    case.status_changes.create(step="take", before="submitted", after="checking", by=officer, at=NOW, note="Quitten 1")
    case.scores.create(criterion="bedarf", assessor=officer, points=2, justification="Quitten 2", at=NOW)
    case.appraisal_set = case.__class__.appraisal.related.related_model.objects.create(
        application=case, financing="deficit", amount=7, need="Quitten 3", note="Quitten 4", by=officer, at=NOW
    )
    case.check_marks.create(key="in_time", verdict="no", reason="Quitten 5", by=officer, at=NOW)
    case.budget_lines.filter(side="expense").update(recognised=0, cut_reason="Quitten 6")
    put_on_agenda(case, NOW)
    case.agenda_items.update(remark="Quitten 7", changed_to="Quitten 8")
    answer = as_(client, signatory_of(case)).get(english(case.get_absolute_url()))
    assert answer.status_code == 200 and "Quitt" not in answer.content.decode()


def test_steps_name_the_own_people_and_the_office_as_a_whole():
    case, officer = make_case(), case_worker()
    case.status_changes.create(step="take", before="submitted", after="checking", by=officer, at=NOW, note="geheim")
    first, last = sorted(steps_told.of(case), key=lambda one: one.who == "the office")
    assert (first.text, first.who) == ("The application was submitted.", str(case.submissions.get().by))
    assert (last.text, last.who, last.note) == ("The formal check has begun.", "the office", "")


def test_every_step_has_words_for_applicants():
    assert set(steps_told.TEXTS) == set(workflow.STEPS)


def test_every_state_has_words():
    assert {*standing_words.TOLD, State.DRAFT} == set(State)


# The way


def stations(case):
    found = way.of(case, terms.of_version(case.version))
    return [(one.label, "done" if one.is_done else "here" if one.is_here else "ahead") for one in found]


def test_the_way_marks_where_it_stands():
    labels = ["Submitted", "Formal check", "Assessment", "Advice of Beirat", "Decision", "Letter"]
    signs = ["done", "done", "here", "ahead", "ahead", "ahead"]
    assert stations(make_case(State.ASSESSING)) == list(zip(labels, signs, strict=True))
    assert [label for label, _sign in stations(make_case(call=promising_call(advisory=False)))] == [
        *labels[:3],
        *labels[4:],
    ]


def test_the_way_is_over_once_the_letter_arrived():
    waiting, served = make_case(State.AWARDED), make_case(State.REJECTED)
    issue(waiting, **FETCHABLE)
    assert [stations(one)[-1][1] for one in (waiting, served)] == ["here", "done"]


def test_what_ended_goes_no_further():
    case = make_case(State.LAPSED)
    case.status_changes.create(step="lapse", before="queried", after="lapsed", at=timezone.now() + timedelta(seconds=1))
    assert stations(case) == [("Submitted", "done"), ("Formal check", "done"), ("lapsed", "here")]


# Lists of promises


def test_overdue_promises_are_found_among_many():
    late, early = make_case(State.CHECKING, promising_call()), make_case(State.DECIDING, promising_call())
    make_case(State.AWARDED, promising_call())
    everything, today = Application.objects.all(), CHECKED + timedelta(days=1)
    assert [one for one, _promise in promises.among(everything, today)] == [late, early]
    assert list(promises.overdue(everything, today)) == [late]


def test_the_list_groups_by_what_is_to_be_done(client):
    case = make_case(State.QUERIED)
    case.queries.create(number=1, sections=["plan"], text="x", asked_at=NOW, due_at=NOW + timedelta(days=900))
    signatory = signatory_of(case)
    for state in (State.DECIDING, State.REJECTED, State.LAPSED):
        make_case(state, organisation=case.organisation, signatory=signatory)
    headings = [text(one) for one in page(as_(client, signatory), "/antraege/").iter("h2")]
    assert headings == ["To be done by you", "With the office", "Decided", "Ended"]
