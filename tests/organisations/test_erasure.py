"""A person who leaves is gone everywhere, also from the history, and nothing else is changed in it."""

import logging
from datetime import timedelta
from pathlib import Path

import pghistory
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings as active
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pghistory.core import event_models

from darmstadt_mso.lib import kept_forms, privacy
from darmstadt_mso.lib.outbox import mails
from organisations import erasure
from organisations.models import (
    ChangeProposal,
    Contact,
    ErrorReport,
    InternalRecord,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    ProposedChange,
    SearchMiss,
    SpreadsheetImport,
    User,
)
from tests.accounts import confirm_again, log_in
from tests.factories import make_contact, make_organisation, make_user
from tests.mails import queued, sent

pytestmark = pytest.mark.django_db
MARK, PASSWORD = "qzmarke", "Anis-und-Fenchel"
ADDRESS = f"{MARK}@example.org"
LATER = timedelta(days=20 * 365)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = tmp_path / "media", tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    return tmp_path


@pytest.fixture
def association():
    return make_organisation(name="Anisverein", slug="anis", index=False)


@pytest.fixture
def person(association):
    """Somebody who has left their mark wherever people can leave one."""
    with pghistory.context(url="/konto/"):
        user = make_user(email=ADDRESS, password=PASSWORD, first_name=MARK.title(), last_name="Muster")
    User.objects.filter(pk=user.pk).update(last_name=f"{MARK} Neu")
    user.refresh_from_db()
    speak(user, association)
    propose(user, association)
    reach_out(user, association)
    return user


def speak(user, association):
    Membership.objects.create(organisation=association, user=user, role="signatory")
    other = make_organisation(index=False)
    values = {"message": f"Ich bin {MARK}", "reason": f"Hallo {MARK}"}
    JoinRequest.objects.create(organisation=other, user=user, state="refused", **values)
    JoinRequest.objects.create(organisation=make_organisation(index=False), user=user, message=MARK)
    Invitation.objects.create(organisation=other, email=ADDRESS.upper(), invited_by=make_user())


def propose(user, association):
    proposal = ChangeProposal.objects.create(organisation=association, author=user, note=f"Gruß von {MARK}")
    path = default_storage.save(f"proposed/{MARK}.png", ContentFile(MARK.encode()))
    ProposedChange.objects.create(
        proposal=proposal,
        field="logo",
        after=path,
        verdict="refused",
        reason=f"Nein, {MARK}",
        decided_at=timezone.now(),
    )
    waiting = ChangeProposal.objects.create(organisation=association, author=user, note=MARK)
    ProposedChange.objects.create(proposal=waiting, field="summary", after="Wir singen.")


def reach_out(user, association):
    make_contact(association, person=user.get_full_name(), email=ADDRESS, phone="")
    former = make_contact(association, email=ADDRESS, person=MARK)
    Contact.objects.filter(pk=former.pk).update(email="vorstand@anis.example", person="")
    report = {"matter": "other", "text": f"{MARK} sagt", "email": ADDRESS}
    ErrorReport.objects.create(organisation=association, handled_at=timezone.now(), **report)
    EmailAddress.objects.get_or_create(user=user, email=ADDRESS, defaults={"verified": True, "primary": True})
    SocialAccount.objects.create(user=user, provider="openid", uid="7", extra_data={"name": MARK})
    about = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=make_user("Leitung"), content_type=about, object_id=user.pk, object_repr=str(user), action_flag=2
    )
    SearchMiss.objects.create(word=MARK, day=timezone.localdate())
    run = SpreadsheetImport.objects.create(file_name="liste.xlsx")
    run.rows.create(number=1, cells={"person": MARK})
    Path(active.EMAIL_FILE_PATH, "1.log").write_text(f"To: {ADDRESS}")
    mails.queue("organisations/account_deleted", ADDRESS, {"contact": f"https://a.example/{MARK}"})


