"""What the directory does by itself."""

from datetime import time

from darmstadt_mso.lib import jobs

from . import indexing
from .spreadsheets import checking, importing


@jobs.daily(time(3, 10), retries=5)
def reindex():
    """Offers that ended with the day also leave the counts and words of their associations."""
    indexing.reindex()


@jobs.daily(time(3, 40), retries=5)
def forget_lists():
    """Imported lists hold names and addresses, which are kept no longer than needed."""
    importing.delete_old()


@jobs.job(retries=5)
def check_import(pk):
    """Works through the rows of an uploaded list; goes on where it was broken off."""
    checking.check(pk)


@jobs.job(retries=5)
def carry_out_import(pk, user):
    """Imports the chosen rows of a list in the name of this user, all or none; begins anew where it was broken off."""
    importing.carry_out(pk, user)
