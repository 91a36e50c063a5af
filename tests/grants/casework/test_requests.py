"""What an association asks for beside its application, and the answer, which is a letter."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from grants import starting
from grants.casework import requests, serving
from grants.models import Application, CaseRequest, Service
from grants.workflow import NotPossible
from organisations.models import Role
from tests.factories import make_member, make_organisation
from tests.grants.cases import case_worker, make_case, second_person, signatory_of, tied_case_worker
from tests.grants.casework.lettering import make_decision
from tests.grants.notices import make_waiting

pytestmark = pytest.mark.django_db
Kind, State = CaseRequest.Kind, Application.State
CHANGES = [Kind.DATES, Kind.PLAN, Kind.PURPOSE]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    starting.load_letters()


def ask(application, kind=Kind.EARLY_START, **fields):
    return requests.ask(application, kind, signatory_of(application), "Bitte.", **fields)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_what_can_be_asked_for_in_which_state(state):
    early = ["submitted", "checking", "queried", "assessing", "advising", "deciding", "waiting"]
    expected = [Kind.EARLY_START] if state in early else CHANGES if state == State.AWARDED else []
    assert requests.possible(make_case(state)) == expected


@pytest.mark.parametrize("kind", ["award", "partial", "rejection", "revocation"])
def test_after_a_letter_that_decides_one_can_object(kind):
    assert Kind.OBJECTION in requests.possible(make_waiting(kind).application)


def test_a_place_on_the_waiting_list_is_nothing_to_object_to():
    assert requests.possible(make_waiting("waiting").application) == [Kind.EARLY_START]


def test_an_objection_is_taken_online_only_where_the_office_says_so(settings):
    application = make_waiting("rejection").application
    with pytest.raises(NotPossible):
        ask(application, Kind.OBJECTION)
    settings.OBJECTION_ONLINE = True
    assert ask(application, Kind.OBJECTION).kind == Kind.OBJECTION


def test_only_who_signs_asks_and_only_for_what_is_possible():
    application = make_case()
    for user in (make_member(application.organisation, Role.EDITOR), make_member(make_organisation(), Role.SIGNATORY)):
        with pytest.raises(NotPossible):
            requests.ask(application, Kind.EARLY_START, user, "Bitte.")
    with pytest.raises(NotPossible):
        ask(application, Kind.DATES)
    assert CaseRequest.objects.count() == 0


def test_one_request_of_a_kind_is_open_at_a_time():
    application = make_case()
    first = ask(application)
    with pytest.raises(NotPossible, match="open request"), translation.override("en"):
        ask(application)
    requests.withdraw(first, signatory_of(application))
    ask(application)
    assert CaseRequest.objects.open().count() == 1
    with pytest.raises(NotPossible):
        requests.withdraw(first, signatory_of(application))


def test_a_request_changes_neither_state_nor_decision():
    application = make_case(State.AWARDED)
    decision = make_decision("award", application)
    before = (application.state, decision.period_until, application.status_changes.count())
    one = ask(application, Kind.DATES, begins_on=date(2027, 4, 1), ends_on=date(2027, 9, 30))
    requests.answer(one, case_worker(), True, "Einverstanden.")
    application.refresh_from_db()
    decision.refresh_from_db()
    assert (application.state, decision.period_until, application.status_changes.count()) == before


@pytest.mark.parametrize("granted, kind", [(True, "granted"), (False, "refused")])
def test_the_answer_is_a_letter_of_its_own(granted, kind):
    one = ask(make_case())
    user = case_worker()
    notice = requests.answer(one, user, granted, "Weil es eilt.")
    one.refresh_from_db()
    assert (one.granted, one.answer, one.answered_by, one.notice) == (granted, "Weil es eilt.", user, notice)
    assert (notice.kind, serving.state(notice, timezone.now()).state) == (kind, "sending")


def test_a_request_is_answered_once_and_not_after_it_was_taken_back():
    one, user = ask(make_case()), case_worker()
    requests.answer(one, user, True, "Ja.")
    with pytest.raises(NotPossible):
        requests.answer(one, user, False, "Nein.")
    with pytest.raises(NotPossible):
        requests.withdraw(one, signatory_of(one.application))
    assert one.application.notices.count() == 1


def test_only_case_workers_who_are_not_tied_answer_and_enter():
    one = ask(make_case())
    for user in (second_person(), tied_case_worker(one.application), signatory_of(one.application)):
        with pytest.raises(NotPossible):
            requests.answer(one, user, True, "Ja.")
        with pytest.raises(NotPossible):
            requests.enter(one.application, Kind.PLAN, user, "Brief", timezone.localdate())
    one.refresh_from_db()
    assert one.answered_at is None


def test_what_came_on_paper_has_the_day_of_its_receipt():
    application, today = make_case(State.AWARDED), timezone.localdate()
    one = requests.enter(application, Kind.PLAN, case_worker(), "Brief vom Verein", today - timedelta(days=3))
    assert (one.asked_by, timezone.localdate(one.received_at)) == (None, today - timedelta(days=3))
    with pytest.raises(NotPossible):
        requests.enter(application, Kind.PURPOSE, case_worker(), "Brief", today + timedelta(days=1))


@pytest.mark.parametrize("late, in_time", [(0, True), (1, False), (-30, True)])
def test_an_objection_is_in_time_until_the_end_of_its_last_day(late, in_time):
    notice = make_waiting("rejection")
    Service.objects.filter(notice=notice).update(fetched_at=timezone.now() - timedelta(days=100))
    until = serving.state(notice, timezone.now()).objection_until
    received_on = until + timedelta(days=late)
    one = requests.enter(notice.application, Kind.OBJECTION, case_worker(), "Widerspruch", received_on)
    assert requests.is_in_time(one) is in_time
    CaseRequest.objects.update(received_at=timezone.make_aware(datetime.combine(received_on, time.max)))
    assert requests.is_in_time(CaseRequest.objects.get()) is in_time


def test_whether_an_objection_is_in_time_is_open_until_the_letter_is_served():
    notice = make_waiting("rejection")
    one = requests.enter(notice.application, Kind.OBJECTION, case_worker(), "Widerspruch", timezone.localdate())
    assert requests.is_in_time(one) is None


def test_the_days_of_the_award_are_those_granted_last():
    application = make_case(State.AWARDED)
    assert requests.valid_days(application) is None
    make_decision("award", application)
    assert requests.valid_days(application) == (date(2027, 3, 1), date(2027, 6, 30))
    for granted, last in ((False, date(2027, 8, 31)), (True, date(2027, 9, 30))):
        one = ask(application, Kind.DATES, begins_on=date(2027, 4, 1), ends_on=last)
        requests.answer(one, case_worker(), granted, "So ist es.")
    assert requests.valid_days(application) == (date(2027, 4, 1), date(2027, 9, 30))


def test_an_early_start_is_permitted_from_the_day_that_was_granted():
    application = make_case()
    one = ask(application, begins_on=date(2027, 2, 1))
    assert requests.early_start(application) is None
    requests.answer(one, case_worker(), True, "Ja.")
    assert requests.early_start(application) == date(2027, 2, 1)