@pytest.fixture
def at_home(person):
    """The person's browser, logged in after a form was kept, and just asked for the password again."""
    client = Client()
    url = reverse("organisations:join_organisation", args=["anis"])
    client.post(url, {"message": f"Ich bin {MARK}"})
    log_in(client, ADDRESS, PASSWORD)
    confirm_again(client, PASSWORD)
    UserSession.objects.update(user_agent=f"{MARK}-Browser")
    Authenticator.objects.create(user=person, type="webauthn", data={"name": f"Telefon von {MARK}"})
    assert client.session[kept_forms.KEY]
    return client


def places():
    """Every table, session and file in which the mark stands."""
    tables = {table for table in connection.introspection.table_names() if stands_in(table)}
    sessions = {"session" for session in Session.objects.all() if MARK in str(session.get_decoded()).lower()}
    files = {
        folder.name
        for folder in (Path(active.MEDIA_ROOT), Path(active.EMAIL_FILE_PATH))
        for path in folder.rglob("*")
        if MARK in path.name or path.is_file() and MARK in path.read_bytes().decode("latin-1").lower()
    }
    return {table.removeprefix("organisations_") for table in tables} | sessions | files


def stands_in(table):
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT count(*) FROM {name} AS one WHERE one::text ILIKE %s", [f"%{MARK}%"])
        return cursor.fetchone()[0]


KEPT_FOR_A_WHILE = {
    "errorreport",
    "errorreportevent",
    "proposedchange",
    "spreadsheetrow",
    "searchmiss",
    "media",
    "mail",
}
PLACES = {
    *KEPT_FOR_A_WHILE,
    *("user", "userevent", "account_emailaddress", "mfa_authenticator", "socialaccount_socialaccount"),
    *("usersessions_usersession", "session", "django_admin_log", "outbox_message"),
    *("joinrequest", "invitation", "changeproposal", "contact", "contactevent"),
}


def leave(client, **more):
    data = {"email": ADDRESS, "understood": "on", "forgets_contacts": "on"} | more
    return client.post(reverse("organisations:delete_account"), data)


def purge(now):
    return {row.key: number for row, number in privacy.purge(now)}


def test_nothing_of_a_person_is_left(at_home):
    assert places() == PLACES
    assert leave(at_home)["Location"] == "/"
    # What is kept for a while, and the last mail to the person.
    assert places() == {*KEPT_FOR_A_WHILE, "outbox_message"}
    assert [mail.to for mail in sent()] == [[ADDRESS]]
    purge(timezone.now() + LATER)
    assert places() == set()


def test_the_last_mail_goes_after_a_few_days(at_home):
    leave(at_home)
    sent()
    purge(timezone.now() + timedelta(days=6))
    assert [message.recipient for message in queued()] == [ADDRESS]
    purge(timezone.now() + timedelta(days=8))
    assert queued() == []


def test_the_associations_own_things_stay(at_home, association, person):
    leave(at_home)
    assert list(association.proposals.values_list("author", "note")) == [(None, "")] * 2
    waiting = ProposedChange.objects.waiting().get()
    assert waiting.after == "Wir singen."
    contacts = association.contacts.order_by("pk").values_list("role", "person", "email", "public")
    assert list(contacts) == [("Vorstand", "", "", False), ("Vorstand", "", "vorstand@anis.example", True)]
    assert not JoinRequest.objects.exists()
    assert not association.memberships.exists()


def test_whoever_stays_a_contact_stays_in_the_contacts_history(at_home, association):
    leave(at_home, forgets_contacts="")
    assert association.contacts.filter(email=ADDRESS, public=True).count() == 1
    rows = erasure.ContactState.objects.filter(organisation=association).order_by("pgh_id")
    assert list(rows.values_list("email", flat=True)) == [ADDRESS, "", "vorstand@anis.example"]


def test_open_requests_are_withdrawn(person):
    registered = make_organisation(state="pending", basis="", index=False)
    JoinRequest.objects.create(organisation=registered, user=person, registers=True, message="Wir sind neu.")
    erasure.leave(person)
    registered.refresh_from_db()
    assert registered.state == Organisation.State.HIDDEN


