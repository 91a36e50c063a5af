"""What waits in the cases, on the desk: counted for whom it is work, and never of an association they are tied to."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone, translation

from grants import desk_casework, desk_pots, desk_sessions, publishing
from grants.casework import conversing, waiting
from grants.models import AdvisorySession, Application, Call, Document, Service
from tests.factories import make_user
from tests.grants.cases import board_member, case_worker, head, make_case, second_person, signatory_of, tied_case_worker
from tests.grants.casework import traces
from tests.grants.submissions import make_asking_call
from tests.office import let_in
from tests.pages import by_class, main, tree

pytestmark = pytest.mark.django_db
State = Application.State
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    Call.objects.update(archived=True)
    with translation.override("en"):
        yield


def counts(user):
    return {box.key.removeprefix("cases-"): box.count for box in desk_casework.boxes(user)}


def step(case, name, before, after):
    case.status_changes.create(step=name, before=before, after=after, at=timezone.now())


def ask(case, due):
    now = timezone.now()
    case.queries.create(number=1, sections=["plan"], text="x", asked_at=now - 9 * DAY, due_at=due)


def promising(days):
    call = make_asking_call()
    call.papers.update(required=False)
    call.milestones.create(kind="checked", text="x", on=timezone.localdate() + days * DAY)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def letter(case, **service):
    notice = traces.make_letter(case, None)
    Service.objects.filter(notice=notice).update(**{"fetched_at": None, "fetched_by": None} | service)


# Each makes a case in which this waits, and one in which it does not.


def answers():
    found, taken = make_case(State.CHECKING), make_case(State.CHECKING)
    step(found, "answer", "queried", "checking")
    step(taken, "answer", "queried", "checking")
    step(taken, "recheck", "assessing", "checking")
    return found


def unanswered():
    late, early = make_case(State.QUERIED), make_case(State.QUERIED)
    ask(late, timezone.now() - timedelta(minutes=1))
    ask(early, timezone.now() + DAY)
    return late


def overdue():
    make_case(State.CHECKING, promising(30))
    return make_case(State.CHECKING, promising(-1))


def soon():
    make_case(State.CHECKING, promising(8))
    return make_case(State.CHECKING, promising(7))


def messages():
    found, read = make_case(State.REJECTED), make_case()
    for case in (found, read):
        conversing.write(case, signatory_of(case), "Frage", "", from_office=False)
    conversing.read(read, by_office=True)
    return found


def requests():
    found, answered = make_case(State.DECIDING), make_case(State.DECIDING)
    for case in (found, answered):
        case.requests.create(kind="early_start", text="x", received_at=timezone.now())
    answered.requests.update(granted=True, answered_at=timezone.now())
    return found


def letters():
    lapsed, open_one = make_case(State.REJECTED), make_case(State.REJECTED)
    now = timezone.now()
    letter(lapsed, message_at=now - 12 * DAY, ends_at=now - DAY)
    letter(open_one, message_at=now - 12 * DAY, ends_at=now - DAY, fetched_at=now - 2 * DAY)
    return lapsed


def fetch():
    now, found = timezone.now(), make_case(State.REJECTED)
    letter(found, message_at=now, ends_at=now + DAY)
    return found


def papers():
    found, renewed = make_case(), make_case()
    for case in (found, renewed):
        on_file(case, timezone.localdate() + 29 * DAY)
    on_file(renewed, timezone.localdate() + 400 * DAY)
    return found


def on_file(case, day):
    Document.objects.create(organisation=case.organisation, name="x", size=1, on_file="exemption", valid_until=day)


MAKERS = {one.__name__: one for one in (answers, unanswered, overdue, soon, messages, requests, letters, fetch, papers)}


@pytest.mark.parametrize("key", MAKERS)
def test_what_waits_is_counted_and_leads_to_its_list(key, client):
    case = MAKERS[key]()
    user = case_worker()
    (box,) = [one for one in desk_casework.boxes(user) if one.key == f"cases-{key}"]
    assert (box.count, [label for label, _note, _url in box.items]) == (1, [case.organisation.name])
    address = urlsplit(box.url)
    answer = let_in(client, user).get(f"/en{address.path.removeprefix('/en')}?{address.query}")
    rows = main(tree(answer)).findall(".//table[@id='result_list']/tbody/tr")
    assert answer.status_code == 200 and len(rows) == 1


@pytest.mark.parametrize("key", MAKERS)
def test_nothing_waits_for_whom_it_is_no_work_or_who_is_tied(key):
    case = MAKERS[key]()
    for user in (tied_case_worker(case), second_person(), board_member(), make_user("Redaktion")):
        assert key not in counts(user)
    assert counts(head())[key] == 1


def test_decisions_wait_for_a_second_person_who_is_another_one():
    case, first, second = make_case(State.DECIDING), head(), second_person()
    case.decisions.create(kind="rejection", reasons="x", prepared_by=first, prepared_at=timezone.now())
    assert [counts(one).get("release") for one in (first, second, head(), case_worker())] == [None, 1, 1, None]
    case.decisions.update(cancelled_at=timezone.now())
    assert counts(second) == {}


def test_every_kind_is_tried():
    assert {*MAKERS, "new", "release"} == set(waiting.KINDS)


def test_members_of_a_body_see_their_sessions_and_nothing_else():
    now, member = timezone.now(), board_member()
    ahead, _later, own = [AdvisorySession.objects.create(body=f"{n}", held_at=now + n * DAY) for n in (20, 22, 3)]
    own.seats.create(user=member, name="x")
    AdvisorySession.objects.create(body="zu", held_at=now, closed_at=now)
    found = [[item[0] for box in desk_sessions.boxes(user) for item in box.items] for user in (member, case_worker())]
    assert found == [[own.body], [own.body, ahead.body]]
    assert (counts(member), desk_pots.boxes(member), desk_sessions.boxes(make_user("Redaktion"))) == ({}, [], [])


def test_a_mail_tells_only_of_sessions_that_are_to_be_closed():
    session = AdvisorySession.objects.create(body="x", held_at=timezone.now() + DAY)
    user = case_worker()
    assert [box.is_quiet for box in desk_sessions.boxes(user)] == [True]
    AdvisorySession.objects.filter(pk=session.pk).update(held_at=timezone.now() - DAY)
    assert [box.is_quiet for box in desk_sessions.boxes(user)] == [False]


@pytest.mark.parametrize(("committed", "tells"), [(900, False), (901, True), (1000, True)])
def test_a_pot_is_nearly_empty_below_a_tenth(committed, tells):
    case = make_case()
    Call.objects.filter(pk=case.call_id).update(pot=1000, committed=committed)
    assert [box.count for box in desk_pots.boxes(case_worker())] == ([1] if tells else [])


def test_the_pot_of_a_call_that_is_over_is_no_longer_told():
    case = make_case(State.AWARDED)
    Call.objects.filter(pk=case.call_id).update(pot=1000, committed=1000)
    assert [box.count for box in desk_pots.boxes(case_worker())] == [1]
    Call.objects.filter(pk=case.call_id).update(archived=True)
    assert desk_pots.boxes(case_worker()) == []


def test_the_desk_shows_the_boxes(client):
    messages()
    page = main(tree(let_in(client, case_worker()).get("/en/admin/")))
    assert len(by_class(page, "desk-box")) >= 2
