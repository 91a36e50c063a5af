"""The one door to mails: what somebody is to read becomes a row, and a job sends it.

mails.queue("organisations/invitation", "a@example.org", {"link": absolute(path)}, language=user.language)
"""

import json

from django.conf import settings
from django.db import transaction

from darmstadt_mso.lib import jobs

from . import unsubscribing
from .models import Message, State
from .rendering import EmptyPlaceholder, fingerprint, render

__all__ = ["EmptyPlaceholder", "bounced_addresses", "queue", "unsubscribed"]
SEND = "darmstadt_mso.lib.outbox.jobs.send"
unsubscribed = unsubscribing.is_unsubscribed


def queue(template, to, context, *, language="de", held=False, confidential=False, unsubscribe=""):
    """Writes the mail down and asks for its sending within the current transaction; see `rendering` for templates.

    A held mail waits for the office. A confidential one (codes and links to log in) is read by nobody in the office.
    `unsubscribe` names the kind of mail that its reader can do without; for whoever said so there is no mail: None.
    """
    if not (to and to.strip()):
        raise EmptyPlaceholder(template, "recipient")
    if unsubscribe and unsubscribed(unsubscribe, to):
        return None
    context = json.loads(json.dumps(context))
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    subject, text = render(template, context, language)
    message = Message(template=template, recipient=to, context=context, language=language, subject=subject, text=text)
    message.made = "" if confidential else fingerprint(subject, text)
    message.confidential, message.unsubscribe = confidential, unsubscribe
    message.state = State.HELD if held else State.WAITING
    with transaction.atomic():
        message.save(force_insert=True)
        if not held:
            jobs.defer(SEND, message=message.pk)
    return message


def bounced_addresses():
    """Those whose newest mail could not be delivered, in small letters."""
    newest = Message.objects.newest_of_each_address().gone_wrong()
    return {address.lower() for address in newest.values_list("recipient", flat=True)}
