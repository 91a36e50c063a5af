"""What the office decides about a mail that does not leave by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import jobs

from . import rendering
from .mails import SEND
from .models import UNDELIVERED, State
from .sending import move


class NotPossible(Exception):
    """The mail has moved on meanwhile, or holds nothing."""


@dataclass(frozen=True)
class Act:
    """`do` is given the mail and says whether it was still possible; `question` is asked before."""

    key: str
    name: str
    states: tuple
    do: Callable
    done: str
    question: str = ""


def carry_out(act, message):
    with transaction.atomic():
        if message.state not in act.states or not act.do(message):
            raise NotPossible


def possible(message):
    """What is asked about before it is done; an emptied mail cannot be sent again."""
    fitting = [act for act in ACTS if act.question and message.state in act.states]
    return [act for act in fitting if message.text or act.do is not send_again]


def named(key):
    return next((act for act in ACTS if act.key == key), None)


def release(message):
    return bool(message.subject.strip() and message.text.strip()) and send_again(message)


def send_again(message):
    """With the same Message-ID, so that most programs show a mail once that arrived twice."""
    if not (message.text and move(message, State.WAITING, refusals=0, error="")):
        return False
    jobs.defer(SEND, message=message.pk)
    return True


def mark_as_sent(message):
    return move(message, State.SENT, error="", sent_at=timezone.now())


def cancel(message):
    """The error stays with what could not be delivered: the address is still a bad one."""
    return move(message, State.CANCELLED, error=message.error if message.state in UNDELIVERED else "")


def make_anew(message):
    try:
        subject, text = anew(message)
    except rendering.EmptyPlaceholder:
        return False
    return move(message, State.HELD, subject=subject, text=text, made=rendering.fingerprint(subject, text))


def anew(message):
    """(subject, text) as the template makes it today; raises EmptyPlaceholder."""
    return rendering.render(message.template, message.context, message.language)


SEND_NOW = Act("send", _("Send now"), (State.HELD,), release, _("The mail is on its way."))
ANEW = Act("anew", _("Make anew"), (State.HELD,), make_anew, _("The mail is made anew."))
ACTS = [
    ANEW,
    Act(
        "again",
        _("Send again"),
        (State.UNSURE, *UNDELIVERED),
        send_again,
        _("The mail is on its way."),
        _("If it did arrive, its reader may get it twice."),
    ),
    Act(
        "sent",
        _("Mark as sent"),
        (State.UNSURE, State.FAILED),
        mark_as_sent,
        _("The mail is marked as sent."),
        _("Do so when you know that it arrived, or when you have told its reader in another way."),
    ),
    Act(
        "cancel",
        _("Cancel the mail"),
        (State.HELD, State.WAITING, State.UNSURE, *UNDELIVERED),
        cancel,
        _("The mail is cancelled."),
        _("It is not sent any more and leaves the desk."),
    ),
]
