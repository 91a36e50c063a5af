"""The advisory body: agenda, recusal under § 25 HGO, votes and what they come to."""

import pytest
from django.utils import timezone, translation

from grants import withdrawing, workflow
from grants.casework import advising, agendas, assessing, minutes
from grants.casework.advising import Advice
from grants.models import AdvisorySession, AgendaItem, Application, Conflict, StatusChange, Vote
from grants.workflow import NotPossible
from tests.factories import make_membership, make_organisation
from tests.grants.cases import board_member, case_worker, make_case, published_call, signatory_of, tied_case_worker
from tests.mails import queued

pytestmark = pytest.mark.django_db
State, Choice = Application.State, Vote.Choice


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def make_session(*members, quorum=1, **fields):
    fields = {"body": "Beirat Darmstadt", "held_at": timezone.now(), "place": "Rathaus", "quorum": quorum} | fields
    session = AdvisorySession.objects.create(**fields)
    for user in members:
        session.seats.create(user=user, name=str(user), present=True)
    return session


def make_members(count):
    return [board_member(first_name=f"M{number}") for number in range(count)]


def on_agenda(session, **case):
    application = make_case(State.ASSESSING, **case)
    return advising.refer(application, session, case_worker())


def vote(item, *choices, **texts):
    """In the order of the seats' names; None for no vote."""
    seats = item.session.seats.order_by("name", "pk")
    given = {seat.pk: choice or "" for seat, choice in zip(seats, choices, strict=False)}
    advising.record(item, case_worker(), given, **texts)


def state_of(item):
    return Application.objects.get(pk=item.application_id).state


def test_an_application_waits_on_the_agenda_for_its_vote():
    session = make_session()
    item = on_agenda(session)
    assert (item.session, item.position, item.voted_at, state_of(item)) == (session, 1, None, State.ADVISING)


def test_only_applications_of_calls_with_an_advisory_body_are_put_on():
    application = make_case(State.ASSESSING, call=published_call(advisory=False))
    assert not advising.may_refer(case_worker(), application)
    with pytest.raises(NotPossible, match="no advisory body"):
        advising.refer(application, make_session(), case_worker())


def test_whoever_is_tied_puts_nothing_on_an_agenda():
    application = make_case(State.ASSESSING)
    with pytest.raises(NotPossible):
        advising.refer(application, make_session(), tied_case_worker(application))
    assert AgendaItem.objects.count() == 0


def test_nothing_comes_onto_the_agenda_of_a_closed_session():
    application, session = make_case(State.ASSESSING), make_session(closed_at=timezone.now())
    with pytest.raises(NotPossible, match="closed"):
        advising.refer(application, session, case_worker())
    assert Application.objects.get().state == State.ASSESSING


def test_a_session_votes_on_an_application_once():
    session = make_session(*make_members(1))
    item = on_agenda(session)
    vote(item, "for")
    advising.close_item(item, case_worker())
    application = Application.objects.get()
    assessing.reassess(application, case_worker())
    with pytest.raises(NotPossible, match="voted on it already"):
        advising.refer(application, session, case_worker())
    assert advising.refer(Application.objects.get(), make_session(), case_worker()).voted_at is None


def test_taken_off_it_goes_back_to_the_assessment():
    item = on_agenda(make_session())
    agendas.take_off(item, case_worker())
    assert (AgendaItem.objects.count(), state_of(item)) == (0, State.ASSESSING)


def test_several_are_put_on_at_once_or_none():
    session, clerk, call = make_session(), case_worker(), published_call()
    good = make_case(State.ASSESSING, call=call, organisation=make_organisation())
    late = make_case(State.DECIDING, call=call, organisation=make_organisation())
    with pytest.raises(NotPossible, match=late.reference):
        agendas.put_on(session, [good, late], clerk)
    assert session.items.count() == 0
    agendas.put_on(session, Application.objects.filter(pk=good.pk), clerk)
    assert session.items.get().application == good


def test_candidates_are_assessed_ask_the_body_and_are_no_ties_of_the_person():
    call = published_call()
    cases = [make_case(State.ASSESSING, call=call, organisation=make_organisation()) for _one in range(2)]
    make_case(State.CHECKING, call=call, organisation=make_organisation())
    make_case(State.ASSESSING, call=published_call(advisory=False), organisation=make_organisation())
    assert list(agendas.candidates(case_worker())) == cases
    assert list(agendas.candidates(tied_case_worker(cases[0]))) == cases[1:]


def test_items_change_places_within_their_part():
    session, call = make_session(), published_call()
    first, second, third = [on_agenda(session, call=call, organisation=make_organisation()) for _one in range(3)]
    agendas.move(third, -1)
    agendas.move(first, -1)
    assert list(agendas.items_of(session)) == [first, third, second]
    agendas.set_closed(first, True)
    agendas.move(third, 1)
    assert list(agendas.items_of(session)) == [second, third, first]


