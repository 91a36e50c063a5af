"""What is printed of a session: the public agenda, the members' papers without people and bank, the minutes."""

from datetime import datetime

import pytest

from grants.casework import advising, agendas, minutes, session_papers
from grants.models import AdvisorySession, Appraisal, BudgetLine, Conflict
from grants.terms import BERLIN
from grants.workflow import NotPossible
from tests.factories import make_membership, make_organisation
from tests.grants.cases import State, board_member, case_worker, make_case, published_call
from tests.papers import language_of, outline, tags, text_of

pytestmark = pytest.mark.django_db
HELD_AT = datetime(2026, 12, 3, 17, 30, tzinfo=BERLIN)
# What must stand in none of them: contact, telephone, bank, street, and who signed.
PERSONAL = {
    "contact_name": "Markergeraldine",
    "contact_role": "Markerkassenwart",
    "contact_phone": "06151 998877",
    "contact_email": "marker@verein.example",
    "account_holder": "Markerkonto",
}
IBAN = "DE02120300000000202051"
WORDS = [*PERSONAL.values(), "DE02", "0202051", "Markerstraße", "Markersigniert", "Almaz"]


@pytest.fixture
def session():
    return AdvisorySession.objects.create(body="Beirat Darmstadt", held_at=HELD_AT, place="Rathaus", quorum=1)


@pytest.fixture
def member(session):
    user = board_member()
    session.seats.create(user=user, name="Bao Beirat", present=True)
    return user


@pytest.fixture
def call():
    return published_call()


def put_on(session, call, name, title, closed=False):
    organisation = make_organisation(name=name, street="Markerstraße 7", city="Darmstadt")
    from_association = {"verein": PERSONAL | {"iban": IBAN}, "projekt": {"title": title}}
    application = make_case(
        State.ASSESSING, call, organisation, inhalt={"ziel": f"Ziel von {name}"}, **from_association
    )
    type(application).objects.filter(pk=application.pk).update(title=title)
    application.refresh_from_db()
    signer = organisation.memberships.get().user
    type(signer).objects.filter(pk=signer.pk).update(first_name="Markersigniert")
    return advising.refer(application, session, case_worker(), closed)


def test_the_agenda_tells_the_public_projects_associations_and_sums_of_public_items(session, call, member):
    put_on(session, call, "Quittenverein", "Lesen im Park")
    put_on(session, call, "Geheimverein", "Stilles Projekt", closed=True)
    words = text_of(session_papers.agenda(session, case_worker()))
    assert "Lesen im Park" in words and "Quittenverein" in words and "375,00" in words
    hidden = ["Geheimverein", "Stilles Projekt", "Bao", "Beirat, Bao", *WORDS]
    assert [word for word in hidden if word in words] == []


def test_the_papers_hold_the_application_without_people_and_bank(session, call, member):
    item = put_on(session, call, "Quittenverein", "Lesen im Park")
    Appraisal.objects.create(application=item.application, financing="full", amount=250, at=HELD_AT, note="Markernotiz")
    line = item.application.budget_lines.get(kind="honorare")
    BudgetLine.objects.filter(pk=line.pk).update(recognised=500, cut_reason="Satz zu hoch")
    words = text_of(session_papers.papers(session, member))
    held = ["Lesen im Park", "Quittenverein", "Ziel von Quittenverein", "Lehrerin", "600,00", "250,00", "500,00"]
    assert [word for word in [*held, "Satz zu hoch", "Nachbarschaftsheim"] if word not in words] == []
    assert [word for word in [*WORDS, "Markernotiz"] if word in words] == []


def test_members_read_the_part_that_is_not_public_too(session, call, member):
    put_on(session, call, "Geheimverein", "Stilles Projekt", closed=True)
    assert "Stilles Projekt" in text_of(session_papers.papers(session, member))


@pytest.mark.parametrize("tie", ["membership", "conflict"])
@pytest.mark.parametrize("person", [board_member, case_worker])
def test_nobody_gets_papers_of_an_association_that_they_are_tied_to(session, call, member, tie, person):
    first = put_on(session, call, "Quittenverein", "Lesen im Park")
    put_on(session, call, "Birnenverein", "Trommeln")
    user = person()
    if tie == "membership":
        make_membership(user, first.application.organisation)
    else:
        Conflict.objects.create(user=user, organisation=first.application.organisation)
    hidden = ("Quittenverein", "Lesen im Park", first.application.reference)
    for make in (session_papers.agenda, session_papers.papers):
        words, free = text_of(make(session, user)), text_of(make(session, member))
        assert [word for word in hidden if word in words] == []
        # What is left keeps its number.
        assert ("2." in words, "Trommeln" in words, "Quittenverein" in free) == (True, True, True)


def closed_session(session, call, member):
    first, second = put_on(session, call, "Quittenverein", "Lesen"), put_on(session, call, "Birnenverein", "Trommeln")
    absent = session.seats.create(user=board_member(first_name="Ada"), name="Ada Abwesend")
    seat = session.seats.get(user=member)
    recused = session.seats.create(user=board_member(), name="Rita Recused", present=True)
    advising.record(first, case_worker(), {seat.pk: "for", recused.pk: "recused"}, "", "Frau Rita verlässt den Raum.")
    advising.record(second, case_worker(), {seat.pk: "changed", recused.pk: "against"}, "nur zwei Monate")
    for item in (first, second):
        advising.close_item(item, case_worker())
    minutes.write(session, "Der Vorsitz eröffnet um halb sechs.")
    return minutes.close(session, case_worker()), recused.user, absent


def test_the_minutes_tell_who_was_there_the_counts_and_who_was_recused(session, call, member):
    closed, recused, _absent = closed_session(session, call, member)
    data = minutes.data(closed, member)
    paper = minutes.paper(closed, member)
    words = text_of(paper)
    told = ["Bao Beirat", "Ada Abwesend", "Rita Recused", "nur zwei Monate", "Frau Rita verlässt", "eröffnet um halb"]
    assert [word for word in told if word not in words] == []
    assert [one for one in WORDS if one in words] == []
    votes = [part["rows"][0] for section in data["sections"] for part in section["parts"] if part["kind"] == "table"]
    assert votes == [["1", "0", "0", "0", "1"], ["0", "1", "1", "0", "0"]]
    assert "Frau Rita verlässt" not in text_of(minutes.paper(closed, recused))


def test_minutes_are_the_same_whenever_they_are_made(session, call, member):
    closed, _recused, _absent = closed_session(session, call, member)
    assert minutes.paper(closed, member) == minutes.paper(closed, member)


def test_there_are_no_minutes_before_the_end(session, member):
    with pytest.raises(NotPossible):
        minutes.paper(session, member)


def test_papers_can_be_read_aloud(session, call, member):
    put_on(session, call, "Quittenverein", "Lesen im Park")
    paper = session_papers.papers(session, member)
    assert (language_of(paper), "1. Lesen im Park" in outline(paper), "Table" in tags(paper)) == ("de", True, True)
    assert agendas.agenda_for(member, session).hidden == 0
