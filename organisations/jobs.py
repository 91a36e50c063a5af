"""What the directory does by itself."""

import logging
from datetime import time

from django.utils import timezone

from darmstadt_mso.lib import jobs, privacy

from . import indexing
from .freshness import rounds
from .spreadsheets import checking, importing

logger = logging.getLogger(__name__)


@jobs.daily(time(3, 10), retries=5)
def reindex():
    """Offers that ended with the day also leave the counts and words of their associations."""
    indexing.reindex()


@jobs.daily(time(3, 40), retries=5)
def purge():
    """What is kept of people goes when its time is over, of the whole portal; see the register."""
    for row, number in privacy.purge(timezone.now()):
        if number:
            logger.info("%s: %s are gone", row.key, number)


@jobs.daily(time(7, 0), retries=5)
def remind():
    """Each entry is a job of its own: what is wrong with one does not keep the others from being asked."""
    for step in rounds.due(timezone.localdate()):
        jobs.defer("organisations.jobs.keep_fresh", organisation=step.entry.pk)


@jobs.job(retries=5)
def keep_fresh(organisation):
    """Asks whether the entry is still right, or does what else is due today because nobody answers."""
    rounds.carry_out(organisation, timezone.localdate())


@jobs.job(retries=5)
def check_import(pk):
    """Works through the rows of an uploaded list; goes on where it was broken off."""
    checking.check(pk)


@jobs.job(retries=5)
def carry_out_import(pk, user):
    """Imports the chosen rows of a list in the name of this user, all or none; begins anew where it was broken off."""
    importing.carry_out(pk, user)