def test_what_was_withdrawn_stands_on_no_agenda():
    session = make_session()
    item = on_agenda(session)
    Application.objects.update(state=State.WITHDRAWN)
    assert list(agendas.items_of(session)) == []
    minutes.close(session, case_worker())
    assert not AgendaItem.objects.filter(pk=item.pk).exists()


def test_an_association_that_withdraws_its_application_takes_it_off_the_agenda():
    session = make_session(board_member())
    item, other = [on_agenda(session, organisation=make_organisation()) for _one in range(2)]
    vote(item, Choice.FOR)
    withdrawing.withdraw(item.application, signatory_of(item.application))
    assert state_of(item) == State.WITHDRAWN
    assert (list(session.items.all()), Vote.objects.count()) == ([other], 0)


def test_what_the_body_has_voted_on_stays_in_the_minutes_when_it_is_withdrawn():
    session = make_session(board_member())
    item = on_agenda(session)
    vote(item, Choice.FOR)
    advising.close_item(item, case_worker())
    withdrawing.withdraw(Application.objects.get(pk=item.application_id), signatory_of(item.application))
    assert (state_of(item), session.items.get().votes.count()) == (State.WITHDRAWN, 1)


# Who is tied


def test_members_who_speak_for_the_association_or_said_so_are_tied():
    speaks, says, free = make_members(3)
    item = on_agenda(make_session(speaks, says, free))
    organisation = item.application.organisation
    make_membership(speaks, organisation)
    Conflict.objects.create(user=says, organisation=organisation)
    assert {seat.user for seat in advising.tied(item.session, item)} == {speaks, says}


@pytest.mark.parametrize("choice", ["for", "changed", "against", "abstained"])
def test_a_tied_member_gets_no_vote(choice):
    (member,) = make_members(1)
    item = on_agenda(make_session(member))
    make_membership(member, item.application.organisation)
    with pytest.raises(NotPossible, match="tied"):
        vote(item, choice)
    assert Vote.objects.count() == 0


def test_a_vote_given_before_the_tie_was_known_becomes_a_recusal():
    members = make_members(2)
    item = on_agenda(make_session(*members))
    vote(item, "for", "for")
    advising.declare(item, members[0], "Vorstand")
    assert [one.choice for one in item.votes.order_by("seat__name")] == ["recused", "for"]


def test_a_tie_that_nobody_noted_is_found_when_the_vote_is_closed():
    members = make_members(2)
    item = on_agenda(make_session(*members))
    vote(item, "against", "for")
    make_membership(members[0], item.application.organisation)
    advising.close_item(item, case_worker())
    found = advising.result(AgendaItem.objects.get())
    assert (found.recused, found.counts["against"], found.taking_part) == ([str(members[0])], 0, 1)


def test_an_item_is_gone_for_those_who_were_recused():
    members = make_members(2)
    item = on_agenda(make_session(*members))
    vote(item, "recused", None)
    assert [list(agendas.items_for(one, item.session)) for one in members] == [[], [item]]


# What it comes to


@pytest.mark.parametrize(
    ("votes", "advice"),
    [
        ("for for against", Advice.RECOMMENDED),
        ("changed changed for", Advice.CHANGED),
        ("for changed abstained", Advice.CHANGED),
        ("for changed against", Advice.CHANGED),
        ("against against for", Advice.AGAINST),
        ("for against abstained", Advice.NONE),
        ("abstained abstained abstained", Advice.NONE),
        ("for abstained abstained", Advice.RECOMMENDED),
        ("for for changed", Advice.RECOMMENDED),
        ("against recused recused", Advice.AGAINST),
    ],
)
def test_the_majority_of_yes_and_no_is_the_advice(votes, advice):
    item = on_agenda(make_session(*make_members(3)))
    vote(item, *votes.split(), changed_to="weniger")
    advising.close_item(item, case_worker())
    assert advising.result(AgendaItem.objects.get()).advice == advice
    assert state_of(item) == State.DECIDING


def test_the_closed_vote_tells_counts_and_quorum_whoever_leaves_later():
    session = make_session(*make_members(4), quorum=2)
    item = on_agenda(session)
    vote(item, "for", "for", "abstained", "recused")
    advising.close_item(item, case_worker())
    agendas.note_presence(session, [])
    found = advising.result(AgendaItem.objects.get())
    assert found.counts == {"for": 2, "changed": 0, "against": 0, "abstained": 1, "recused": 1}
    assert (found.taking_part, found.has_quorum) == (3, True)


def closing(item):
    """What stands in the way of closing it."""
    with pytest.raises(NotPossible) as why:
        advising.close_item(item, case_worker())
    assert (state_of(item), AgendaItem.objects.get().voted_at) == (State.ADVISING, None)
    return str(why.value)


def test_a_vote_closes_only_with_the_quorum():
    """Whoever is tied does not count."""
    members = make_members(2)
    item = on_agenda(make_session(*members, quorum=2))
    vote(item, "for", "for")
    make_membership(members[0], item.application.organisation)
    assert closing(item) == "Too few members take part in this vote: 1. Needed: 2."


