"""Mails that come back: reads delivery status notifications (RFC 3464)."""

import email
from email.policy import default

from django.utils import timezone

from .models import Message, State

# What has left, whatever the office decided since.
LEFT = (State.HANDING_OVER, State.SENT, State.UNSURE, State.CANCELLED, State.FAILED)


class NotFound(Exception):
    """Says in plain words why this notification marks no mail."""


def take(raw):
    """Marks the mail that came back and returns it; `raw` are the bytes of the notification."""
    notice = email.message_from_bytes(raw, policy=default)
    status, message_id = failure(notice), original_id(notice)
    if not status:
        raise NotFound("This is no notice that a mail could not be delivered.")
    if not message_id:
        raise NotFound("The notice does not hold the mail that came back, nor its headers.")
    found = Message.objects.filter(message_id=message_id)
    found.filter(state__in=LEFT).update(state=State.BOUNCED, error=f"bounced {status}", moved_at=timezone.now())
    if not (message := found.filter(state=State.BOUNCED).first()):
        raise NotFound("No mail of this portal has the Message-ID that the notice names.")
    return message


def failure(notice):
    """The status code, for example 5.1.1, if delivery has failed for good."""
    reports = [part for part in notice.walk() if part.get_content_type() == "message/delivery-status"]
    blocks = [block for report in reports for block in report.get_payload()]
    failed = [block for block in blocks if str(block["Action"]).strip().lower() == "failed"]
    return str(failed[0]["Status"] or "5.0.0").split()[0][:12] if failed else ""


def original_id(notice):
    for part in notice.walk():
        if part.get_content_type() == "message/rfc822":
            return str(part.get_payload(0)["Message-ID"] or "").strip()
        if part.get_content_type() == "text/rfc822-headers":
            return str(email.message_from_string(part.get_content(), policy=default)["Message-ID"] or "").strip()
    return ""
