"""Who may do what, each question a function (user, object) → bool."""

from .models import JoinRequest, Membership, Organisation

UNPUBLISHED = (Organisation.State.DRAFT, Organisation.State.PENDING)


def speaks_for(user, organisation):
    """Whether the person may keep the entry today, whichever their role."""
    return Membership.objects.current().filter(user=user, organisation=organisation).exists()


def signs_for(user, organisation):
    """Whether the person may bind the association today, and so decides who else speaks for it."""
    return Membership.objects.current().signatories().filter(user=user, organisation=organisation).exists()


def waits_for(user, organisation):
    """Whether the person has registered this entry, which the office has not approved yet."""
    asked = JoinRequest.objects.open().filter(user=user, organisation=organisation, registers=True)
    return organisation.state in UNPUBLISHED and asked.exists()


def may_edit(user, organisation):
    return speaks_for(user, organisation) or waits_for(user, organisation)


def may_decide_requests(user, organisation):
    return signs_for(user, organisation) or user.has_perm("organisations.change_joinrequest")


def may_decide(user, request):
    """Whether the person decides on this request to join; nobody decides on their own."""
    return request.user_id != user.pk and may_decide_requests(user, request.organisation)


def may_delete_own_account(user):
    """The office ends the accounts of its staff, so that no work is left lying."""
    return not (user.is_staff or user.is_superuser or user.groups.exists())
