"""Mails for tests, whatever their template."""

from darmstadt_mso.lib.outbox.models import Message


def make_mail(**fields):
    given = {"recipient": "anna@example.org", "subject": "Einladung", "text": "Kommen Sie?", "language": "de"}
    return Message.objects.create(**given | fields)
