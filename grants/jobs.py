"""What the grants do by themselves."""

from datetime import time

from django.utils import timezone

from darmstadt_mso.lib import jobs

from . import papers, receipts, reminding


@jobs.daily(time(9, 0), retries=5)
def remind():
    """Each draft is a job of its own: what is wrong with one does not keep the others from being reminded."""
    for draft in reminding.due(timezone.localdate()):
        jobs.defer("grants.jobs.remind_of_deadline", application=draft.pk)


@jobs.job(retries=5)
def remind_of_deadline(application):
    reminding.remind(application, timezone.localdate())


@jobs.job(retries=8)
def send_receipt(submission):
    receipts.send(submission)


@jobs.every(minutes=10)
def find_missing_receipts():
    receipts.find_missing()


@jobs.daily(time(3, 50))
def tidy():
    """Files that a killed process left without a row."""
    papers.tidy()