def test_other_people_keep_everything(person, association):
    other = make_user(email="anderer@example.org", first_name="Olga", last_name="Anders")
    Membership.objects.create(organisation=association, user=other)
    browser = Client()
    browser.force_login(other)
    contact = make_contact(association, person="Olga Anders", email=other.email)
    kept = erasure.UserState.objects.filter(id=other.pk).count()
    erasure.leave(person, forgets_contacts=True)
    contact.refresh_from_db()
    assert (contact.person, contact.email) == ("Olga Anders", other.email)
    assert erasure.UserState.objects.filter(id=other.pk).count() == kept > 0
    assert browser.get(reverse("organisations:personal_data")).status_code == 200


def test_sessions_end_everywhere(at_home, person):
    elsewhere, begun = Client(), Client()
    elsewhere.force_login(person)
    # Their second factor is asked for.
    assert log_in(begun, ADDRESS, PASSWORD)["Location"] == reverse("mfa_authenticate")
    leave(at_home)
    assert not begun.session.keys()
    for browser in (elsewhere, at_home):
        assert browser.get(reverse("organisations:personal_data")).status_code == 302


def test_the_history_says_that_a_former_account_did_it(person, association):
    with pghistory.context(user=person.pk):
        Organisation.objects.filter(pk=association.pk).update(short_name="AV")
    erasure.leave(person)
    event = Organisation.pgh_event_model.objects.get(pgh_obj=association, short_name="AV")
    assert event.pgh_context["user"] == person.pk


def test_the_log_gets_numbers_and_no_person(person, caplog):
    with caplog.at_level(logging.INFO, erasure.__name__):
        erasure.leave(person)
    assert [record.getMessage() for record in caplog.records if record.name == erasure.__name__] == [
        "The history was erased as it is laid down: UserEvent 3, ContactEvent 1 rows"
    ]


# The protection of the history


def refuses(sql, *values):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def tampering(model):
    table = connection.ops.quote_name(model._meta.db_table)
    return [f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"]


@pytest.fixture
def remembered(person, association):
    """Somebody else's account, contact and record in the history."""
    make_user(email="anderer@example.org")
    InternalRecord.objects.create(organisation=association, board="Olga Anders")
    return [User, Contact, InternalRecord, Organisation]


def test_the_history_is_protected_before_and_after_an_erasure(person, remembered):
    erasure.leave(person)
    purge(timezone.now())
    for model in remembered:
        assert [refuses(sql) for sql in tampering(model.pgh_event_model)] == [True, True, True]


def test_only_the_named_tables_are_open_and_none_can_be_emptied(remembered):
    with erasure.unprotected(erasure.UserState):
        assert [refuses(sql) for sql in tampering(Organisation.pgh_event_model)] == [True, True, True]
        assert refuses(tampering(User.pgh_event_model)[2])
        assert erasure.UserState.objects.all().delete()[0] > 0
    assert [refuses(sql) for sql in tampering(Contact.pgh_event_model)] == [True, True, True]


def test_a_broken_erasure_leaves_history_and_protection_as_they_were(person, monkeypatch):
    before = erasure.UserState.objects.count()

    def fail(*done):
        raise RuntimeError

    monkeypatch.setattr(erasure, "report", fail)
    with pytest.raises(RuntimeError):
        erasure.leave(person)
    assert erasure.UserState.objects.count() == before
    assert refuses(tampering(erasure.UserState)[1])


def test_an_old_history_names_nobody_any_more(remembered, person, association, settings):
    settings.RETENTION = settings.RETENTION | {"history": 30}
    with pghistory.context(user=person.pk, url="/konto/"):
        Organisation.objects.filter(pk=association.pk).update(short_name="AV")
    due = erasure.old_history(timezone.now() + timedelta(seconds=1))
    assert due.count() == due.carry_out() > 0
    assert due.count() == 0
    assert not erasure.UserState.objects.exists()
    assert not erasure.ContactState.objects.exclude(**erasure.NO_PERSON).exists()
    assert not InternalRecord.pgh_event_model.objects.exclude(board="").exists()
    assert not any(model.objects.filter(pgh_context__has_any_keys=["user", "url"]).exists() for model in event_models())
    assert Organisation.pgh_event_model.objects.filter(pgh_obj=association, short_name="AV").exists()
    assert refuses(tampering(Organisation.pgh_event_model)[1])
