"""Who speaks for an association: invited, changed, ended, succeeded by others.

Whatever changes it waits for the association's row, so that of two people at once the second sees what the first did.
"""

from datetime import date

import pghistory
from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails

from .models import Invitation, Membership, Organisation, Role


class NobodySigns(Exception):
    """From the day `on` nobody would sign for the association any more."""

    def __init__(self, on):
        self.on = on


class AlreadySpeaks(Exception):
    """The person invited is there already."""


def lock(organisation):
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def lasting(organisation, on=None):
    """Memberships that have not ended, those that begin later included."""
    on = on or timezone.localdate()
    return organisation.memberships.filter(Q(until__isnull=True) | Q(until__gt=on))


def without_signatory():
    """Published associations for which somebody speaks or spoke, but nobody signs today."""
    # By the history: whoever deletes their account leaves no membership behind.
    everybody = Membership.pgh_event_model.objects.filter(organisation=OuterRef("pk"))
    signatories = Membership.objects.current().signatories().filter(user__is_active=True)
    signs = Exists(signatories.filter(organisation=OuterRef("pk")))
    return Organisation.objects.published().filter(Exists(everybody)).exclude(signs)


@transaction.atomic
def enter(organisation, user, role, since=None, until=None):
    """Makes somebody speak for the association; whoever does already goes on with the new role and end."""
    lock(organisation)
    known = lasting(organisation).filter(user=user).order_by("until").last()
    membership = known or Membership(organisation=organisation, user=user, since=since or timezone.localdate())
    membership.since = min(membership.since, since or timezone.localdate())
    membership.role, membership.until = role, until
    membership.save()
    close_invitations(organisation, user)
    return membership


@transaction.atomic
def change(membership, role, until, knowingly=False):
    """Gives another role or end. Raises NobodySigns where that takes the last signatory away and nobody says so."""
    lock(membership.organisation)
    membership.refresh_from_db()
    gap = gap_after(membership, role, until)
    if gap and not knowingly:
        raise NobodySigns(gap)
    membership.role, membership.until = role, until
    flag = {"without_signatory": str(gap)} if gap else {}
    with pghistory.context(**flag):
        membership.save(update_fields=["role", "until"])
    close_invitations(membership.organisation, membership.user)


@transaction.atomic
def leave(membership, knowingly=False):
    """Ends today whatever the person has here; what has not begun yet ends on the day of its beginning."""
    lock(membership.organisation)
    # There may be two after a merge.
    for one in lasting(membership.organisation).filter(user=membership.user):
        change(one, one.role, max(timezone.localdate(), one.since), knowingly)
    membership.refresh_from_db()


def gap_after(membership, role, until):
    """The day from which nobody signs if the membership is changed so; None where it signs no shorter than before."""
    end = until or date.max
    if role != Role.SIGNATORY:
        end = timezone.localdate()
    if not signs(membership) or end >= (membership.until or date.max):
        return None
    others = lasting(membership.organisation).signatories().filter(user__is_active=True)
    for other in others.exclude(pk=membership.pk).order_by("since"):
        if other.since <= end:
            end = max(end, other.until or date.max)
    return None if end >= (membership.until or date.max) else end


def is_last(membership):
    """Whether nobody would sign for the association if this one left today."""
    return bool(gap_after(membership, membership.role, timezone.localdate()))


def signs(membership):
    return membership.role == Role.SIGNATORY and (membership.until is None or membership.until > timezone.localdate())


# Invitations


@transaction.atomic
def invite(organisation, inviter, email, role, language):
    """Writes to the address; an earlier invitation there is replaced."""
    lock(organisation)
    if lasting(organisation).filter(user__email__iexact=email).exists():
        raise AlreadySpeaks
    organisation.invitations.open().filter(email__iexact=email).update(withdrawn_at=timezone.now())
    invitation = Invitation.objects.create(
        organisation=organisation, invited_by=inviter, email=email.lower(), role=role, language=language
    )
    write(invitation)
    return invitation


def write(invitation):
    with translation.override(invitation.language):
        context = {
            "organisation": invitation.organisation.name_i18n,
            "role": invitation.get_role_display(),
            "person": invitation.invited_by.get_full_name(),
            "link": absolute(reverse("organisations:invitation", args=[invitation.token])),
            "until": date_format(timezone.localdate(invitation.expires_at)),
        }
    to, language = invitation.email, invitation.language
    mails.queue("organisations/invitation", to, context, language=language, confidential=True)


def close_invitations(organisation, user):
    """Asked for when it has changed whether the person speaks: none from before lets them in again, and none that they
    wrote lets others in if they sign no more, as long as somebody is left who could write it again."""
    signing = set(lasting(organisation).signatories().filter(user__is_active=True).values_list("user", flat=True))
    over = Q(email__iexact=user.email)
    if signing and user.pk not in signing:
        over |= Q(invited_by=user)
    organisation.invitations.open().filter(over).update(withdrawn_at=timezone.now())


def take_back(organisation, token):
    """Whether it was still open."""
    found = organisation.invitations.open().filter(token=token)
    return bool(found.update(withdrawn_at=timezone.now()))


def is_addressed_to(invitation, user):
    return user.email.lower() == invitation.email.lower()


def is_proved(user):
    """Whether the person has shown that the address of the account is theirs."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def invitations_for(user):
    """Open ones to the address of the account, once it is proved to be theirs."""
    found = Invitation.objects.open().filter(email__iexact=user.email).select_related("organisation")
    return list(found) if is_proved(user) else []


@transaction.atomic
def accept(invitation, user):
    """The membership, or None where the invitation was not open any more. An end that was set stays."""
    lock(invitation.organisation)
    open_one = Invitation.objects.open().filter(pk=invitation.pk)
    if not open_one.update(accepted_at=timezone.now()):
        return None
    known = lasting(invitation.organisation).filter(user=user)
    role = Role.SIGNATORY if known.signatories().exists() else invitation.role
    last = known.order_by("until").last()
    return enter(invitation.organisation, user, role, until=last and last.until)


# Succession


@transaction.atomic
def succeed(membership, successors, until, knowingly=False):
    """These people of the association sign from now on, and the membership ends on the day."""
    lock(membership.organisation)
    for successor in successors:
        change(successor, Role.SIGNATORY, successor.until)
    change(membership, membership.role, until, knowingly)
