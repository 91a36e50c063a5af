"""Who is asked, by which mail, and what becomes of entries that nobody confirms."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from darmstadt_mso.lib import history, jobs
from darmstadt_mso.lib.outbox.mails import EmptyPlaceholder
from organisations.freshness import letters, recipients, rounds
from organisations.models import Contact, Organisation
from tests.factories import make_contact, make_offer
from tests.mails import queued, sent
from tests.organisations.freshness import (
    DAY,
    LETTERS,
    fade,
    hide_all_others,
    make_entry,
    make_member,
    refuse_mail,
    steps_of,
    unsubscribe,
)
from tests.pages import hits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def others(django_db_setup):
    hide_all_others()


def asked(entry):
    """(kind, language, address) of those who can be written to."""
    return sorted((one.kind, one.language, one.email) for one in recipients.of([entry], DAY)[entry.pk])


def test_the_first_public_contact_with_an_address_and_all_people_are_asked():
    entry = make_entry("Anis", contact=False)
    make_contact(entry, position=0, email="", phone="06151 1")
    make_contact(entry, position=1, email="intern@verein.example", public=False)
    make_contact(entry, position=3, email="spaeter@verein.example")
    make_contact(entry, position=2, email="erster@verein.example")
    make_member(entry, email="amal@example.org", language="ar")
    make_member(entry, email="bea@example.org", language="de")
    make_entry("Birne")
    assert asked(entry) == [
        ("contact", "de", "erster@verein.example"),
        ("member", "ar", "amal@example.org"),
        ("member", "de", "bea@example.org"),
    ]


def test_an_address_is_asked_once_in_the_language_that_its_owner_chose():
    entry = make_entry("Anis")
    Contact.objects.update(email="Amal@Example.org")
    make_member(entry, email="amal@example.org", language="ar")
    assert asked(entry) == [("member", "ar", "amal@example.org")]


def test_only_those_are_asked_who_speak_for_it_on_the_day():
    entry = make_entry("Anis", contact=False)
    make_member(entry, email="vorbei@example.org", until=DAY)
    make_member(entry, email="spaeter@example.org", since=DAY + timedelta(days=1))
    make_member(entry, email="gesperrt@example.org", is_active=False)
    make_member(entry, email="noch@example.org", since=DAY, until=DAY + timedelta(days=1))
    assert asked(entry) == [("member", "de", "noch@example.org")]


def test_nobody_is_asked_whose_mail_came_back_or_who_unsubscribed():
    entry = make_entry("Anis")
    for name in ("zurueck", "abbestellt", "gut"):
        make_member(entry, email=f"{name}@example.org")
    refuse_mail("Zurueck@example.org")
    unsubscribe("abbestellt@example.org")
    unsubscribe("anis@verein.example")
    assert asked(entry) == [("member", "de", "gut@example.org")]


def test_the_mail_says_what_the_entry_says_by_when_what_else_and_the_link():
    entry = make_entry("Anis", summary="Hilft beim Lernen.", street="Rheinstraße 1", postcode="64283")
    make_offer(entry, title="Nachhilfe")
    rounds.carry_out(entry.pk, DAY)
    (message,) = queued()
    expected = ["Anis", "10. März 2026", "Hilft beim Lernen.", "Rheinstraße 1, 64283 Darmstadt", "anis@verein.example"]
    expected += ["Nachhilfe", "24. Februar 2027", "23. Mai 2027", "/organisationen/anis/bestaetigen/"]
    assert [one for one in expected if one not in message.subject + message.text] == []
    assert (message.recipient, message.unsubscribe) == ("anis@verein.example", "freshness")


def test_a_bare_entry_that_was_never_confirmed_gets_its_mail_too():
    entry = make_entry("Anis", contact=False, confirmed_on=None)
    Organisation.objects.update(created_at=timezone.now() - timedelta(days=2000))
    make_member(entry)
    rounds.carry_out(entry.pk, DAY)
    assert [message.template for message in queued()] == ["organisations/confirm_asked"]


def test_everybody_reads_it_in_their_language_and_the_link_leads_there():
    entry = make_entry("Anis", i18n={"name_ar": "يانسون"})
    make_member(entry, email="amal@example.org", language="ar")
    rounds.carry_out(entry.pk, DAY)
    texts = {message.recipient: message.text for message in queued()}
    arabic, german = texts["amal@example.org"], texts["anis@verein.example"]
    assert ("يانسون" in arabic, "/ar/organisationen/anis/bestaetigen/" in arabic) == (True, True)
    assert ("يانسون" in german, "/ar/" in german) == (False, False)


def test_each_letter_leaves_once_and_can_be_unsubscribed():
    entry = make_entry("Anis")
    for kind in LETTERS:
        letters.send(entry, kind, recipients.of([entry], DAY)[entry.pk], DAY)
    mails = sent()
    assert len({mail.subject for mail in mails}) == len(mails) == 3
    assert all("List-Unsubscribe" in mail.extra_headers for mail in mails)


def test_a_very_long_name_fits_into_the_subject():
    entry = make_entry("Anis", i18n={})
    Organisation.objects.filter(pk=entry.pk).update(name="ä" * 200)
    rounds.carry_out(entry.pk, DAY)
    assert len(queued()) == 1


def test_a_step_is_noted_with_the_number_of_mails_and_done_once():
    entry = make_entry("Anis")
    make_member(entry)
    for _time in range(2):
        rounds.carry_out(entry.pk, DAY)
    assert (steps_of(entry), len(queued())) == ([("asked", DAY, 2)], 2)


def test_nothing_is_done_before_its_time():
    entry = make_entry("Anis")
    assert rounds.carry_out(entry.pk, DAY - timedelta(days=1)) == []
    assert steps_of(entry) == []


def test_where_the_mail_cannot_be_written_no_step_is_noted():
    entry = make_entry("Anis")
    Organisation.objects.filter(pk=entry.pk).update(name=" ")
    with pytest.raises(EmptyPlaceholder):
        rounds.carry_out(entry.pk, DAY)
    assert (steps_of(entry), queued()) == ([], [])


def test_hiding_takes_it_out_of_the_site_and_writes_to_nobody(client):
    entry = make_entry("Qwimpel")
    fade(entry)
    assert hits(client.get("/organisationen/", {"q": "qwimpel"})) == ["Qwimpel"]
    rounds.carry_out(entry.pk, DAY)
    entry.refresh_from_db()
    assert (entry.state, steps_of(entry)[-1], queued()) == ("hidden", ("hidden", DAY, 0), [])
    assert hits(client.get("/organisationen/", {"q": "qwimpel"})) == []


def test_the_history_tells_each_step_and_why():
    entry = make_entry("Anis")
    fade(entry)
    rounds.carry_out(entry.pk, DAY)
    told = history.steps(list(history.rows(entry)))[0]
    assert (told.who, told.way) == ("ohne Anmeldung", str(history.WAYS["freshness"]))
    changes = {(change.field, change.after) for event in told.events for change in event.changes}
    assert (len(told.events), changes) == (2, {("Status", "verborgen")})


def test_a_confirmation_by_any_way_ends_the_round():
    entry = make_entry("Anis")
    fade(entry)
    Organisation.objects.filter(pk=entry.pk).update(confirmed_on=DAY - timedelta(days=300))
    assert rounds.due(DAY) == []


def test_the_steps_of_many_entries_need_few_queries(django_assert_max_num_queries):
    for number in range(20):
        make_member(make_entry(f"Anis{number:02}"))
    with django_assert_max_num_queries(5 + 40):  # one per address, whether it is unsubscribed
        assert [step.entry.name for step in rounds.due(DAY)] == [f"Anis{number:02}" for number in range(20)]


def test_every_morning_each_entry_that_is_due_becomes_a_job():
    today = timezone.localdate()
    due, early = (make_entry(name, confirmed_on=today - timedelta(days=days)) for name, days in (("A", 400), ("B", 9)))
    app.tasks["organisations.jobs.remind"].func()
    assert jobs.living("organisations.jobs.keep_fresh") == [{"organisation": due.pk}]
    for _time in range(2):
        app.tasks["organisations.jobs.keep_fresh"].func(organisation=due.pk)
    assert (steps_of(due), steps_of(early)) == ([("asked", today, 1)], [])


def test_an_entry_that_is_gone_by_then_is_no_error():
    assert rounds.carry_out(0, DAY) == []
