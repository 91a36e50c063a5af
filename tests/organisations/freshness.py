"""Entries in every stage between a confirmation and the next one, for the tests of freshness."""

from datetime import date, timedelta

from darmstadt_mso.lib.outbox import unsubscribing
from darmstadt_mso.lib.outbox.models import Message
from organisations.freshness.schedule import Kind
from organisations.models import FreshnessStep, Membership, Organisation
from tests.factories import make_contact, make_organisation, make_user

CONFIRMED = date(2026, 3, 10)
DAY = date(2027, 2, 10)  # eleven months later
LETTERS = (Kind.ASKED, Kind.REMINDED, Kind.REMINDED_AGAIN)


def make_entry(name, contact=True, **fields):
    """Published, with a contact whose address says the name."""
    entry = make_organisation(name=name, slug=name.lower(), **({"confirmed_on": CONFIRMED} | fields))
    if contact:
        make_contact(entry, email=f"{name.lower()}@verein.example")
    return entry


def make_member(entry, since=CONFIRMED, until=None, **fields):
    user = make_user(**fields)
    Membership.objects.create(organisation=entry, user=user, since=since, until=until)
    return user


def make_steps(entry, **days):
    """Steps of the entry's present round, by the names of their kinds."""
    for name, day in days.items():
        FreshnessStep.objects.create(organisation=entry, confirmed_on=entry.confirmed_on, kind=Kind[name], on=day)


def fade(entry, day=DAY):
    """Everything is done but the hiding, which is due on the day."""
    before = {"ASKED": 102, "REMINDED": 88, "REMINDED_AGAIN": 74, "DESK": 60}
    make_steps(entry, **{name: day - timedelta(days=number) for name, number in before.items()})


def refuse_mail(address):
    """The newest mail to this address came back."""
    return Message.objects.create(template="x", language="de", recipient=address, subject="x", state="bounced")


def unsubscribe(address):
    unsubscribing.unsubscribe("freshness", unsubscribing.hashed(address))


def hide_all_others():
    """Only the entries of the test itself are in the directory."""
    Organisation.objects.exclude(kind="office").update(state="hidden")


def steps_of(entry):
    return list(FreshnessStep.objects.filter(organisation=entry).values_list("kind", "on", "mails"))
