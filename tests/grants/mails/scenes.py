"""What makes the grants write each of their mails: the real act, with names and days that stay the same in every run.

A scene takes the language of who reads. Its name is that of the mail's template, with what is special after a point.
"""

from datetime import date, datetime

from grants import handing_over, publishing, receipts, reminding, starting, submitting, withdrawing
from grants.casework import advising, agendas, announcing, asking, conversing
from grants.models import AdvisorySession, Application, Call, Query, Service
from grants.terms import BERLIN
from organisations.models import Role
from tests.factories import make_membership, make_organisation, make_user
from tests.grants.cases import board_member, case_worker
from tests.grants.casework.lettering import issued
from tests.grants.factories import make_application, make_call, make_programme
from tests.grants.submissions import ANSWERS, answers

State = Application.State
TITLE = ANSWERS["projekt"]["title"]
SECRET = "Davon steht nichts in der Mail."
OPENS, CLOSES = datetime(2026, 11, 2, 8, tzinfo=BERLIN), datetime(2026, 11, 30, 18, tzinfo=BERLIN)
ARRIVED, FETCHED_UNTIL = datetime(2026, 11, 20, 10, 30, tzinfo=BERLIN), datetime(2026, 12, 15, tzinfo=BERLIN)
HELD = datetime(2026, 12, 3, 17, 30, tzinfo=BERLIN)
# What must lie in the future by the clock of the machine, too.
ANSWER_BY = date(2099, 6, 30)
RULES = {
    "slug": "miteinander-2026",
    "title": "Miteinander im Quartier 2026",
    "summary": "Geld für Begegnung.",
    "contact_email": "foerderung@stadt.example",
    "advisory": True,
    "advisory_name": "Ausländerbeirat",
}


def make_own_call():
    call = make_call(make_programme(code="XAM"), publish=False, opens_at=OPENS, closes_at=CLOSES, **RULES)
    call.milestones.create(kind="checked", text="Ihre Unterlagen sind geprüft", on=date(2026, 12, 14))
    call.milestones.create(kind="decided", text="Es ist entschieden", on=date(2027, 1, 29), position=1)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def make_reader(language):
    """A signatory of a new association."""
    names = {"first_name": "Almaz", "last_name": "Tesfaye", "email": "almaz@verein.example"}
    user = make_user(language=language, **names)
    make_membership(user, make_organisation(name="Kulturverein Asmara e. V.", index=False), Role.SIGNATORY)
    return user


def draft(reader, title=TITLE, call=None):
    organisation = reader.memberships.get().organisation
    fields = {"title": title, "draft_key": "entwurf-abcdefghjk"}
    return make_application(organisation, call or make_own_call(), **fields)


def case(reader, state=State.CHECKING, call=None):
    """A submitted application that has come to this state."""
    application = draft(reader, call=call)
    submitting.submit(application, own_answers(reader), {}, reader, ARRIVED)
    Application.objects.filter(pk=application.pk).update(state=state, officer=None)
    return Application.objects.get(pk=application.pk)


def own_answers(reader):
    return answers(verein={"contact_email": reader.email})


# While it is written


def deadline_near(language, today=date(2026, 11, 16)):
    reminding.remind(draft(make_reader(language)).pk, today)


def deadline_near_last(language):
    deadline_near(language, date(2026, 11, 29))


def handed_over(language, title=TITLE):
    writer = make_user(first_name="Selam", last_name="Haile")
    handing_over.hand_over(draft(make_reader(language), title), writer, ARRIVED)


def handed_over_untitled(language):
    handed_over(language, title="")


def call_changed(language):
    """One of its readers writes one, and has sent another one."""
    reader, call = make_reader(language), make_own_call()
    sent = case(reader, State.SUBMITTED, call)
    Application.objects.filter(pk=sent.pk).update(draft_key="entwurf-kjhgfedcba")
    draft(reader, title="", call=call)
    Call.objects.filter(pk=call.pk).update(share=100)
    call.refresh_from_db()
    note = "Der Eigenanteil entfällt.\nSo können mehr Vereine teilnehmen."
    publishing.release(call, case_worker(), seen=publishing.fingerprint(call), note=note)


