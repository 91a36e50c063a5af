"""Entries with which the office has to do something, because their association cannot or does not answer."""

from django.db.models.functions import Lower

from darmstadt_mso.lib.outbox import mails

from ..models import Contact, FreshnessStep, Membership, Organisation
from .schedule import Kind

State = Organisation.State


def unanswered(entries):
    """Handed to the office and still not confirmed."""
    return with_step(entries.published(), Kind.DESK)


def faded(entries):
    """Hidden by the portal, because nobody confirmed them."""
    return with_step(entries.filter(state=State.HIDDEN), Kind.HIDDEN)


def with_step(entries, kind):
    steps = FreshnessStep.objects.of_present_rounds().filter(kind=kind)
    return entries.filter(pk__in=steps.values("organisation"))


def refusing(entries):
    """Published ones where the newest mail to a public contact or to one of their people did not arrive."""
    found = contacts_refusing().values("organisation"), members_refusing().values("organisation")
    return entries.published().filter(pk__in=found[0].union(found[1]))


def contacts_refusing():
    return with_addresses(Contact.objects.public(), "email")


def members_refusing():
    return with_addresses(Membership.objects.current().filter(user__is_active=True), "user__email")


def with_addresses(rows, name):
    addresses = mails.bounced_addresses()
    return rows.alias(address=Lower(name)).filter(address__in=addresses).order_by()
