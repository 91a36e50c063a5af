"""One mail a day about the desk: for each of the staff for whom something waits, with numbers and no names."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from .lib import desk, jobs
from .lib.addresses import absolute
from .lib.outbox import mails
from .lib.outbox.models import Message

TEMPLATE, UNSUBSCRIBE = "desk", "desk"
TELL = "darmstadt_mso.jobs.tell_of_desk"


def staff():
    return get_user_model().objects.filter(is_active=True, is_staff=True).order_by("pk")


def ask():
    """A job for each: what is wrong with one does not keep the others from being told."""
    for pk in staff().values_list("pk", flat=True):
        jobs.defer(TELL, user=pk)


@transaction.atomic
def tell(pk, today):
    """Once a day, however often it is asked for; nobody is told that nothing waits."""
    user = staff().select_for_update().filter(pk=pk).first()
    if user is None or was_told(user, today):
        return
    with translation.override(user.language):
        lines = [line(box) for box in waiting(user)]
    if lines:
        context = {"lines": lines, "link": absolute(reverse("admin:index"))}
        mails.queue(TEMPLATE, user.email, context, language=user.language, unsubscribe=UNSUBSCRIBE)


def was_told(user, today):
    return Message.objects.filter(template=TEMPLATE, recipient=user.email, created_at__date=today).exists()


def waiting(user):
    return [box for box in desk.boxes(user) if box.count and not box.is_quiet]


def line(box):
    return {"count": box.count, "title": str(box.title)}
