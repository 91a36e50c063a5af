"""Sessions of the advisory body: who sits there, what is on the agenda in which order, and who is told of it.

Nobody meets an item of an association that they are tied to: it keeps its number, and is not there for them.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails
from organisations.models import Organisation, User

from .. import telling
from ..models import AdvisorySession, Application, Conflict, Vote
from ..moments import moment_in_words
from ..workflow import NotPossible
from . import advising, assessing
from .advising import open_session

State = Application.State
GROUP = "Beirat"


@dataclass(frozen=True)
class Agenda:
    """What a person reads of it: [(number, item)] of each part; `hidden` is how many items are not for them."""

    public: list
    closed: list
    hidden: int

    @property
    def numbered(self):
        return [*self.public, *self.closed]


# Who sees what


def sessions_for(user):
    """The office reads of all sessions, members of the body of those in which they have a seat."""
    if user.has_perm("grants.view_application"):
        return AdvisorySession.objects.all()
    if not user.has_perm("grants.view_advisorysession"):
        return AdvisorySession.objects.none()
    return AdvisorySession.objects.filter(seats__user=user)


def items_of(session):
    """What stands on the agenda; an application that was withdrawn before the vote does so no longer."""
    items = session.items.filter(Q(voted_at__isnull=False) | Q(application__state=State.ADVISING))
    return items.select_related("application__organisation", "application__version", "application__call")


def items_for(user, session):
    """Without those of associations that the person is tied to, or for which they were recused."""
    declared = Organisation.objects.filter(conflicts__in=Conflict.objects.open().filter(user=user))
    recused = Vote.objects.filter(seat__user=user, choice=Vote.Choice.RECUSED)
    return (
        items_of(session)
        .exclude(application__organisation__in=Organisation.objects.spoken_for_by(user))
        .exclude(application__organisation__in=declared)
        .exclude(pk__in=recused.values("item"))
    )


def agenda_for(user, session):
    seen = {item.pk: item for item in items_for(user, session)}
    order = list(items_of(session).values_list("pk", flat=True))
    numbered = [(number, seen[pk]) for number, pk in enumerate(order, 1) if pk in seen]
    public = [one for one in numbered if not one[1].closed]
    return Agenda(public, [one for one in numbered if one[1].closed], len(order) - len(seen))


# Who sits there


def members():
    """Accounts that can be given a seat."""
    return User.objects.filter(is_active=True, groups__in=Group.objects.filter(name=GROUP)).order_by("last_name", "pk")


@transaction.atomic
def seat(session, users):
    """Exactly these people have seats. Raises NotPossible for taking one from somebody who has voted."""
    session = open_session(session.pk)
    leaving = session.seats.exclude(user__in=users)
    voter = leaving.filter(votes__isnull=False).first()
    if voter:
        raise NotPossible(gettext("%(name)s has voted and keeps the seat.") % {"name": voter.name})
    leaving.delete()
    for user in users:
        session.seats.get_or_create(user=user, defaults={"name": str(user)})


@transaction.atomic
def note_presence(session, present):
    """Who is there now, as a set of seats' keys. Whoever is not there has no vote where the vote is still open."""
    session = open_session(session.pk)
    session.seats.update(present=False)
    session.seats.filter(pk__in=present).update(present=True)
    Vote.objects.filter(item__session=session, item__voted_at=None, seat__present=False).delete()


# The agenda


def candidates(user):
    """What can be put on an agenda: it is assessed, and its call asks the advisory body."""
    found = Application.objects.for_office(user).filter(state=State.ASSESSING, version__content__advisory=True)
    return found.select_related("organisation", "call", "version").order_by("reference")


@transaction.atomic
def put_on(session, applications, user):
    """All of them or, if something is in the way of one, none."""
    for application in sorted(applications, key=lambda one: one.pk):
        try:
            advising.refer(application, session, user)
        except NotPossible as why:
            raise NotPossible(f"{application.reference}: {why}") from None


@transaction.atomic
def move(item, by):
    """One place up (-1) or down (1) within its part, public or not."""
    session = open_session(item.session_id)
    order = list(items_of(session).filter(closed=item.closed))
    here = order.index(item)
    there = min(max(here + by, 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order, 1):
        session.items.filter(pk=one.pk).update(position=position)


@transaction.atomic
def set_closed(item, closed):
    open_session(item.session_id).items.filter(pk=item.pk, voted_at=None).update(closed=closed)


@transaction.atomic
def take_off(item, user):
    """The application goes back to the assessment."""
    if item.voted_at:
        raise NotPossible(gettext("The vote on this is closed."))
    assessing.reassess(item.application, user, "")
    open_session(item.session_id)


# The invitation


@transaction.atomic
def invite(session, user):
    """A mail to each member, and one to each association whose application is on the public agenda."""
    session = open_session(session.pk)
    for member in invited(session):
        mails.queue("grants/session_invitation", member.email, told(session, member), language=member.language)
    for item in items_of(session).filter(closed=False, voted_at=None):
        tell_association(session, item.application)
    session.invited_at = timezone.now()
    session.save(update_fields=["invited_at"])


def invited(session):
    return User.objects.filter(pk__in=session.seats.values("user"), is_active=True).order_by("pk")


def told(session, reader):
    """Nothing of applicants or their projects."""
    with translation.override(reader.language):
        link = reverse("admin:grants_advisorysession_change", args=[session.pk])
        return {"person": str(reader), "link": absolute(link), **time_and_place(session)}


def time_and_place(session):
    return {"body": session.body, "when": moment_in_words(session.held_at), "place": session.place}


def tell_association(session, application):
    for reader in telling.people(application.organisation):
        with translation.override(reader.language):
            facts = time_and_place(session)
        telling.tell("on_agenda", application, [reader], **facts)
