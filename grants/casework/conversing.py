"""Messages between an association and the office, about one application."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib.addresses import absolute
from organisations.permissions import speaks_for

from .. import telling
from ..models import Application, CaseMessage
from ..models.application import note_key
from ..permissions import may_read_case
from ..workflow import NotPossible

PER_HOUR = 20
HOUR = timedelta(hours=1)


class TooMany(NotPossible):
    """An association writes more often than anybody can read."""


def may_write(user, application):
    """The association's people from the submission on, also after the end; case workers who are not tied to it."""
    is_theirs = application.reference is not None and speaks_for(user, application.organisation)
    return is_theirs or may_answer(user, application)


def may_answer(user, application):
    return user.has_perm("grants.add_casemessage") and may_read_case(user, application)


@transaction.atomic
def write(application, user, text, key, from_office):
    """The message; sent again with the same key and text it is the one that is there. Raises TooMany.

    Mails go to the other side, without the text. Whoever answers has read what the other side wrote.
    """
    Application.objects.select_for_update(of=["self"], no_key=True).get(pk=application.pk)
    known = CaseMessage.objects.filter(key=key).first()
    if known and is_the_same(known, application, text, from_office):
        return known
    if not from_office and is_flooded(application):
        raise TooMany(gettext("You have written many messages in the last hour. Please send this one later."))
    # Another text with a key that is used (somebody went back and wrote on) is a message of its own.
    key = note_key() if known or not key else key
    fields = {"key": key, "text": text, "by": user, "at": timezone.now(), "from_office": from_office}
    message = CaseMessage.objects.create(application=application, **fields)
    read(application, by_office=from_office)
    tell(application, from_office, user)
    return message


def is_the_same(message, application, text, from_office):
    return (message.application_id, message.text, message.from_office) == (application.pk, text, from_office)


def is_flooded(application):
    recent = application.messages.filter(from_office=False, at__gt=timezone.now() - HOUR)
    return recent.count() >= PER_HOUR


def unread(application, by_office):
    """What the other side wrote and nobody of this side has read."""
    return application.messages.filter(from_office=not by_office, read_at=None)


def read(application, by_office):
    """Notes that this side has read everything; returns how many that were."""
    return unread(application, by_office).update(read_at=timezone.now())


# Mails


def tell(application, from_office, writer):
    if from_office:
        readers = [one for one in telling.people(application.organisation) if one != writer]
        send("message_from_office", application, readers, page_of_members(application))
    elif officer := reachable(application.officer, application):
        send("message_to_office", application, [officer], page_of_office(application))


def reachable(officer, application):
    """Who has the case, if they still may; without one, the desk tells of the message."""
    is_working = officer is not None and officer.is_active and may_answer(officer, application)
    return officer if is_working else None


def send(template, application, readers, page):
    for reader in readers:
        with translation.override(reader.language):
            link = absolute(page())
        telling.tell(template, application, [reader], link=link)


def page_of_members(application):
    return lambda: reverse("grants:messages", args=[application.handle])


def page_of_office(application):
    return lambda: reverse("admin:grants_application_messages", args=[application.pk])
