"""Who is asked whether an entry is still right: its first public contact with an address, and its people."""

from dataclasses import dataclass

from django.conf import settings

from darmstadt_mso.lib.outbox import mails

from ..models import Contact, Membership

UNSUBSCRIBE = "freshness"
CONTACT, MEMBER = "contact", "member"


@dataclass(frozen=True)
class Recipient:
    kind: str
    language: str
    email: str


def of(entries, day):
    """{pk of the entry: those who can be written to, each address once}; whoever has an account chose a language."""
    pks = [entry.pk for entry in entries]
    refusing = mails.bounced_addresses() if pks else set()
    found = {pk: {} for pk in pks}
    for pk, recipient in (*members(pks, day), *contacts(pks)):
        if can_be_asked(recipient.email, refusing):
            found[pk].setdefault(recipient.email.lower(), recipient)
    return {pk: list(recipients.values()) for pk, recipients in found.items()}


def members(pks, day):
    current = Membership.objects.current(day).filter(organisation__in=pks, user__is_active=True)
    for membership in current.select_related("user").order_by("pk"):
        yield membership.organisation_id, Recipient(MEMBER, membership.user.language, membership.user.email)


def contacts(pks):
    public = Contact.objects.public().filter(organisation__in=pks).exclude(email="")
    for contact in public.order_by("organisation_id", "position", "pk").distinct("organisation_id"):
        yield contact.organisation_id, Recipient(CONTACT, settings.LANGUAGE_CODE, contact.email)


def can_be_asked(email, refusing):
    return email.lower() not in refusing and not mails.unsubscribed(UNSUBSCRIBE, email)
