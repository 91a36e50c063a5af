"""What is kept of people: everything stands in the register, is shown, and goes when its time is over."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib import kept_forms, privacy
from darmstadt_mso.lib.outbox import mails
from darmstadt_mso.lib.outbox.models import Message
from organisations.models import (
    ChangeProposal,
    Contact,
    ErrorReport,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    ProposedChange,
    SearchMiss,
    SpreadsheetImport,
    User,
)
from tests.factories import make_contact, make_organisation, make_user
from tests.pages import LANGUAGES, by_class, main, text, tree

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Names under which tables keep people; whatever refers to a person counts too.
PERSONAL = {
    *("email", "recipient", "address_hash", "person", "phone", "fax", "first_name", "last_name", "user_agent", "ip"),
    *("session_data", "board", "bank", "cells", "pgh_context", "extra_data", "message"),
}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = tmp_path / "media", tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    return tmp_path


def looks_personal(field):
    refers = field.is_relation and field.concrete and field.related_model is User
    return refers or isinstance(field, models.EmailField) or field.name in PERSONAL


def tables():
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def test_every_table_that_looks_personal_is_in_the_register():
    listed = {label for row in privacy.register() for label in row.models}
    personal = {model._meta.label for model in tables() if any(map(looks_personal, model._meta.get_fields()))}
    assert personal - listed == set()
    assert len(personal) > 20


def test_the_register_names_only_tables_that_there_are():
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {label for row in privacy.register() for label in row.models} - known == set()


def test_keys_are_unique_and_every_row_says_everything():
    rows = privacy.register()
    assert len({row.key for row in rows}) == len(rows)
    assert all(str(part).strip() for row in rows for part in (row.what, row.whose, row.why, row.basis, row.until()))


# The privacy page


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_privacy_page_prints_the_register(client, code):
    page = main(tree(client.get(translate_url("/seiten/datenschutz/", code))))
    printed = [[text(cell) for cell in row][0::4] for row in page.find(".//table/tbody")]
    with translation.override(code):
        listed = [[str(row.what), gettext("Until when") + row.until()] for row in privacy.register()]
    assert printed == [[" ".join(part.split()) for part in row] for row in listed]


def test_the_register_costs_no_queries_of_its_own(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/seiten/datenschutz/")


def test_other_pages_do_not_print_it(client):
    assert by_class(tree(client.get("/seiten/impressum/")), "kept-data") == []
    assert len(by_class(tree(client.get("/seiten/datenschutz/")), "kept-data")) == 1


def test_a_confirmed_period_is_no_proposal(client, settings):
    settings.RETENTION, settings.RETENTION_CONFIRMED = settings.RETENTION | {"reports": 400}, {"reports"}
    reports = next(row for row in privacy.register() if row.key == "reports")
    assert privacy.length(400) in reports.until()
    assert privacy.period("reports") == privacy.length(400)


# What goes when


def ago(days):
    return timezone.now() - days * DAY


def dated(thing, **values):
    type(thing).objects.filter(pk=thing.pk).update(**values)
    return thing


def an_account(days):
    dated(make_user(), date_joined=ago(days), last_login=None)


def an_unconfirmed_account(days, verified=False):
    user = dated(make_user(), date_joined=ago(days), last_login=None)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)


def a_membership(days):
    Membership.objects.create(
        organisation=make_organisation(index=False), user=make_user(), since=ago(days + 1), until=ago(days)
    )


def a_request(days):
    JoinRequest.objects.create(
        organisation=make_organisation(index=False), user=make_user(), state="refused", decided_at=ago(days)
    )


def a_registration(days, state="hidden", **values):
    entry = make_organisation(state="pending", index=False)
    make_contact(entry)
    Organisation.objects.filter(pk=entry.pk).update(state=state)
    values = {"state": "refused", "decided_at": ago(days)} | values
    return JoinRequest.objects.create(organisation=entry, user=make_user(), registers=True, **values).organisation


def an_invitation(days):
    Invitation.objects.create(organisation=make_organisation(index=False), email="a@example.org", expires_at=ago(days))


def a_proposal(days):
    proposal = dated(ChangeProposal.objects.create(organisation=make_organisation(index=False)), created_at=ago(days))
    ProposedChange.objects.create(proposal=proposal, field="name", verdict="accepted", decided_at=ago(days))


def a_report(days):
    ErrorReport.objects.create(
        organisation=make_organisation(index=False), matter="other", text="x", handled_at=ago(days)
    )


def a_list(days):
    dated(SpreadsheetImport.objects.create(file_name="liste.xlsx"), created_at=ago(days))


def a_miss(days):
    SearchMiss.objects.create(word=f"w{days}", day=ago(days).date())


def a_mail(days, template="organisations/account_deleted", **values):
    # The farewell is the one template that is there for sure; as another one, it is an ordinary mail.
    mail = mails.queue("organisations/account_deleted", "a@example.org", {"contact": "https://a.example/"})
    dated(mail, template=template, state="sent", moved_at=ago(days), **values)


def an_ordinary_mail(days):
    a_mail(days, template="organisations/other")


def a_confidential_mail(days):
    a_mail(days, template="organisations/other", confidential=True)


def an_entry(days):
    dated(LogEntry.objects.create(user=make_user("Leitung"), object_repr="x", action_flag=2), action_time=ago(days))


LASTS = [
    ("account", 1095, an_account, User.objects.filter(is_staff=False)),
    ("account", 7, an_unconfirmed_account, User.objects.filter(is_staff=False)),
    ("memberships", 1095, a_membership, Membership.objects),
    ("requests", 730, a_request, JoinRequest.objects),
    ("requests", 730, a_registration, Organisation.objects.filter(state="hidden")),
    ("invitations", 90, an_invitation, Invitation.objects),
    ("proposals", 730, a_proposal, ChangeProposal.objects),
    ("reports", 365, a_report, ErrorReport.objects),
    ("lists", 30, a_list, SpreadsheetImport.objects),
    ("misses", 365, a_miss, SearchMiss.objects),
    ("mails", 365, an_ordinary_mail, Message.objects),
    ("mails", 7, a_mail, Message.objects),
    ("mails", 7, a_confidential_mail, Message.objects),
    ("office_log", 1825, an_entry, LogEntry.objects),
]


@pytest.mark.parametrize("key, days, make, found", LASTS, ids=lambda value: getattr(value, "__name__", None))
def test_what_is_too_old_goes_and_what_is_younger_stays(key, days, make, found):
    for age in (days + 2, days - 2):
        make(age)
    row = next(row for row in privacy.register() if row.key == key)
    due = row.expired(timezone.now())
    assert (found.count(), due.count(), due.carry_out(), found.count()) == (2, 1, 1, 1)
    assert row.expired(timezone.now()).count() == 0


def test_what_still_waits_never_goes():
    organisation, user = make_organisation(index=False), make_user()
    dated(user, date_joined=ago(9999))
    Membership.objects.create(organisation=organisation, user=user, since=ago(9998))
    dated(JoinRequest.objects.create(organisation=organisation, user=user), created_at=ago(9999))
    proposal = dated(ChangeProposal.objects.create(organisation=organisation, author=user), created_at=ago(9999))
    for verdict, decided in (("", None), ("refused", ago(9999))):
        ProposedChange.objects.create(proposal=proposal, field=f"f{verdict}", verdict=verdict, decided_at=decided)
    dated(
        ErrorReport.objects.create(organisation=organisation, matter="other", text="x", email="a@example.org"),
        created_at=ago(9999),
    )
    mail = mails.queue("organisations/account_deleted", "a@example.org", {"contact": "https://a.example/"}, held=True)
    dated(mail, moved_at=ago(9999))
    going = {row.key: number for row, number in privacy.purge(timezone.now()) if number}
    assert going == {}


@pytest.mark.parametrize("role", ["Redaktion", "Leitung"])
def test_accounts_of_the_office_never_go_by_themselves(role):
    dated(make_user(role), date_joined=ago(9999))
    assert next(row for row in privacy.register() if row.key == "account").expired(timezone.now()).count() == 0


def test_a_new_account_with_a_confirmed_address_stays():
    an_unconfirmed_account(30, verified=True)
    assert next(row for row in privacy.register() if row.key == "account").expired(timezone.now()).count() == 0


def test_a_settled_report_loses_its_address_at_once():
    a_report(1)
    ErrorReport.objects.update(email="a@example.org")
    going = {row.key: number for row, number in privacy.purge(timezone.now()) if number}
    assert (going, ErrorReport.objects.get().email) == ({"reports": 1}, "")


def test_the_text_of_a_report_leaves_the_history_with_it():
    state = ErrorReport.pgh_event_model
    a_report(1)
    a_report(400)
    assert state.objects.count() == 2
    list(privacy.purge(timezone.now()))
    assert list(state.objects.values_list("id", flat=True)) == [ErrorReport.objects.get().pk]


def test_a_registration_that_was_given_up_goes_with_its_contacts():
    tables = (Organisation, Contact, JoinRequest)
    before = [table.objects.count() for table in tables]
    a_registration(800, state="hidden")
    assert [table.objects.count() for table in tables] == [number + 1 for number in before]
    list(privacy.purge(timezone.now()))
    assert [table.objects.count() for table in tables] == before


def test_a_registration_that_came_to_something_stays():
    before = set(Organisation.objects.all())
    once_published = a_registration(800)
    for state in ("published", "hidden"):
        Organisation.objects.filter(pk=once_published.pk).update(state=state)
    asked_again = a_registration(800)
    JoinRequest.objects.create(organisation=asked_again, user=make_user())
    spoken_for = a_registration(800)
    Membership.objects.create(organisation=spoken_for, user=make_user())
    kept = {once_published, asked_again, spoken_for, a_registration(800, state="pending")}
    hidden_by_the_office = make_organisation(state="pending", index=False)
    Organisation.objects.filter(pk=hidden_by_the_office.pk).update(state="hidden")
    list(privacy.purge(timezone.now()))
    assert set(Organisation.objects.all()) == {*before, *kept, hidden_by_the_office}


def test_pictures_that_nobody_proposed_go():
    paths = [default_storage.save(f"proposed/{name}.png", ContentFile(b"x")) for name in ("lost", "used")]
    proposal = ChangeProposal.objects.create(organisation=make_organisation(index=False))
    ProposedChange.objects.create(proposal=proposal, field="logo", after=paths[1])
    list(privacy.purge(timezone.now() + 5 * DAY))
    assert [default_storage.exists(path) for path in paths] == [False, True]


def test_mails_that_are_files_go_like_the_codes_among_them(folders):
    (folders / "mail" / "1.log").write_text("To: a@example.org")
    list(privacy.purge(timezone.now() + 6 * DAY))
    assert len([*(folders / "mail").iterdir()]) == 1
    list(privacy.purge(timezone.now() + 8 * DAY))
    assert [*(folders / "mail").iterdir()] == []


def make_session(until, **data):
    return Session.objects.create(session_key=f"k{until}", session_data=SessionStore().encode(data), expire_date=until)


def test_ended_sessions_and_their_browsers_go():
    user, soon = make_user(), timezone.now() + DAY
    for until in (soon, timezone.now() - DAY):
        UserSession.objects.create(user=user, session_key=make_session(until).pk, ip="0.0.0.0", user_agent="x")
    going = {row.key: number for row, number in privacy.purge(timezone.now()) if number}
    assert going == {"sessions": 2}
    assert [one.expire_date for one in Session.objects.all()] == [soon]
    assert [one.session_key for one in UserSession.objects.all()] == [f"k{soon}"]


def test_a_form_that_nobody_came_back_to_goes_and_the_session_stays():
    old, new = (timezone.now() - hours * timedelta(hours=1) for hours in (25, 23))
    kept = {f"/{age}/": {"at": int(age.timestamp()), "typed": {}, "files": []} for age in (old, new)}
    session = make_session(timezone.now() + DAY, **{kept_forms.KEY: kept, "other": 1})
    row = next(row for row in privacy.register() if row.key == "sessions")
    assert row.expired(timezone.now()).count() == 1
    assert row.expired(timezone.now()).carry_out() == 1
    session.refresh_from_db()
    assert session.get_decoded() == {kept_forms.KEY: {f"/{new}/": kept[f"/{new}/"]}, "other": 1}


def test_places_of_a_rate_go_when_their_time_is_over():
    cache.set("alt", 1, timeout=60)
    cache.set("neu", 1, timeout=3600)
    going = {row.key: number for row, number in privacy.purge(timezone.now() + timedelta(minutes=10)) if number}
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM portal_cache")
        assert (going, cursor.fetchall()) == ({"rates": 1}, [(":1:neu",)])


# The command


def run(*arguments):
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue()


def numbers(printed):
    return [int(line.split()[0]) for line in printed.splitlines() if line[:7].strip().isdigit()]


def test_the_command_says_for_each_row_how_much_goes_and_why():
    a_list(31)
    printed = run("--dry-run")
    rows = privacy.register()
    assert numbers(printed) == [1 if row.key == "lists" else 0 for row in rows]
    assert all(str(row.what) in printed and row.until() in printed for row in rows)
    assert SpreadsheetImport.objects.count() == 1


def test_the_command_lets_go():
    a_list(31)
    assert sum(numbers(run())) == 1
    assert SpreadsheetImport.objects.count() == 0
    assert sum(numbers(run())) == 0


def test_the_command_prints_nothing_of_a_person():
    an_invitation(400)
    dated(make_user(email="qzmarke@example.org", first_name="Qzmarke"), date_joined=ago(9999))
    assert "qzmarke" not in run("--dry-run").lower() + run().lower()


def test_the_command_looks_ahead_without_doing_it():
    a_list(0)
    ahead = f"--today={timezone.localdate() + 40 * DAY}"
    assert sum(numbers(run("--dry-run", ahead))) >= 1
    with pytest.raises(CommandError):
        run(ahead)
    assert SpreadsheetImport.objects.count() == 1
