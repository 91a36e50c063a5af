"""Sending: each mail once, whatever the mail server says; a server of the test's own listens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox import mails, sending
from darmstadt_mso.lib.outbox.models import Message, State
from tests.darmstadt_mso.lib.outbox.letters import make_mail
from tests.smtp import ACCEPTANCE, GREETING

pytestmark = pytest.mark.django_db


def attempt(message):
    """One attempt; returns state, number of attempts and error."""
    try:
        sending.send(message.pk)
    except sending.NotNow as refusal:
        assert str(refusal) == Message.objects.get().error
    message.refresh_from_db()
    return message.state, message.attempts, message.error


def test_a_mail_leaves_once_with_its_message_id(sink):
    message = make_mail()
    assert attempt(message) == (State.SENT, 1, "")
    assert attempt(message) == (State.SENT, 1, "")
    (arrived,) = sink.messages
    assert (arrived["Message-ID"], arrived["To"]) == (message.message_id, message.recipient)
    assert message.sent_at is not None


@pytest.mark.parametrize("state", ["held", "sent", "unsure", "failed", "bounced", "cancelled"])
def test_only_what_waits_is_sent(sink, state):
    assert attempt(make_mail(state=state)) == (state, 0, "")
    assert sink.messages == []


def test_without_a_mail_server_it_becomes_a_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = make_mail()
    assert attempt(message) == (State.SENT, 1, "")
    (file,) = settings.EMAIL_FILE_PATH.iterdir()
    assert message.message_id in file.read_text()


def test_a_mail_that_is_gone_is_no_trouble(sink):
    sending.send(4711)


@pytest.mark.parametrize(
    "step, kind",
    [
        ("MAIL", "SMTPSenderRefused"),
        ("RCPT", "SMTPRecipientsRefused"),
        ("DATA", "SMTPDataError"),
        (".", "SMTPDataError"),
    ],
)
@pytest.mark.parametrize("code, state", [(550, State.FAILED), (451, State.WAITING)])
def test_a_refusal_is_known_for_good_or_for_now(sink, step, kind, code, state):
    sink.answers[step] = f"{code} anna@example.org is unknown"
    assert attempt(make_mail()) == (state, 1, f"{kind} {code}")
    assert sink.messages == []


def test_what_was_refused_for_now_is_sent_later(sink):
    message = make_mail()
    sink.answers["RCPT"] = "450 later"
    attempt(message)
    sink.answers.clear()
    assert attempt(message) == (State.SENT, 2, "") and len(sink.messages) == 1


def test_after_the_last_attempt_it_has_failed(sink):
    message = make_mail()
    sink.answers["RCPT"] = "450 later"
    found = [attempt(message)[0] for _ in range(sending.RETRIES + 2)]
    assert found == [State.WAITING] * sending.RETRIES + [State.FAILED] * 2


@pytest.mark.parametrize("answer", ["554 go away", "421 busy"])
def test_a_server_that_does_not_let_us_in_is_tried_again(sink, answer):
    sink.answers[GREETING] = answer
    assert attempt(make_mail()) == (State.WAITING, 1, f"SMTPConnectError {answer[:3]}")


def test_an_absent_server_is_tried_again(sink, settings):
    settings.EMAIL_PORT = 1
    assert attempt(make_mail()) == (State.WAITING, 1, "ConnectionRefusedError")


def test_the_job_comes_back_after_a_refusal_for_now(sink):
    sink.answers["RCPT"] = "450 later"
    message = make_mail()
    with pytest.raises(jobs.JobFailed, match="^NotNow$"):
        jobs.app.tasks[mails.SEND].func(message=message.pk)


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_a_server_that_hangs_up_before_the_mail_is_tried_again(sink, step):
    sink.answers[step] = None
    assert attempt(make_mail()) == (State.WAITING, 1, "SMTPServerDisconnected")


def test_a_server_that_hangs_up_after_the_mail_leaves_us_unsure(sink):
    sink.answers[ACCEPTANCE] = None
    assert attempt(make_mail()) == (State.UNSURE, 1, "SMTPServerDisconnected")
    assert len(sink.messages) == 1


@pytest.mark.parametrize(
    "answer, error",
    [
        ("nonsense", "SMTPDataError -1"),
        ("250 " + "x" * 9000, "SMTPResponseException 500"),
        ("666 beast", "SMTPDataError 666"),
    ],
)
def test_an_answer_to_the_mail_that_says_nothing_leaves_us_unsure(sink, answer, error):
    sink.answers[ACCEPTANCE] = answer
    assert attempt(make_mail()) == (State.UNSURE, 1, error)


def test_an_address_that_cannot_be_written_fails_at_once(sink):
    state, _attempts, error = attempt(make_mail(recipient="jemand@@example.org"))
    assert (state, error) == (State.FAILED, "ValueError") and sink.messages == []


def test_what_was_handed_over_when_its_worker_died_is_never_sent_by_itself(sink):
    message = make_mail(state="handing_over", attempts=1)
    assert attempt(message) == (State.UNSURE, 1, "interrupted")
    assert attempt(message) == (State.UNSURE, 1, "interrupted") and sink.messages == []


def test_what_was_only_claimed_when_its_worker_died_is_sent_by_another(sink):
    assert attempt(make_mail(state="claimed", attempts=1)) == (State.SENT, 2, "")


def test_a_worker_thought_dead_finds_its_number_gone(sink):
    sleeper = make_mail()
    sending.claim(sleeper)
    assert attempt(Message.objects.get()) == (State.SENT, 2, "")
    sending.deliver(sleeper)
    assert len(sink.messages) == 1 and attempt(Message.objects.get()) == (State.SENT, 2, "")


def test_of_two_attempts_that_both_claimed_it_the_later_sends_it(sink):
    sleeper = make_mail()
    sending.claim(sleeper)
    later = Message.objects.get()
    sending.claim(later)
    sending.deliver(sleeper)
    assert (sink.messages, Message.objects.get().state) == ([], State.CLAIMED)
    sending.deliver(later)
    assert len(sink.messages) == 1 and Message.objects.get().state == State.SENT


def test_what_the_office_cancelled_meanwhile_is_not_claimed():
    message = make_mail()
    sending.move(Message.objects.get(), State.CANCELLED)
    assert not sending.claim(message) and Message.objects.get().state == State.CANCELLED


def test_a_slow_worker_still_notes_what_it_knows(sink):
    """Another attempt has already called the mail “perhaps sent”."""
    slow = make_mail(state="handing_over", attempts=1)
    attempt(Message.objects.get())
    assert sending.move(slow, State.SENT, error="")
    assert Message.objects.get().state == State.SENT


def test_of_two_steps_from_the_same_place_one_is_taken():
    one, two = make_mail(), Message.objects.get()
    assert [sending.claim(one), sending.claim(two)] == [True, False]


# What must not be read


@pytest.mark.parametrize("has_server, text", [(True, ""), (False, "Kommen Sie?")])
def test_a_confidential_mail_is_emptied_when_it_has_left(sink, settings, has_server, text):
    settings.HAS_MAIL_SERVER = has_server
    attempt(make_mail(confidential=True, context={"code": "x"}))
    message = Message.objects.get()
    assert (message.text, message.context) == (text, {} if has_server else {"code": "x"})
    assert "Kommen Sie?" in sink.messages[0].get_body(["plain"]).get_content()


def test_other_mails_stay_readable(sink):
    attempt(make_mail())
    assert Message.objects.get().text == "Kommen Sie?"


# What got lost


def asked():
    return sorted(ids["message"] for ids in jobs.living(mails.SEND))


def test_what_no_job_takes_further_is_asked_for_anew():
    long_ago = timezone.now() - timedelta(minutes=11)
    on_the_way = [make_mail(state=state, moved_at=long_ago).pk for state in ("waiting", "claimed", "handing_over")]
    for state in ("held", "sent", "unsure", "failed"):
        make_mail(state=state, moved_at=long_ago)
    make_mail(state="waiting")
    jobs.defer(mails.SEND, message=on_the_way[0])
    sending.find_lost()
    sending.find_lost()
    assert asked() == sorted(on_the_way)