# Sent, asked, answered, ended


def receipt(language):
    receipts.send(case(make_reader(language)).submissions.get().pk)


def asked(language):
    """(application, its reader), with an open query"""
    reader = make_reader(language)
    application = case(reader)
    asking.ask(application, case_worker(), ["projekt"], SECRET, ANSWER_BY)
    return Application.objects.get(pk=application.pk), reader


def query_reminder(language, today=date(2099, 6, 23)):
    application, _reader = asked(language)
    asking.remind_one(application.queries.get().pk, today)


def query_reminder_tomorrow(language):
    query_reminder(language, date(2099, 6, 29))


def query_reminder_today(language):
    query_reminder(language, date(2099, 6, 30))


def answered(language):
    application, reader = asked(language)
    submission = asking.answer(application, own_answers(reader), {}, reader, ARRIVED)
    receipts.send(submission.pk)


def query_closed(language):
    asking.close(asked(language)[0], case_worker())


def lapsed(language):
    application, _reader = asked(language)
    Query.objects.update(due_at=ARRIVED)
    asking.lapse(application, case_worker())


def withdrawn(language, reason="Der Raum ist nicht frei.\nWir versuchen es im Herbst."):
    reader = make_reader(language)
    withdrawing.withdraw(case(reader), reader, reason)


def withdrawn_unexplained(language):
    withdrawn(language, reason="")


# Messages, letters, sessions


def message_from_office(language):
    conversing.write(case(make_reader(language)), case_worker(), SECRET, "", from_office=True)


def message_to_office(language):
    reader = make_reader("de")
    application = case(reader)
    application.officer = case_worker(language=language)
    application.save(update_fields=["officer"])
    conversing.write(application, reader, SECRET, "", from_office=False)


def waiting_letter(language):
    """The service of a letter that can be fetched until a day in December."""
    starting.load_letters()
    notice = issued(application=case(make_reader(language), State.AWARDED))
    notice.services.update(message_at=ARRIVED, ends_at=FETCHED_UNTIL)
    return Service.objects.get(notice=notice)


def letter(language):
    announcing.tell_everybody(announcing.LETTER, waiting_letter(language))


def letter_reminder(language):
    announcing.remind(waiting_letter(language).pk, datetime(2026, 12, 11, 9, tzinfo=BERLIN))


def letter_lapsed(language):
    announcing.remind(waiting_letter(language).pk, datetime(2026, 12, 15, 9, tzinfo=BERLIN))


def invited(language, **fields):
    fields = {"body": "Ausländerbeirat", "held_at": HELD, "place": "Neues Rathaus, Luisenplatz 5a"} | fields
    session = AdvisorySession.objects.create(**fields)
    session.seats.create(user=board_member(language=language), name="Bao Beirat")
    advising.refer(case(make_reader(language), State.ASSESSING), session, case_worker())
    agendas.invite(session, case_worker())


def invited_nowhere(language):
    invited(language, place="")


SCENES = {
    "deadline_near": deadline_near,
    "deadline_near.one_day": deadline_near_last,
    "handed_over": handed_over,
    "handed_over.untitled": handed_over_untitled,
    "call_changed": call_changed,
    "receipt": receipt,
    "query": asked,
    "query_reminder": query_reminder,
    "query_reminder.one_day": query_reminder_tomorrow,
    "query_reminder.today": query_reminder_today,
    "answered": answered,
    "query_closed": query_closed,
    "lapsed": lapsed,
    "withdrawn": withdrawn,
    "withdrawn.unexplained": withdrawn_unexplained,
    "message_from_office": message_from_office,
    "message_to_office": message_to_office,
    "letter": letter,
    "letter_reminder": letter_reminder,
    "letter_lapsed": letter_lapsed,
    "session_invitation": invited,
    "session_invitation.nowhere": invited_nowhere,
    "on_agenda": invited,
    "on_agenda.nowhere": invited_nowhere,
}
