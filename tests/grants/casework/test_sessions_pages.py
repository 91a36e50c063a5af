"""The pages of a session: the office keeps it, members read their own, nobody meets what they are tied to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.casework import advising, minutes
from grants.models import AdvisorySession, AgendaItem, Application, Conflict, Vote
from tests.factories import make_membership, make_organisation
from tests.grants.cases import State, board_member, case_worker, make_case, published_call, second_person
from tests.office import let_in
from tests.organisations.test_admin import form_of
from tests.pages import by_class, links, main, text, tree
from tests.papers import text_of

pytestmark = pytest.mark.django_db
LIST = "/en/admin/grants/advisorysession/"
MARKERS = ("Quittenverein", "Lesen im Park", "Markerbemerkung")
GETS = ["change/", "aufnehmen/", "einladen/", "anwesenheit/", "niederschrift/", "bearbeiten/", "history/"]
FILES = ["tagesordnung.pdf", "unterlagen.pdf", "niederschrift.pdf"]


def browser(user):
    client = Client()
    client.cookies["django_language"] = "en"
    return let_in(client, user)


def make_session(*users, present=True, **fields):
    session = AdvisorySession.objects.create(**{"body": "Beirat Darmstadt", "held_at": timezone.now()} | fields)
    for user in users:
        session.seats.create(user=user, name=str(user), present=present)
    return session


def put_on(session, name="Quittenverein", title="Lesen im Park", call=None, **fields):
    application = make_case(State.ASSESSING, call, make_organisation(name=name), projekt={"title": title})
    Application.objects.filter(pk=application.pk).update(title=title)
    item = advising.refer(Application.objects.get(pk=application.pk), session, case_worker())
    AgendaItem.objects.filter(pk=item.pk).update(**fields)
    return AgendaItem.objects.get(pk=item.pk)


def at(session, path="change/"):
    return f"{LIST}{session.pk}/{path}"


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return main(tree(answer))


def agenda(client, session):
    return [text(one.find(".//h3")) for one in by_class(page(client, at(session)), "agenda-item")]


def do(client, item, act):
    return client.post(at(item.session, f"tagesordnung/{item.pk}/"), {"do": act}).status_code


def told(answer):
    """The words of a page or a PDF."""
    is_pdf = answer.headers["Content-Type"] == "application/pdf"
    return text_of(answer.content) if is_pdf else answer.content.decode()


# The office


def test_a_session_is_written_with_its_members():
    clerk, member, other = browser(case_worker()), board_member(), board_member(first_name="Cem")
    case_worker(first_name="Nobody")
    shown = page(clerk, f"{LIST}add/")
    offered = {one.get("value") for one in shown.iter("input") if one.get("name") == "seated"}
    assert offered == {str(member.pk), str(other.pk)}
    typed = {"body": "Beirat", "held_at": "2026-12-03T17:30:00", "place": "Rathaus", "quorum": "2"}
    answer = clerk.post(f"{LIST}add/", typed | {"seated": [member.pk, other.pk], "_save": "1"})
    session = AdvisorySession.objects.get()
    assert answer["Location"].removeprefix("/en") == at(session).removeprefix("/en")
    sent = form_of(clerk, at(session, "bearbeiten/")) | {"seated": [other.pk], "_save": "1"}
    clerk.post(at(session, "bearbeiten/"), sent)
    assert ([seat.name for seat in session.seats.all()], session.seats.get().user) == (["Cem Beirat"], other)


def test_a_member_who_has_voted_keeps_the_seat():
    clerk, first, second = browser(case_worker()), board_member(), board_member()
    session = make_session(first, second)
    advising.record(put_on(session), case_worker(), {session.seats.get(user=first).pk: "for"})
    sent = form_of(clerk, at(session, "bearbeiten/")) | {"seated": [second.pk], "_save": "1"}
    assert "has voted and keeps the seat" in clerk.post(at(session, "bearbeiten/"), sent).content.decode()
    assert session.seats.count() == 2


@pytest.mark.parametrize(("voted", "kept"), [(False, 2), (True, 1)])
def test_the_quorum_stays_once_the_body_has_voted(voted, kept):
    clerk, member = browser(case_worker()), board_member()
    session = make_session(member)
    item = put_on(session)
    AgendaItem.objects.filter(pk=item.pk).update(voted_at=timezone.now() if voted else None)
    sent = form_of(clerk, at(session, "bearbeiten/")) | {"quorum": "2", "_save": "1"}
    answer = clerk.post(at(session, "bearbeiten/"), sent).content.decode()
    session.refresh_from_db()
    assert (session.quorum, "the quorum stays as it was" in answer) == (kept, voted)


def test_sessions_ahead_come_first():
    now = timezone.now()
    days = (-40, 20, -3, 5)
    for day in days:
        make_session(body=f"S{day}", held_at=now + timedelta(days=day))
    shown = page(browser(case_worker()), LIST)
    assert [text(one) for one in by_class(shown, "field-body")] == ["S5", "S20", "S-3", "S-40"]


def test_the_agenda_is_filled_ordered_and_emptied():
    clerk, session, call = browser(case_worker()), make_session(), published_call()
    waiting = make_case(State.ASSESSING, call, make_organisation())
    clerk.post(at(session, "aufnehmen/"), {"applications": [waiting.pk]})
    second = put_on(session, call=call)
    assert agenda(clerk, session) == ["Sprachcafé im Martinsviertel", "Lesen im Park"]
    assert [do(clerk, second, "up"), agenda(clerk, session)[0]] == [302, "Lesen im Park"]
    do(clerk, second, "close")
    assert agenda(clerk, session)[1] == "Lesen im Park"
    do(clerk, second, "off")
    assert (agenda(clerk, session), second.application.agenda_items.count()) == (["Sprachcafé im Martinsviertel"], 0)
    assert Application.objects.get(pk=second.application_id).state == State.ASSESSING
    assert do(clerk, session.items.get(), "dance") == 404


def test_from_the_case_file_onto_the_agenda():
    application, clerk, session = make_case(State.ASSESSING), browser(case_worker()), make_session()
    closed = make_session(closed_at=timezone.now())
    url = reverse("admin:grants_application_refer", args=[application.pk])
    offered = [one.get("value") for one in page(clerk, url).iter("input") if one.get("name") == "session"]
    assert offered == [str(session.pk)]
    assert (clerk.post(url, {}).status_code, clerk.post(url, {"session": closed.pk}).status_code) == (422, 422)
    assert clerk.post(url, {"session": session.pk, "closed": "on"}).status_code == 302
    item = session.items.get()
    assert (item.application, item.closed) == (application, True)
    led = clerk.get(reverse("admin:grants_application_vote", args=[application.pk]))["Location"]
    assert led.endswith(f"/{session.pk}/abstimmung/{item.pk}/")


def test_the_invitation_goes_again_only_with_a_tick():
    clerk, session = browser(case_worker()), make_session(board_member())
    url = at(session, "einladen/")
    found = [clerk.post(url, typed).status_code for typed in ({}, {}, {"sure": "on"})]
    assert found == [302, 422, 302]


# The vote


def make_vote(count=3, tied=()):
    members = [board_member(first_name=f"M{number}") for number in range(count)]
    session = make_session(*members, quorum=1)
    item = put_on(session)
    for number in tied:
        make_membership(members[number], item.application.organisation)
    seats = [session.seats.get(user=one) for one in members]
    return item, at(session, f"abstimmung/{item.pk}/"), [f"seat-{seat.pk}" for seat in seats]


def choices():
    return list(Vote.objects.order_by("seat__name").values_list("choice", flat=True))


def test_the_clerk_notes_votes_and_closes_them():
    item, url, (first, second, third) = make_vote()
    clerk = browser(case_worker())
    clerk.post(url, {"do": "save", first: "for", "remark": "Frage nach dem Raum"})
    item.refresh_from_db()
    assert (choices(), item.remark, item.voted_at) == (["for"], "Frage nach dem Raum", None)
    typed = {first: "for", second: "changed", third: "changed", "changed_to": "nur zwei Monate", "remark": ""}
    assert clerk.post(url, {"do": "close", **typed}).status_code == 302
    shown = by_class(page(clerk, at(item.session)), "agenda-what")[0]
    assert "recommended with changes" in text(shown) and "for, with changes: 2" in text(shown)
    assert clerk.post(url, {"do": "save", first: "against"}).status_code == 302
    assert choices() == ["for", "changed", "changed"]


def test_what_is_missing_stands_beside_the_lines_and_what_was_typed_is_kept():
    _item, url, (first, _second, third) = make_vote()
    answer = browser(case_worker()).post(url, {"do": "close", first: "for", third: "changed", "remark": "Frage"})
    shown = main(tree(answer))
    errors = [text(one) for one in by_class(shown, "vote-line") if by_class(one, "error")]
    assert (answer.status_code, len(errors), "M1 Beirat" in errors[0]) == (422, 1, True)
    assert "Say which changes the members ask for." in text(shown)
    ticked = [one.get("value") for one in shown.iter("input") if one.get("checked") is not None]
    assert (ticked, choices(), "Frage" in text(shown)) == (["for", "changed"], ["for", "changed"], True)


def test_a_tied_member_is_fixed_as_recused_whatever_the_browser_sends():
    _item, url, (first, second) = make_vote(2, tied=[0])
    clerk = browser(case_worker())
    shown = page(clerk, url)
    assert text(by_class(shown, "is-tied")[0]).startswith("M0 Beirat")
    assert [one for one in shown.iter("input") if one.get("name") == first] == []
    assert clerk.post(url, {"do": "close", first: "for", second: "against"}).status_code == 302
    assert choices() == ["recused", "against"]


def test_whoever_is_absent_has_no_line():
    item, url, (first, second) = make_vote(2)
    clerk = browser(case_worker())
    clerk.post(at(item.session, "anwesenheit/"), {"present": [first.removeprefix("seat-")]})
    assert clerk.post(url, {"do": "close", first: "for", second: "against"}).status_code == 302
    assert choices() == ["for"]


# The end


def test_the_session_is_closed_with_a_tick_and_then_stays():
    item, url, (first,) = make_vote(1)
    session, clerk = item.session, browser(case_worker())
    ends = at(session, "niederschrift/")
    assert clerk.post(ends, {"do": "close", "minutes": "Verlauf", "sure": "on"}).status_code == 422
    clerk.post(url, {"do": "close", first: "for"})
    assert clerk.post(ends, {"do": "close", "minutes": "Verlauf"}).status_code == 422
    session.refresh_from_db()
    assert (session.minutes, session.closed_at) == ("Verlauf", None)
    assert clerk.post(ends, {"do": "close", "minutes": "Verlauf", "sure": "on"}).status_code == 302
    for path in ("aufnehmen/", "einladen/", "anwesenheit/", "niederschrift/", "bearbeiten/"):
        assert clerk.get(at(session, path)).status_code == 302
        clerk.post(at(session, path), {"minutes": "anders", "body": "anders", "sure": "on"})
    do(clerk, item, "off")
    session.refresh_from_db()
    assert (session.minutes, session.body, session.items.count()) == ("Verlauf", "Beirat Darmstadt", 1)
    acts = [href for _words, href in links(page(clerk, at(session))) if href and "abstimmung" in href]
    assert (acts, "Verlauf" in text_of(clerk.get(at(session, "niederschrift.pdf")).content)) == ([], True)


# Members of the body


def test_members_see_their_sessions_and_nothing_else():
    member = board_member()
    mine, other = make_session(member, body="Meine"), make_session(board_member(), body="Andere")
    put_on(mine)
    client = browser(member)
    assert [text(one) for one in by_class(page(client, LIST), "field-body")] == ["Meine"]
    assert agenda(client, mine) == ["Lesen im Park"]
    assert client.get(at(other)).status_code == 302
    assert {client.get(at(other, path)).status_code for path in FILES} == {404}
    assert [client.get(at(mine, path)).status_code for path in GETS] == [200, 403, 403, 403, 403, 403, 403]
    assert [client.get(at(mine, path)).status_code for path in FILES] == [200, 200, 404]
    acts = [href for _words, href in links(page(client, at(mine))) if href and "/grants/application/" in href]
    assert acts == []


def test_members_have_no_other_page_of_the_administration():
    item = put_on(make_session(member := board_member()))
    client, organisation = browser(member), item.application.organisation
    names = ["application", "call", "programme"]
    urls = [f"/en/admin/grants/{name}/" for name in names] + ["/en/admin/organisations/organisation/"]
    urls += [f"/en/admin/grants/application/{item.application_id}/{act}" for act in ("change/", "antrag.pdf")]
    urls += [f"/en/admin/organisations/organisation/{organisation.pk}/change/", "/en/admin/outbox/message/"]
    found = {url: client.get(url) for url in urls}
    assert {url: one.status_code for url, one in found.items() if one.status_code not in (302, 403, 404)} == {}
    posts = ["tagesordnung", "abstimmung"]
    assert {client.post(at(item.session, f"{path}/{item.pk}/"), {"do": "off"}).status_code for path in posts} == {403}


def test_a_member_who_says_that_they_are_tied_no_longer_sees_the_item():
    member = board_member()
    session = make_session(member)
    item = put_on(session)
    client = browser(member)
    assert client.post(at(session, f"befangen/{item.pk}/"), {"reason": "Vorstand"}).status_code == 302
    conflict = Conflict.objects.get()
    assert (conflict.user, conflict.organisation, conflict.reason) == (
        member,
        item.application.organisation,
        "Vorstand",
    )
    assert (agenda(client, session), client.get(at(session, f"befangen/{item.pk}/")).status_code) == ([], 404)


def test_only_members_of_the_session_say_so_there():
    item = put_on(make_session())
    url = at(item.session, f"befangen/{item.pk}/")
    assert [browser(one).post(url).status_code for one in (case_worker(), second_person(), board_member())] == [
        *(403, 403, 404)
    ]


# Who is tied


def walk(user, item):
    """{address: its words} of every page and file of the session, for this person."""
    client, session = browser(user), item.session
    paths = [*GETS, *FILES, f"abstimmung/{item.pk}/", f"befangen/{item.pk}/"]
    urls = [LIST, *(at(session, path) for path in paths), "/en/admin/"]
    urls += [
        reverse(f"admin:grants_application_{name}", args=[item.application_id]) for name in ("refer", "vote", "change")
    ]
    found = {url: told(client.get(url, follow=True)) for url in urls}
    return {url for url, words in found.items() if any(one in words for one in MARKERS)}


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("tie", ["membership", "conflict"])
def test_nobody_meets_what_they_are_tied_to_on_any_page_or_in_any_file(tie, ended):
    tied_member, free_member, tied_clerk, free_clerk = board_member(), board_member(), case_worker(), case_worker()
    session = make_session(tied_member, free_member, quorum=1)
    item = put_on(session, remark="Markerbemerkung")
    for user in (tied_member, tied_clerk):
        if tie == "membership":
            make_membership(user, item.application.organisation)
        else:
            Conflict.objects.create(user=user, organisation=item.application.organisation)
    if ended:
        votes = {session.seats.get(user=free_member).pk: "for"}
        advising.record(item, case_worker(), votes, "", "Markerbemerkung")
        advising.close_item(item, case_worker())
        session = minutes.close(session, case_worker())
    files = 3 if ended else 2
    assert [walk(user, item) for user in (tied_member, tied_clerk)] == [set(), set()]
    assert (len(walk(free_member, item)) >= files + 1, len(walk(free_clerk, item)) > files + 1) == (True, True)


def test_a_tied_clerk_does_nothing_with_the_item():
    item, url, (first,) = make_vote(1)
    tied = case_worker()
    make_membership(tied, item.application.organisation)
    client = browser(tied)
    found = [client.get(url), client.post(url, {"do": "close", first: "for"})]
    found += [client.post(at(item.session, f"tagesordnung/{item.pk}/"), {"do": act}) for act in ("up", "close", "off")]
    assert [one.status_code for one in found] == [404] * 5
    assert (choices(), AgendaItem.objects.get().closed) == ([], False)
