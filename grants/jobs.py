"""What the grants do by themselves."""

from datetime import time

from django.utils import timezone

from darmstadt_mso.lib import jobs

from . import papers, receipts, reminding
from .casework import announcing, asking


@jobs.daily(time(9, 0), retries=5)
def remind():
    """Each draft is a job of its own: what is wrong with one does not keep the others from being reminded."""
    for draft in reminding.due(timezone.localdate()):
        jobs.defer("grants.jobs.remind_of_deadline", application=draft.pk)


@jobs.job(retries=5)
def remind_of_deadline(application):
    reminding.remind(application, timezone.localdate())


@jobs.daily(time(9, 5), retries=5)
def remind_of_queries():
    asking.remind(timezone.localdate())


@jobs.job(retries=5)
def remind_of_query(query):
    asking.remind_one(query, timezone.localdate())


@jobs.daily(time(9, 10), retries=5)
def remind_of_letters():
    """Letters that were not fetched yet, or not in time."""
    for service in announcing.due(timezone.now()):
        jobs.defer(announcing.REMIND, service=service.pk)


@jobs.job(retries=5)
def remind_of_letter(service):
    announcing.remind(service)


@jobs.job(retries=8)
def tell_of_letter(service):
    announcing.send_message(service)


@jobs.every(minutes=10)
def find_missing_letters():
    announcing.find_missing()


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
