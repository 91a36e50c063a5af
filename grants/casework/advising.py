"""The advisory body's vote on an application: who takes part, what they say, and what it comes to.

Its vote is advice; whoever is tied to the association takes no part (§ 25 HGO). Raises `workflow.NotPossible`, which
says why in words, for whatever does not go.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .. import terms, workflow
from ..models import AdvisorySession, AgendaItem, Application, Vote
from ..permissions import is_conflicted, may_work_on
from ..workflow import NotPossible
from . import conflicts

State, Choice = Application.State, Vote.Choice


class Advice(TextChoices):
    RECOMMENDED = "recommended", _("recommended")
    CHANGED = "changed", _("recommended with changes")
    AGAINST = "against", _("not recommended")
    NONE = "none", pgettext_lazy("advice", "no recommendation")


@dataclass(frozen=True)
class Result:
    """`counts` are {choice: votes}, `taking_part` how many were present and not tied, `needed` the quorum, `recused`
    the names of who was; `advice` is None until the vote is closed."""

    counts: dict
    taking_part: int
    needed: int
    recused: list
    advice: Advice | None

    @property
    def has_quorum(self):
        return self.taking_part >= self.needed

    @property
    def rows(self):
        return [(choice.label, self.counts[choice]) for choice in Choice]


def result(item):
    votes = list(item.votes.select_related("seat"))
    given = Counter(vote.choice for vote in votes)
    counts = {choice: given[choice] for choice in Choice}
    taking_part = sum(counts.values()) - counts[Choice.RECUSED] if item.voted_at else len(taking_part_in(item))
    names = [vote.seat.name for vote in votes if vote.choice == Choice.RECUSED]
    advice = advice_of(counts) if item.voted_at else None
    return Result(counts, taking_part, item.session.quorum, names, advice)


def advice_of(counts):
    """By the majority of yes and no; abstentions count for nothing, and a tie is no recommendation.
    With changes, unless more members want it as it is."""
    support = counts[Choice.FOR] + counts[Choice.CHANGED]
    if support == counts[Choice.AGAINST]:
        return Advice.NONE
    if support < counts[Choice.AGAINST]:
        return Advice.AGAINST
    return Advice.RECOMMENDED if counts[Choice.FOR] > counts[Choice.CHANGED] else Advice.CHANGED


# Who takes part


def tied(session, item):
    """The seats of members who are tied to the item's association."""
    return [seat for seat in session.seats.select_related("user") if is_tied(seat, item)]


def is_tied(seat, item):
    return seat.user is not None and is_conflicted(seat.user, item.application)


def taking_part_in(item):
    """Seats that are present, not tied and not recused."""
    recused = set(item.votes.filter(choice=Choice.RECUSED).values_list("seat", flat=True))
    present = item.session.seats.filter(present=True).select_related("user")
    return [seat for seat in present if seat.pk not in recused and not is_tied(seat, item)]


@transaction.atomic
def declare(item, user, reason=""):
    """A member says that they are tied to the association: the item is gone for them, and so is a vote they gave."""
    organisation = item.application.organisation
    conflicts.declare(user, organisation, reason)
    session = open_session(item.session_id)
    given = Vote.objects.filter(item__session=session, item__voted_at=None, seat__user=user)
    given.filter(item__application__organisation=organisation).update(choice=Choice.RECUSED)


# On the agenda and off it


def open_session(pk):
    """The session, locked until the transaction ends. Raises NotPossible once it is closed."""
    session = AdvisorySession.objects.select_for_update().get(pk=pk)
    if session.closed_at:
        raise NotPossible(gettext("The session is closed. Nothing of it can be changed."))
    return session


def may_refer(user, application):
    return may_work_on(user, application) and terms.of_version(application.version).advisory


