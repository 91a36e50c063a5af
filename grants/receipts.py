"""The receipt of an application: the whole of it as PDF, kept with what was submitted and mailed, once."""

import json
import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import DataError, transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from darmstadt_mso.lib import jobs, pdf
from darmstadt_mso.lib.outbox import mails
from organisations.models import User

from . import following, printing, sections, telling, terms, words
from .models import Submission
from .moments import moment_in_words
from .submitting import SEND_RECEIPT

logger = logging.getLogger(__name__)
# One and the same paper for the association and the office, whose language it is.
LANGUAGE = "de"
PDF = "application/pdf"
LOST_AFTER = timedelta(minutes=10)


@transaction.atomic
def send(pk):
    """File and mails belong to one transaction: a job that was killed in between begins anew, and then it is done."""
    found = Submission.objects.select_for_update(of=["self"]).select_related("application__organisation", "version")
    submission = found.filter(pk=pk, receipt_at=None).first()
    if not submission:
        return
    content, paper = json.loads(submission.content), paper_of(submission)
    noted = Submission.objects.filter(pk=pk, receipt_at=None)
    noted.update(pdf=keep(submission, paper), receipt_at=timezone.now())
    for address, language in readers(submission, content).items():
        try_to_tell(submission, address, language, paper)


def paper_of(submission):
    """The PDF; the same bytes whenever it is made."""
    with translation.override(LANGUAGE):
        data = printing.application_data(submission)
    return pdf.make("application.typ", data, language=LANGUAGE, title=data["title"], at=submission.arrived_at)


def keep(submission, paper):
    """The name of the file, which nobody can guess and which replaces that of a job that was killed."""
    storage = submission.pdf.storage
    name = f"receipts/{salted_hmac('grants.receipts', str(submission.pk)).hexdigest()[:32]}.pdf"
    storage.delete(name)
    return storage.save(name, ContentFile(paper))


def readers(submission, content):
    """{address: language} of whoever submitted and of the contact for this application."""
    found = {submission.by.email: submission.by.language} if submission.by else {}
    contact = content["answers"][sections.ASSOCIATION]["contact_email"]
    if contact.lower() not in {address.lower() for address in found}:
        person = User.objects.filter(email__iexact=contact, is_active=True).first()
        found[contact] = person.language if person else LANGUAGE
    return found


def try_to_tell(submission, address, language, paper):
    """An address that cannot be used keeps neither the paper nor the mails to others back."""
    try:
        with transaction.atomic():
            tell(submission, address, language, paper)
    except (mails.EmptyPlaceholder, ValueError, DataError):
        logger.error("A receipt of %s could not be mailed to one of its readers", submission.application.reference)


def tell(submission, address, language, paper):
    application, rules = submission.application, terms.of_version(submission.version)
    with translation.override(language):
        context = telling.contents(application) | {
            "arrived": moment_in_words(submission.arrived_at),
            "steps": [f"{step.what} ({step.when})" for step in map(words.promise, following.promised(rules))],
        }
    attached = [(f"{application.reference}.pdf", PDF, paper)]
    template = "grants/receipt" if submission.number == 1 else "grants/answered"
    mails.queue(template, address, context, language=language, attachments=attached)


def find_missing(now=None):
    """Asks anew for receipts that no job will send any more."""
    before = (now or timezone.now()) - LOST_AFTER
    asked = [ids["submission"] for ids in jobs.living(SEND_RECEIPT)]
    missing = Submission.objects.filter(receipt_at=None, arrived_at__lt=before).exclude(pk__in=asked)
    for pk in missing.values_list("pk", flat=True):
        jobs.defer(SEND_RECEIPT, submission=pk)
