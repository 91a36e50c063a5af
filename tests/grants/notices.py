"""Letters that are on their way, for tests of how they are served."""

from django.utils import timezone

from grants import starting
from grants.casework import announcing, serving
from grants.models import Notice, Service
from organisations.models import Role
from tests.factories import make_member
from tests.grants.casework.lettering import answered, issued


def make_notice(kind="award", **fields):
    """Issued for an association with one signatory; its mail is not sent yet."""
    starting.load_letters()
    return Notice.objects.select_related("application__organisation", "text").get(pk=issued(kind, **fields).pk)


def make_waiting(kind="award", **fields):
    """One that can be fetched from now on."""
    notice = make_notice(kind, **fields)
    announcing.send_message(notice.services.get().pk)
    notice.refresh_from_db()
    return notice


def make_answer(application):
    """The letter that answers a request of the association, which can be fetched from now on."""
    starting.load_letters()
    notice = answered(False, application=application)
    announcing.send_message(notice.services.get().pk)
    return notice


def signatory(notice):
    memberships = notice.application.organisation.memberships.signatories().current()
    return memberships.order_by("pk").first().user


def editor(notice):
    return make_member(notice.application.organisation, Role.EDITOR)


def agree(notice):
    return serving.consent(notice.application, signatory(notice))


def service_of(notice):
    return notice.services.order_by("-number").first()


def over(notice, until=None):
    """The limit of the newest service ends now, or at the moment."""
    Service.objects.filter(pk=service_of(notice).pk).update(ends_at=until or timezone.now())
