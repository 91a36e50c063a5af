"""Files of mails: sent with them, seen by the office, gone with them."""

import pytest
from django.urls import reverse

from darmstadt_mso.lib.outbox import mails, privacy, sending
from darmstadt_mso.lib.outbox.models import Attachment, Message, State
from darmstadt_mso.lib.privacy import Person
from tests import mails as post
from tests.factories import make_user
from tests.office import let_in

pytestmark = pytest.mark.django_db
PAPER = ("antrag-ä.pdf", "application/pdf", b"%PDF-1.7 x")
SENT = (PAPER[0], PAPER[2], PAPER[1])
INVITATION = {"organisation": "Verein", "role": "x", "person": "", "link": "https://x.example/", "until": "morgen"}


def queue(to="anna@example.org", attachments=(PAPER,), **options):
    return mails.queue("organisations/invitation", to, INVITATION, attachments=attachments, **options)


def test_a_file_leaves_with_its_mail():
    queue()
    (sent,) = post.sent()
    assert [tuple(file) for file in sent.attachments] == [SENT]
    parts = [part.get_filename() for part in sent.message().walk()]
    assert parts[-1] == "antrag-ä.pdf"


def test_a_mail_that_came_back_is_sent_again_with_its_file():
    message = queue()
    sending.send(message.pk)
    Message.objects.update(state=State.WAITING)
    sending.send(message.pk)
    assert [tuple(file) for sent in post.mail.outbox for file in sent.attachments] == [SENT, SENT]


def test_more_than_mail_servers_take_is_refused():
    half = ("a", "application/pdf", b"x" * (mails.ATTACHED_AT_MOST // 2))
    queue(attachments=[half, half])
    with pytest.raises(mails.TooBig):
        queue(attachments=[half, half, ("b", "text/plain", b"x")])
    assert Message.objects.count() == 1


def test_the_file_of_a_confidential_mail_goes_with_its_text(settings):
    settings.HAS_MAIL_SERVER = True
    sending.send(queue(confidential=True).pk)
    kept = queue()
    sending.send(kept.pk)
    assert list(Attachment.objects.values_list("message", flat=True)) == [kept.pk]


def test_a_persons_files_are_named_to_them_and_erased_with_them():
    user = make_user(email="anna@example.org")
    queue()
    queue(to="ben@example.org")
    (told,) = privacy.messages(user)
    assert [PAPER[0]] in told.values()
    row = next(row for row in privacy.REGISTER if row.key == "mails")
    row.erase_address(Person(user.pk, user.email, proven=True))
    assert list(Attachment.objects.values_list("message__recipient", flat=True)) == ["ben@example.org"]


def test_the_office_sees_name_and_size(client):
    let_in(client, make_user("Leitung"))
    page = client.get(reverse("admin:outbox_message_change", args=[queue(held=True).pk]))
    assert "antrag-ä.pdf" in page.text and "10\xa0" in page.text


def test_the_office_does_not_see_what_is_confidential(client, settings):
    settings.HAS_MAIL_SERVER = True
    let_in(client, make_user("Leitung"))
    page = client.get(reverse("admin:outbox_message_change", args=[queue(held=True, confidential=True).pk]))
    assert "antrag-ä.pdf" not in page.text
