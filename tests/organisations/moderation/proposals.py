"""Proposed changes for tests, as plain as the database allows."""

from organisations.models import ChangeProposal, Membership, ProposedChange
from organisations.moderation import deciding, facts
from tests.factories import make_user


def make_member(organisation, **fields):
    """Somebody who speaks for the association."""
    user = make_user(**fields)
    Membership.objects.create(organisation=organisation, user=user)
    return user


def make_proposal(organisation, author=None, note=""):
    author = author or make_member(organisation)
    return ChangeProposal.objects.create(organisation=organisation, author=author, note=note)


def make_change(proposal, field, after, thing="", **more):
    """A change that waits, against what is public now."""
    change = ProposedChange(proposal=proposal, thing=thing, field=field, after=after)
    change.before = deciding.published(proposal.organisation, change)
    for name, value in more.items():
        setattr(change, name, value)
    change.save()
    return change


def offer_key(offer):
    return f"offer:{offer.uuid}"


def contact_key(contact):
    return f"contact:{contact.pk}"


def answer(change, verdict="accepted", reason=""):
    """What an officer says who has read the change as it is now."""
    now = deciding.published(change.proposal.organisation, change)
    return deciding.Answer(verdict, reason, deciding.fingerprint(now, change.after))


def accept(user, *changes):
    """Accepts the changes."""
    return deciding.decide(changes[0].proposal.organisation, {one.pk: answer(one) for one in changes}, user)


def fact(organisation, field, thing=""):
    """What is public now."""
    return facts.read(type(organisation).objects.get(pk=organisation.pk)).get((thing, field))
