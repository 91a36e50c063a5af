"""Mails in tests: what is queued, and what reaches people when the post office works."""

import re

from django.core import mail

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox import sending
from darmstadt_mso.lib.outbox.mails import SEND
from darmstadt_mso.lib.outbox.models import Message


def queued():
    """The rows of the outbox, the oldest first."""
    return list(Message.objects.order_by("created_at", "pk"))


def sent():
    """Sends what is queued; returns every mail that left since the test began."""
    for ids in jobs.living(SEND):
        sending.send(ids["message"])
    return mail.outbox


def code():
    """The code of the newest mail, or None without a mail."""
    return re.search(r"^ {4}(\S+)$", sent()[-1].body, re.MULTILINE)[1] if sent() else None
