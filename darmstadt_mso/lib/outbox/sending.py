"""How a mail leaves, once: each step is one committed compare-and-set that carries the number of the attempt.

    waiting → claimed → (the mail server knows sender and recipient) → handing_over → (it accepts) → sent

Whoever is killed while a mail is claimed has sent nothing: another attempt takes over, and the first, should it wake
up, finds its number gone. Between the server's acceptance and our note of it nobody can know: such a mail becomes
“perhaps sent”, and people decide.
"""

import contextlib
import functools
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from darmstadt_mso.lib import jobs

from . import letters, smtp
from .mails import SEND
from .models import ON_THE_WAY, Message, State

RETRIES = 8
LOST_AFTER = timedelta(minutes=10)
# The last: an address or a header that cannot be written, found before the server hears of it.
REFUSALS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ValueError,
)


class NotNow(Exception):
    """The mail server does not take it for now; names the kind of error and its code only."""


class Overtaken(Exception):
    """Another attempt has taken over."""


def send(pk):
    """Does one attempt; raises NotNow if another shall follow."""
    message = Message.objects.filter(pk=pk).first()
    if message and message.state == State.HANDING_OVER:
        move(message, State.UNSURE, error="interrupted")
    elif message and claim(message):
        deliver(message)


def claim(message):
    free = message.state in (State.WAITING, State.CLAIMED)
    return free and move(message, State.CLAIMED, attempts=message.attempts + 1)


def deliver(message):
    letter, connection = written(message), get_connection()
    try:
        if is_open(connection, message):
            hand_over(message, letter, connection)
    finally:
        # What the server says to our good-bye changes nothing any more.
        with contextlib.suppress(OSError):
            connection.close()


def written(message):
    try:
        return letters.letter(message)
    except Exception as error:
        move(message, State.FAILED, error=told(error))
        raise


def is_open(connection, message):
    """Even a refusal for good is one for now: it is about the portal's access, which can be mended."""
    try:
        connection.open()
    except OSError as error:
        postpone(message, error)
        return False
    return True


def hand_over(message, letter, connection):
    try:
        smtp.hand_over(letter, connection, functools.partial(note_handing_over, message))
    except Overtaken:
        return
    except (OSError, ValueError) as error:
        end(message, error)
    else:
        move(message, State.SENT, error="", sent_at=timezone.now())


def note_handing_over(message):
    if not move(message, State.HANDING_OVER):
        raise Overtaken


def end(message, error):
    """Before the mail itself was handed over, nothing was sent; after that only a refusal that can be read says so."""
    if is_refusal(message, error):
        refuse(message, error)
    elif message.state == State.HANDING_OVER:
        move(message, State.UNSURE, error=told(error))
    else:
        postpone(message, error)


def is_refusal(message, error):
    if message.state == State.HANDING_OVER:
        return isinstance(error, smtplib.SMTPDataError) and 400 <= code_of(error) < 600
    return isinstance(error, REFUSALS)


def refuse(message, error):
    if 400 <= code_of(error) < 500:
        postpone(message, error)
    else:
        move(message, State.FAILED, error=told(error))


def postpone(message, error):
    refusals = message.refusals + 1
    if refusals > RETRIES:
        move(message, State.FAILED, refusals=refusals, error=told(error))
    elif move(message, State.WAITING, refusals=refusals, error=told(error)):
        raise NotNow(told(error))


def move(message, to, **more):
    """The one writer of a state: False when meanwhile somebody else took a step.

    Whoever handed a mail over still knows how it ended when another attempt has already called it “perhaps sent”.
    """
    states = {message.state, State.UNSURE} if message.state == State.HANDING_OVER else {message.state}
    found = Message.objects.filter(pk=message.pk, state__in=states, attempts=message.attempts)
    forgets = to == State.SENT and message.confidential and settings.HAS_MAIL_SERVER
    if forgets:
        more |= {"text": "", "context": {}}
    values = {"state": to, "moved_at": timezone.now(), **more}
    with transaction.atomic():
        if not found.update(**values):
            return False
        if forgets:
            message.attachments.all().delete()
    for name, value in values.items():
        setattr(message, name, value)
    return True


def code_of(error):
    """The mail server's code, 0 when it did not even come to that."""
    refused = getattr(error, "recipients", None)
    return next(iter(refused.values()))[0] if refused else getattr(error, "smtp_code", 0)


def told(error):
    return f"{type(error).__name__} {code_of(error) or ''}".strip()


def find_lost(now=None):
    """Asks anew for mails that are on their way but that no job will take further."""
    before = (now or timezone.now()) - LOST_AFTER
    lost = Message.objects.filter(state__in=ON_THE_WAY, moved_at__lt=before)
    asked = [ids["message"] for ids in jobs.living(SEND)]
    for pk in lost.exclude(pk__in=asked).values_list("pk", flat=True):
        jobs.defer(SEND, message=pk)