def test_a_vote_closes_only_when_all_who_are_present_have_voted():
    item = on_agenda(make_session(*make_members(2)))
    vote(item, "for", None)
    assert closing(item) == "The vote of M1 Beirat is missing."


def test_a_vote_for_changes_says_which():
    item = on_agenda(make_session(*make_members(1)))
    vote(item, "changed")
    assert closing(item) == "Say which changes the members ask for."


def test_nobody_votes_in_absence():
    session = make_session(*make_members(2))
    item = on_agenda(session)
    vote(item, "for", "for")
    first = session.seats.order_by("name").first()
    agendas.note_presence(session, [first.pk])
    assert [one.seat for one in item.votes.all()] == [first]
    with pytest.raises(NotPossible, match="not present"):
        vote(item, "for", "for")
    advising.close_item(item, case_worker())
    assert state_of(item) == State.DECIDING


@pytest.mark.parametrize("act", [lambda i, u: advising.record(i, u, {}), advising.close_item])
def test_a_clerk_who_is_tied_notes_and_closes_no_vote(act):
    item = on_agenda(make_session(*make_members(1)))
    vote(item, "for")
    with pytest.raises(NotPossible):
        act(item, tied_case_worker(item.application))
    assert state_of(item) == State.ADVISING


def test_a_closed_vote_is_not_changed():
    item = on_agenda(make_session(*make_members(1)))
    vote(item, "for")
    advising.close_item(item, case_worker())
    for act in (lambda: vote(item, "against"), lambda: advising.close_item(item, case_worker())):
        with pytest.raises(NotPossible, match="no open vote"):
            act()
    assert (Vote.objects.get().choice, StatusChange.objects.filter(step=workflow.ADVISE).count()) == ("for", 1)


def test_a_vote_that_was_closed_stays_in_the_file_when_it_is_assessed_anew():
    item = on_agenda(make_session(*make_members(1)))
    vote(item, "for")
    advising.close_item(item, case_worker())
    assessing.reassess(Application.objects.get(), case_worker())
    (told,) = advising.of(Application.objects.get())
    assert (told[0], told[1].advice) == (item, Advice.RECOMMENDED)


# The end


def test_a_session_closes_when_every_item_has_its_vote_and_stays_as_it_is():
    members, clerk = make_members(2), case_worker()
    session = make_session(*members)
    item, waiting = on_agenda(session), make_case(State.ASSESSING, organisation=make_organisation())
    with pytest.raises(NotPossible, match="wait for their vote: 1"):
        minutes.close(session, clerk)
    vote(item, "for", "for")
    advising.close_item(item, clerk)
    minutes.close(session, clerk)
    changes = [
        lambda: minutes.write(session, "x"),
        lambda: minutes.close(session, clerk),
        lambda: agendas.seat(session, []),
        lambda: agendas.note_presence(session, []),
        lambda: agendas.put_on(session, [waiting], clerk),
        lambda: agendas.invite(session, clerk),
        lambda: agendas.set_closed(item, True),
        lambda: agendas.move(item, 1),
        lambda: advising.record(item, clerk, {}),
        lambda: advising.declare(item, members[0]),
    ]
    for change in changes:
        with pytest.raises(NotPossible):
            change()
    assert (queued(), Conflict.objects.count(), session.seats.filter(present=True).count()) == ([], 0, 2)


def test_seats_are_given_and_taken_but_not_from_whoever_has_voted():
    first, second, third = make_members(3)
    session = make_session(first)
    agendas.seat(session, [first, second])
    agendas.seat(session, [first, third])
    assert [seat.name for seat in session.seats.all()] == ["M0 Beirat", "M2 Beirat"]
    vote(on_agenda(session), "for")
    with pytest.raises(NotPossible, match="M0 Beirat has voted"):
        agendas.seat(session, [third])


# The invitation


def test_the_invitation_names_no_application_and_tells_associations_of_public_items():
    members = make_members(2)
    session, call = make_session(*members), published_call()
    public = on_agenda(
        session, call=call, organisation=make_organisation(name="Quittenverein"), projekt={"title": "Q1"}
    )
    closed = on_agenda(session, call=call, organisation=make_organisation(name="Geheimverein"))
    agendas.set_closed(closed, True)
    before = len(queued())
    agendas.invite(session, case_worker())
    mails = queued()[before:]
    signatory = public.application.organisation.memberships.get().user
    told = {mail.recipient: mail.template for mail in mails}
    expected = dict.fromkeys((one.email for one in members), "grants/session_invitation")
    assert told == expected | {signatory.email: "grants/on_agenda"}
    words = " ".join(mail.subject + mail.text for mail in mails if mail.template == "grants/session_invitation")
    names = ("Quittenverein", "Geheimverein", public.application.title, public.application.reference)
    assert [word for word in names if word in words] == []
    assert f"/admin/grants/advisorysession/{session.pk}/change/" in words
    assert AdvisorySession.objects.get().invited_at
