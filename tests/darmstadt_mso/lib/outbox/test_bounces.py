"""Mails that come back: notices of mail servers are read from standard input."""

import io

import pytest
from django.core.management import CommandError, call_command

from darmstadt_mso.lib.outbox.models import Message, State
from tests.darmstadt_mso.lib.outbox.letters import make_mail

pytestmark = pytest.mark.django_db
NOTICE = """From: MAILER-DAEMON@mail.example
To: portal@mso.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

anna@example.org is unknown.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; anna@example.org
Action: {action}
Status: 5.1.1

--b
Content-Type: {kind}

From: portal@mso.example
Message-ID: {message_id}
Subject: Einladung

{rest}
--b--
"""


def take(monkeypatch, notice):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(notice.encode())))
    said = io.StringIO()
    call_command("take_bounce", stdout=said)
    return said.getvalue()


def notice(message_id, action="failed", kind="message/rfc822", rest="Kommen Sie?"):
    return NOTICE.format(message_id=message_id, action=action, kind=kind, rest=rest)


@pytest.mark.parametrize("kind, rest", [("message/rfc822", "Kommen Sie?"), ("text/rfc822-headers", "")])
def test_the_mail_that_came_back_is_marked(monkeypatch, kind, rest):
    message = make_mail(state="sent")
    said = take(monkeypatch, notice(message.message_id, kind=kind, rest=rest))
    message.refresh_from_db()
    assert (message.state, message.error) == (State.BOUNCED, "bounced 5.1.1")
    assert said == f"Mail {message.pk} came back (bounced 5.1.1).\n"


@pytest.mark.parametrize("state, after", [("unsure", "bounced"), ("handing_over", "bounced"), ("bounced", "bounced")])
def test_what_came_back_had_left(monkeypatch, state, after):
    take(monkeypatch, notice(make_mail(state=state).message_id))
    assert Message.objects.get().state == after


def refusal(monkeypatch, text):
    with pytest.raises(CommandError) as refused:
        take(monkeypatch, text)
    assert refused.value.returncode == 1 and Message.objects.get().state != State.BOUNCED
    return str(refused.value)


def test_what_marks_no_mail_is_told_in_plain_words(monkeypatch):
    known = make_mail(state="sent").message_id
    assert "no notice" in refusal(monkeypatch, notice(known, action="delayed"))
    assert "no notice" in refusal(monkeypatch, "Subject: Hallo\n\nHallo")
    assert "No mail of this portal" in refusal(monkeypatch, notice("<x@mso.example>"))
    assert "does not hold the mail" in refusal(monkeypatch, notice(known, kind="text/plain"))


def test_a_mail_that_waits_cannot_have_come_back(monkeypatch):
    assert "No mail of this portal" in refusal(monkeypatch, notice(make_mail(state="waiting").message_id))
