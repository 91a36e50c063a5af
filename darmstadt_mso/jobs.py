"""What the portal as a whole does by itself."""

from datetime import time

from django.utils import timezone

from . import desk_mail
from .lib import jobs


@jobs.daily(time(7, 30), retries=5)
def tell_of_desks():
    desk_mail.ask()


@jobs.job(retries=5)
def tell_of_desk(user):
    desk_mail.tell(user, timezone.localdate())
