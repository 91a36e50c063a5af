"""The office answers: what it accepts is published, what it sends back says why."""

from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails

from ..models import ProposedChange
from . import facts, pictures, telling
from .applying import Impossible, apply, lock

Verdict = ProposedChange.Verdict


@dataclass
class Answer:
    """What the office says to one change; `seen` is the `fingerprint` of what it was shown."""

    verdict: str
    reason: str = ""
    seen: str = ""


@dataclass
class Outcome:
    """Changes that were accepted and sent back, and those that could not be decided: settled by somebody else in the
    meantime (`settled`), or with other values than were shown (`moved`)."""

    accepted: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    settled: list = field(default_factory=list)
    moved: list = field(default_factory=list)

    @property
    def decided(self):
        return [*self.accepted, *self.refused]


def fingerprint(now, proposed):
    """Of the published and the proposed value, "<published>.<proposed>"."""
    return ".".join(sha256(dumps(value, sort_keys=True).encode()).hexdigest()[:16] for value in (now, proposed))


def published(organisation, change, known=None):
    """The value that residents read now where the change wants another; `known` are the facts, if read already."""
    if change.field:
        return (known or facts.read(organisation)).get((change.thing, change.field))
    part = facts.find(organisation, change.thing)
    return facts.whole(part) if part else None


def is_gone(organisation, change):
    """Whether the part that the change wants to alter was deleted in the meantime, so that it cannot be accepted."""
    if not change.thing or takes_away(change):
        return False
    if facts.is_new(change.thing):
        return bool(change.field) or was_added(organisation, change)
    return facts.find(organisation, change.thing) is None


def was_added(organisation, change):
    """Whether somebody else's proposal of the same new part was accepted already."""
    same = ProposedChange.objects.filter(proposal__organisation=organisation, thing=change.thing, field="")
    return same.filter(verdict__in=[Verdict.ACCEPTED, Verdict.AT_ONCE]).exists()


def takes_away(change):
    return not change.field and change.after is None


@transaction.atomic
def decide(organisation, answers, user):
    """Carries out {id of a change: Answer} as one piece; raises Impossible and does nothing if it does not fit.

    The author of each proposal gets one mail about what was decided.
    """
    organisation = lock(organisation.pk)
    outcome = sort_out(organisation, locked(organisation, answers), answers)
    without_contradiction(outcome.accepted)
    publish(organisation, outcome.accepted, user)
    for change in outcome.decided:
        settle(change, answers[change.pk], user)
    if any(map(pictures.is_picture, outcome.decided)):
        pictures.clear(organisation)
    tell_authors(organisation, outcome)
    return outcome


def publish(organisation, changes, user):
    if changes:
        with pghistory.context(user=user.pk, proposal="accepted"):
            apply(organisation, {(change.thing, change.field): change.after for change in changes})


def locked(organisation, answers):
    """The changes in their order; nobody can withdraw them from now on."""
    found = ProposedChange.objects.filter(pk__in=list(answers), proposal__organisation=organisation)
    return found.select_for_update(of=["self"]).select_related("proposal", "proposal__author").order_by("pk")


def sort_out(organisation, changes, answers):
    outcome, known = Outcome(), facts.read(organisation)
    for change in changes:
        place(organisation, change, answers[change.pk], known, outcome).append(change)
    return outcome


def place(organisation, change, answer, known, outcome):
    """The list of the outcome that the change belongs to."""
    if change.verdict != Verdict.WAITING:
        return outcome.settled
    here = fingerprint(published(organisation, change, known), change.after)
    if answer.verdict == Verdict.REFUSED:
        # What is published by now does not matter to that, but what is proposed does.
        return outcome.refused if proposed_of(here) == proposed_of(answer.seen) else outcome.moved
    is_as_shown = here == answer.seen and not is_gone(organisation, change)
    return outcome.accepted if is_as_shown else outcome.moved


def proposed_of(fingerprint):
    return fingerprint.rpartition(".")[2]


def without_contradiction(changes):
    """Raises Impossible where two of the changes cannot both be accepted."""
    keys, gone = set(), {change.thing for change in changes if takes_away(change)}
    for change in changes:
        key = change.thing, change.field
        if key in keys:
            words = gettext("Two proposals for the same field cannot both be accepted. Send one of them back.")
            raise Impossible(change.thing, words)
        if change.thing in gone and not takes_away(change):
            words = gettext("It cannot be taken away and changed at once. Send back one of the two.")
            raise Impossible(change.thing, words)
        keys.add(key)


def settle(change, answer, user):
    change.verdict, change.reason = answer.verdict, answer.reason
    change.decided_at, change.decided_by = timezone.now(), user
    change.save(update_fields=["verdict", "reason", "decided_at", "decided_by"])


def tell_authors(organisation, outcome):
    for author in dict.fromkeys(change.proposal.author for change in outcome.decided):
        if author and author.is_active:
            with translation.override(author.language):
                tell(organisation, author, outcome)


def tell(organisation, author, outcome):
    accepted = [change for change in outcome.accepted if change.proposal.author == author]
    refused = [change for change in outcome.refused if change.proposal.author == author]
    waiting = ProposedChange.objects.waiting().filter(proposal__organisation=organisation, proposal__author=author)
    context = {
        "organisation": organisation.name,
        "accepted": [named(organisation, change) for change in accepted],
        "sent_back": [{"what": named(organisation, change), "why": change.reason} for change in refused],
        "open": waiting.count(),
        "url": absolute(reverse("organisations:proposals", args=[organisation.slug])),
    }
    template = "organisations/proposal_sent_back" if refused else "organisations/proposal_accepted"
    mails.queue(template, author.email, context, language=author.language)


def named(organisation, change):
    """What was to be changed, for people: "Offer: Sprachcafé, when"."""
    if not change.field:
        return telling.thing_label(change.thing, telling.name_of(change.after or change.before))
    part = facts.find(organisation, change.thing) if change.thing else None
    thing = telling.thing_label(change.thing, str(part or ""))
    return ", ".join(filter(None, [thing, telling.label(change.thing, change.field)]))


@transaction.atomic
def mark_read(changes):
    """The office has looked at what was published at once; returns how many of it were new."""
    return changes.filter(verdict=Verdict.AT_ONCE, read_at__isnull=True).update(read_at=timezone.now())
