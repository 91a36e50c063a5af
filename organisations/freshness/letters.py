"""The mails that ask: what the entry says in short, by when to answer, what happens otherwise, and the link."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from darmstadt_mso.lib.outbox import mails

from ..models import Offer
from ..translated import current
from . import links, schedule
from .recipients import UNSUBSCRIBE
from .schedule import Kind

TEMPLATES = {
    Kind.ASKED: "organisations/confirm_asked",
    Kind.REMINDED: "organisations/confirm_reminded",
    Kind.REMINDED_AGAIN: "organisations/confirm_reminded_again",
}


def send(entry, kind, recipients, day):
    """Queues the letter for each of them; returns how many."""
    written = [write(entry, kind, recipient, day) for recipient in recipients]
    return len([message for message in written if message])


def write(entry, kind, recipient, day):
    with translation.override(recipient.language):
        context = contents(entry, kind, day)
    options = {"language": recipient.language, "unsubscribe": UNSUBSCRIBE}
    return mails.queue(TEMPLATES[kind], recipient.email, context, **options)


def contents(entry, kind, day):
    """In the language that is active."""
    return {
        "name": entry.name_i18n,
        "facts": list(facts(entry, day)),
        "confirmed_on": date_format(entry.confirmed_on) if entry.confirmed_on else "",
        "answer_by": date_format(schedule.after(kind, day)),
        "hidden_from": date_format(schedule.hidden_from(kind, day)),
        "link": links.address(entry),
    }


def facts(entry, day):
    """The lines of what most often goes out of date; only what everybody may read."""
    if summary := current(entry, "summary"):
        yield summary
    if entry.has_public_address:
        yield line(gettext("Address"), f"{entry.street}, {entry.postcode} {entry.city}")
    for contact in entry.contacts.public():
        yield line(current(contact, "role"), ", ".join(filter(None, [contact.phone, contact.email])))
    if entry.website:
        yield line(gettext("Website"), entry.website)
    if offers := [current(offer, "title") for offer in Offer.objects.current(day).filter(organisation=entry)]:
        yield line(gettext("Offers"), ", ".join(offers))


def line(label, said):
    return f"{label}: {said}"
