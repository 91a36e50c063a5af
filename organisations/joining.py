"""Somebody asks to speak for an association; one of its signatories or the office decides."""

from contextlib import suppress

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails

from . import office_search, people, registering
from .models import JoinRequest, Membership, Organisation
from .permissions import signs_for, speaks_for

FOUND = 20
State = JoinRequest.State


class Settled(Exception):
    """The request is not open any more: somebody else was quicker, or it was withdrawn. `request` tells more."""

    def __init__(self, request):
        self.request = request


def find(typed):
    """Published associations that the site's search finds for these words."""
    pks = office_search.published(typed)[:FOUND] if typed.strip() else []
    found = Organisation.objects.published().exclude(kind=Organisation.Kind.OFFICE).in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def may_ask(user, organisation):
    """Whoever speaks for it already has nothing to ask, unless nobody is left who could make them a signatory."""
    if not speaks_for(user, organisation):
        return True
    return not signs_for(user, organisation) and not signatories(organisation)


def signatories(organisation):
    found = Membership.objects.current().signatories().filter(organisation=organisation, user__is_active=True)
    return [membership.user for membership in found.select_related("user")]


def open_request(user, organisation):
    return JoinRequest.objects.open().filter(user=user, organisation=organisation).first()


@transaction.atomic
def ask(organisation, user, role, message):
    """The request and whether it is new: a second click finds the first one."""
    people.lock(organisation)
    if known := open_request(user, organisation):
        return known, False
    request = JoinRequest.objects.create(organisation=organisation, user=user, role=role, message=message)
    for signatory in signatories(organisation):
        tell(request, "join_asked", signatory, "organisations:people", person=str(user))
    return request, True


@transaction.atomic
def accept(request, decider, role, since=None, until=None, seen=""):
    """Makes the person speak for the association; one that is registered with the request becomes public.

    `seen` is the registering.fingerprint of such an entry; raises registering.Unseen where it has changed since.
    """
    people.lock(request.organisation)
    settle(request, State.ACCEPTED, decider, role=role)
    people.enter(request.organisation, request.user, role, since, until)
    is_new = registering.is_new(request)
    if is_new:
        registering.publish(request, seen)
    tell(request, "register_accepted" if is_new else "join_accepted", request.user)


@transaction.atomic
def refuse(request, decider, reason):
    """`reason` reaches the person who asked."""
    people.lock(request.organisation)
    settle(request, State.REFUSED, decider, reason=reason)
    is_new = registering.is_new(request)
    if is_new:
        registering.give_up(request)
    template = "register_refused" if is_new else "join_refused"
    tell(request, template, request.user, "organisations:account", reason=reason)


@transaction.atomic
def withdraw(request):
    people.lock(request.organisation)
    settle(request, State.WITHDRAWN, None)
    if registering.is_new(request):
        registering.give_up(request)


@transaction.atomic
def withdraw_all(user_pk):
    """Whatever this person still asks for; the associations are waited for in the order in which a merge does."""
    for request in JoinRequest.objects.open().filter(user=user_pk).order_by("organisation_id"):
        with suppress(Settled):
            withdraw(request)


def settle(request, state, decider, **values):
    """The first who decides does; whoever comes later learns who it was."""
    values |= {"state": state, "decided_at": timezone.now(), "decided_by": decider}
    done = JoinRequest.objects.open().filter(pk=request.pk).update(**values)
    request.refresh_from_db()
    if not done:
        raise Settled(request)


def settled_told(request):
    """In words, for whoever came later."""
    if request.state == State.WITHDRAWN:
        return gettext("The request was withdrawn in the meantime.")
    who = request.decided_by.get_full_name() if request.decided_by else ""
    facts = {"who": who or gettext("Somebody else"), "state": request.get_state_display()}
    return gettext("%(who)s has decided already: %(state)s.") % facts


def tell(request, template, reader, page="organisations:my_organisation", **facts):
    """One mail in the reader's language, with a link to a page of the association or of the reader's own."""
    arguments = [] if page == "organisations:account" else [request.organisation.slug]
    with translation.override(reader.language):
        context = {
            "organisation": request.organisation.name_i18n,
            "role": request.get_role_display(),
            "link": absolute(reverse(page, args=arguments)),
        }
    mails.queue(f"organisations/{template}", reader.email, context | facts, language=reader.language)
