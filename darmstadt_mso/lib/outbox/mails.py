"""The one door to mails: what somebody is to read becomes a row, and a job sends it.

mails.queue("organisations/invitation", "a@example.org", {"link": absolute(path)}, language=user.language)
"""

import json

from django.conf import settings
from django.db import transaction

from darmstadt_mso.lib import jobs

from . import unsubscribing
from .models import Attachment, Message, State
from .rendering import EmptyPlaceholder, fingerprint, render

__all__ = ["EmptyPlaceholder", "TooBig", "bounced_addresses", "queue", "unsubscribed"]
ATTACHED_AT_MOST = 10 * 1024 * 1024  # bytes in one mail; many mail servers refuse more
SEND = "darmstadt_mso.lib.outbox.jobs.send"
unsubscribed = unsubscribing.is_unsubscribed


class TooBig(ValueError):
    """The files of a mail are more than mail servers take."""


def queue(template, to, context, *, language="de", held=False, confidential=False, unsubscribe="", attachments=()):
    """Writes the mail down and asks for its sending within the current transaction; see `rendering` for templates.

    A held mail waits for the office. A confidential one (codes and links to log in) is read by nobody in the office.
    `unsubscribe` names the kind of mail that its reader can do without; for whoever said so there is no mail: None.
    `attachments` are (file name, content type, bytes).
    """
    if not (to and to.strip()):
        raise EmptyPlaceholder(template, "recipient")
    if sum(len(content) for _name, _kind, content in attachments) > ATTACHED_AT_MOST:
        raise TooBig
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
        attach(message, attachments)
        if not held:
            jobs.defer(SEND, message=message.pk)
    return message


def attach(message, attachments):
    for name, kind, content in attachments:
        Attachment.objects.create(message=message, name=name, content_type=kind, size=len(content), content=content)


def bounced_addresses():
    """Those whose newest mail could not be delivered, in small letters."""
    newest = Message.objects.newest_of_each_address().gone_wrong()
    return {address.lower() for address in newest.values_list("recipient", flat=True)}