@transaction.atomic
def refer(application, session, user, closed=False):
    """Puts it last on the session's agenda; `closed`: the public does not read of it."""
    if not terms.of_version(application.version).advisory:
        raise NotPossible(gettext("The call has no advisory body."))
    workflow.perform(workflow.REFER, application, user)
    session = open_session(session.pk)
    if session.items.filter(application=application).exists():
        raise NotPossible(gettext("This session has voted on it already. Choose another one."))
    last = session.items.order_by("-position").values_list("position", flat=True).first() or 0
    return session.items.create(application=application, position=last + 1, closed=closed)


def leave_agenda(application):
    """Takes it off the agenda on which it waits. A vote that was closed stays in the file."""
    AgendaItem.objects.filter(application=application, voted_at=None).delete()


# Voting


@transaction.atomic
def record(item, user, votes, changed_to="", remark=""):
    """What the clerk notes of an item: {seat: choice, "" for none}, and the texts. The vote stays open."""
    session, item = waiting_item(item, user)
    tied_seats = {seat.pk for seat in tied(session, item)}
    for seat in session.seats.filter(pk__in=votes):
        check_vote(seat, votes[seat.pk], tied_seats)
        note_vote(item, seat, votes[seat.pk])
    item.changed_to, item.remark = changed_to, remark
    item.save(update_fields=["changed_to", "remark"])
    return item


def waiting_item(item, user):
    """(session, item) as they are now, the session locked, for a clerk who may work on it."""
    session = open_session(item.session_id)
    found = session.items.select_related("application__organisation").filter(pk=item.pk, voted_at=None).first()
    if found is None or found.application.state != State.ADVISING:
        raise NotPossible(gettext("There is no open vote on this any more."))
    if not may_work_on(user, found.application):
        raise NotPossible(gettext("This is for %(who)s.") % {"who": workflow.OFFICE.words})
    found.session = session
    return session, found


def check_vote(seat, choice, tied_seats):
    if choice and not seat.present:
        raise NotPossible(gettext("%(name)s is not present and has no vote.") % {"name": seat.name})
    if choice and choice != Choice.RECUSED and seat.pk in tied_seats:
        raise NotPossible(gettext("%(name)s is tied to the association and has no vote.") % {"name": seat.name})


def note_vote(item, seat, choice):
    if choice:
        item.votes.update_or_create(seat=seat, defaults={"choice": Choice(choice)})
    else:
        item.votes.filter(seat=seat).delete()


@transaction.atomic
def close_item(item, user):
    """Counts the votes. Needs the quorum, and a vote of each member who is present and not tied."""
    application = Application.objects.select_for_update().select_related("organisation").get(pk=item.application_id)
    session, item = waiting_item(item, user)
    recuse(item, tied(session, item))
    obstacles = lacks(item)
    if obstacles:
        raise NotPossible(" ".join(obstacles))
    AgendaItem.objects.filter(pk=item.pk).update(voted_at=timezone.now())
    workflow.perform(workflow.ADVISE, application, user)


def recuse(item, seats):
    """Whoever is tied and present is noted as recused, whatever stood there."""
    item.votes.filter(seat__in=seats, seat__present=False).delete()
    for seat in seats:
        if seat.present:
            note_vote(item, seat, Choice.RECUSED)


def lacks(item):
    """What the vote still needs, in words."""
    part, voted = taking_part_in(item), set(item.votes.values_list("seat", flat=True))
    found = [gettext("The vote of %(name)s is missing.") % {"name": one.name} for one in part if one.pk not in voted]
    if len(part) < item.session.quorum:
        numbers = {"present": len(part), "needed": item.session.quorum}
        few = gettext("Too few members take part in this vote: %(present)d. Needed: %(needed)d.") % numbers
        found.insert(0, few)
    if item.votes.filter(choice=Choice.CHANGED).exists() and not item.changed_to:
        found.append(gettext("Say which changes the members ask for."))
    return found


# In the file


def of(application):
    """[(item, its result)] of every session that it was or is on the agenda of, the newest first."""
    items = application.agenda_items.select_related("session").order_by("-session__held_at")
    return [(item, result(item)) for item in items]
