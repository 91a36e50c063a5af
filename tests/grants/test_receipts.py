"""The receipt of an application: one paper, one mail for each address, whatever happens to the job."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox.models import Attachment
from grants import downloading, publishing, receipts
from grants.models import Submission
from organisations.models import Role
from tests import mails
from tests.factories import make_member, make_organisation, make_user
from tests.grants.submissions import make_asking_call, submit
from tests.papers import opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def call(media):
    call = make_asking_call(title="Bildungsprojekte", title_en="Education projects")
    call.milestones.create(kind="decided", text="Es wird entschieden.", on=date(2027, 2, 1))
    call.milestones.create(kind="paid", text="Das Geld kommt.")
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def sent_to():
    return [(mail.recipient, mail.language) for mail in mails.queued() if mail.template == "grants/receipt"]


def read(submission):
    with submission.pdf.open() as file:
        return file.read()


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def test_whoever_submitted_and_the_contact_get_the_paper(call, media):
    organisation = make_organisation()
    user = make_member(organisation, Role.SIGNATORY)
    user.language = "en"
    user.save()
    submission = submit(call, user, organisation)
    receipts.send(submission.pk)
    submission.refresh_from_db()
    assert sent_to() == [(user.email, "en"), ("kasse@verein.example", "de")]
    paper = read(submission)
    assert [bytes(file.content) for file in Attachment.objects.all()] == [paper, paper]
    assert {file.name for file in Attachment.objects.all()} == {f"{submission.application.reference}.pdf"}
    assert paper.startswith(b"%PDF") and len(files(media)) == 1


def test_the_mail_says_what_happens_next(call):
    organisation = make_organisation(name="Kulturverein Asmara")
    user = make_member(organisation, Role.SIGNATORY)
    user.language = "en"
    user.save()
    submission = submit(call, user, organisation)
    receipts.send(submission.pk)
    mail = mails.queued()[0]
    reference = submission.application.reference
    assert mail.subject == f"Your application {reference} has arrived – Sprachcafé im Martinsviertel"
    for words in (
        "Kulturverein Asmara",
        "Education projects",
        reference,
        "– Es wird entschieden. (by 1 February 2027)",
        "– Das Geld kommt. (no date yet)",
        submission.application.get_absolute_url(),
    ):
        assert words in mail.text


def test_a_call_without_promises_says_nothing_of_them():
    call = make_asking_call()
    publishing.publish(call, None)
    call.refresh_from_db()
    receipts.send(submit(call).pk)
    assert "–" not in mails.queued()[0].text


@pytest.mark.parametrize("address", [" ", f"{'a' * 300}@verein.example"])
def test_an_address_that_cannot_be_used_does_not_stop_the_others(call, address):
    submission = submit(call, verein={"contact_email": address})
    receipts.send(submission.pk)
    submission.refresh_from_db()
    assert sent_to() == [(submission.by.email, "de")]
    assert submission.receipt_at and read(submission).startswith(b"%PDF")


@pytest.mark.parametrize("contact", ["same", "SAME"])
def test_one_address_gets_one_mail(call, contact):
    organisation = make_organisation()
    user = make_member(organisation, Role.SIGNATORY)
    address = user.email if contact == "same" else user.email.upper()
    receipts.send(submit(call, user, organisation, verein={"contact_email": address}).pk)
    assert sent_to() == [(user.email, "de")]


def test_a_contact_with_an_account_reads_in_her_language(call):
    contact = make_user(language="ar")
    receipts.send(submit(call, verein={"contact_email": contact.email}).pk)
    assert sent_to()[1] == (contact.email, "ar")


def test_somebody_without_account_any_more_is_not_written_to(call):
    submission = submit(call)
    Submission.objects.update(by=None)
    receipts.send(submission.pk)
    assert sent_to() == [("kasse@verein.example", "de")]


def test_a_second_job_does_nothing(call, media):
    submission = submit(call)
    receipts.send(submission.pk)
    submission.refresh_from_db()
    before = (submission.pdf.name, submission.receipt_at)
    receipts.send(submission.pk)
    submission.refresh_from_db()
    assert (submission.pdf.name, submission.receipt_at) == before
    assert len(sent_to()) == 2 and len(files(media)) == 1


def test_a_file_that_got_lost_is_made_anew(call):
    submission = submit(call)
    receipts.send(submission.pk)
    submission.refresh_from_db()
    before = read(submission)
    submission.pdf.storage.delete(submission.pdf.name)
    assert downloading.pdf_answer(Submission.objects.get()).content == before


def test_a_file_left_by_a_killed_job_is_replaced(call, media):
    submission = submit(call)
    receipts.keep(submission, b"half")
    receipts.send(submission.pk)
    submission.refresh_from_db()
    (file,) = files(media)
    assert file.read_bytes() == read(submission) != b"half"


def test_the_paper_is_the_same_whenever_it_is_made(call):
    submission = submit(call)
    assert receipts.paper_of(submission) == receipts.paper_of(Submission.objects.get())
    submission.arrived_at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    with opened(receipts.paper_of(submission)) as paper:
        assert str(paper.docinfo.CreationDate).startswith("D:20260102030400")


def test_a_job_is_asked_for_with_the_submission_and_again_when_it_got_lost(call):
    submission = submit(call)
    (asked,) = jobs.living(receipts.SEND_RECEIPT)
    assert asked == {"submission": submission.pk}
    later = timezone.now() + timedelta(hours=1)
    receipts.find_missing(later)
    assert len(jobs.living(receipts.SEND_RECEIPT)) == 1
    jobs.apps.get_model("procrastinate", "ProcrastinateJob").objects.all().delete()
    receipts.find_missing(timezone.now())
    assert jobs.living(receipts.SEND_RECEIPT) == []
    receipts.find_missing(later)
    assert jobs.living(receipts.SEND_RECEIPT) == [{"submission": submission.pk}]


def test_what_was_sent_is_not_missing(call):
    receipts.send(submit(call).pk)
    later = timezone.now() + timedelta(hours=1)
    before = len(jobs.living(receipts.SEND_RECEIPT))
    receipts.find_missing(later)
    assert len(jobs.living(receipts.SEND_RECEIPT)) == before
