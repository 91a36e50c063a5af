"""Cases of one association at every station of the office, full of words that begin with “Quitten”, and people beside
them: free ones who work on them, some who are tied to the association, and some who have nothing to do with it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from grants import starting
from grants.casework import advising, announcing, asking, conflicts, fetching, minutes, serving
from grants.models import AdvisorySession, Application
from organisations.models import Role
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.grants.access import world as members
from tests.grants.access.world import browser_of
from tests.grants.cases import board_member, case_worker, head, make_case, published_call, second_person
from tests.grants.casework.asked import retype
from tests.grants.casework.decisions import prepared, released
from tests.office import let_in

State = Application.State
WORD = "quitten"
TEXT = "Quittenwort"
SECTIONS = {
    "verein": {"contact_name": "Quittenkäthe", "account_holder": "Quittenkasse"},
    "projekt": {"title": members.TITLE},
    "inhalt": {"ziel": TEXT},
}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """`cases`, `people` and their `browsers` by name; `session` is open, `closed` has its minutes."""

    organisation: object
    call: object
    cases: dict
    people: dict
    browsers: dict
    session: AdvisorySession
    closed: AdvisorySession


def make_world():
    starting.load_letters()
    organisation, call = make_organisation(name="Quittenverein"), published_call()
    people = make_people(organisation)
    session, closed = [make_session(people) for _one in range(2)]
    cases = {**office_cases(organisation, call, people), **members_cases(organisation, people)}
    put_on(cases["advising"], session)
    put_on(cases["voted"], closed)
    put_on(make_case(State.ASSESSING, call, make_organisation()), session)
    vote_and_close(closed, people["worker"])
    for name in DECLARED:
        conflicts.declare(people[name], organisation, TEXT)
    browsers = {name: browser(name, user) for name, user in people.items()}
    fresh = {name: Application.objects.get(pk=one.pk) for name, one in cases.items()}
    return World(organisation, call, fresh, people, browsers, session, closed)


# People

FREE = ("worker", "decider", "head", "board", "editor", "signatory")
DECLARED = ("declared worker", "declared decider", "declared head", "declared board")
SPEAKING = ("speaking worker", "speaking decider", "speaking head", "speaking board")
FOREIGN = ("nobody", "stranger", "other", "former", "staff", "Redaktion")
MAKERS = {"worker": case_worker, "decider": second_person, "head": head, "board": board_member}


def make_people(organisation):
    former, other = make_user(), make_organisation()
    make_membership(former, organisation, Role.SIGNATORY, since=today() - 400 * DAY, until=today())
    found = {name: MAKERS[name.rpartition(" ")[2]]() for name in (*MAKERS, *DECLARED, *SPEAKING)}
    for name in SPEAKING:
        make_membership(found[name], organisation, Role.EDITOR)
    return found | {
        "editor": make_member(organisation),
        "signatory": make_member(organisation, Role.SIGNATORY),
        "nobody": None,
        "stranger": make_user(),
        "other": make_member(other, Role.SIGNATORY),
        "former": former,
        "staff": make_user(is_staff=True),
        "Redaktion": make_user("Redaktion"),
    }


def today():
    return timezone.localdate()


def browser(name, user):
    if user and user.is_staff:
        return let_in(browser_of("nobody", None), user)
    return browser_of(name, user)


# Cases


def office_cases(organisation, call, people):
    """By the name of where they have come to."""
    states = {
        "checking": State.CHECKING,
        "assessing": State.ASSESSING,
        "advising": State.ASSESSING,
        "voted": State.ASSESSING,
        "deciding": State.DECIDING,
        "pending": State.DECIDING,
        "awarded": State.DECIDING,
        "posted": State.DECIDING,
    }
    made = {name: office_case(state, call, organisation, people) for name, state in states.items()}
    made["assessing"].scores.create(
        assessor=people["decider"], criterion="bedarf", points=3, justification=TEXT, at=timezone.now()
    )
    prepared(made["pending"], user=people["worker"], reasons=TEXT)
    for name in ("awarded", "posted"):
        send_letter(released(made[name], reasons=TEXT).notice)
    fetch(made["awarded"], people["signatory"])
    notice = made["posted"].notices.get()
    notice.services.update(message_at=timezone.now() - 20 * DAY, ends_at=timezone.now() - DAY)
    return made


def office_case(state, call, organisation, people):
    case = make_case(state, call, organisation, people["signatory"], **SECTIONS)
    Application.objects.filter(pk=case.pk).update(title=members.TITLE)
    case.messages.create(from_office=False, text=TEXT, at=timezone.now(), by=people["signatory"])
    case.requests.create(kind="early_start", text=TEXT, asked_by=people["signatory"], received_at=timezone.now())
    return case


def send_letter(notice):
    announcing.send_message(notice.services.get().pk)


def fetch(case, signatory):
    serving.consent(case, signatory)
    fetching.fetch(case.notices.get(), signatory, timezone.now())


def members_cases(organisation, people):
    """As they are written on the pages of the association, with a picture as their paper."""
    signatory = people["signatory"]
    found = {"draft": members.make_draft(organisation, signatory)}
    retype(found["draft"], "projekt", signatory, place="Rathaus")
    members.put_aside(found["draft"], people["editor"])
    document = found["draft"].attachments.get().document
    type(document).objects.filter(pk=document.pk).update(on_file="statutes")
    for name in ("sent", "queried"):
        found[name] = members.make_sent(organisation, signatory)
    members.make_answer(found["sent"])
    ask(found["queried"], people["worker"])
    return found


def ask(case, worker):
    Application.objects.filter(pk=case.pk).update(state=State.CHECKING)
    case.refresh_from_db()
    asking.ask(case, worker, ["projekt"], TEXT, today() + 9 * DAY)


# Sessions


def make_session(people):
    session = AdvisorySession.objects.create(body="Beirat", held_at=timezone.now() + 3 * DAY)
    for name in ("board", "declared board", "speaking board"):
        session.seats.create(user=people[name], name=name, present=name == "board")
    return session


def put_on(case, session):
    return advising.refer(case, session, case_worker())


def vote_and_close(session, worker):
    item, seat = session.items.get(), session.seats.get(name="board")
    advising.record(item, worker, {seat.pk: "for"}, remark=TEXT)
    advising.close_item(item, worker)
    minutes.close(session, worker)


# What stands in the database

TABLES = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'grants_%' OR tablename = 'outbox_message' ORDER BY 1"


def database():
    """{table: a sum of all that stands in it}, of the grants with their history and of the mails."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
        sums = ", ".join(f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t)" for name in names)
        cursor.execute(f"SELECT {sums}")
        return dict(zip(names, cursor.fetchone(), strict=True))
