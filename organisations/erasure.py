"""A person's account goes, and with it what the history remembers of them.

The history is append-only: triggers of the database refuse to change, delete or empty its tables. This module is the
one documented way around that, for the right to erasure (Art. 17 GDPR) and for the end of the period for which the
history is kept. It works so:

1. Within one transaction the trigger `append_only` is passed over, for exactly the tables named by the step and for
   this transaction's own statements only. The triggers stay where they are; for everybody else, and for every other
   table, they protect as before. The trigger against emptying a table is never passed over.
2. For an erased person go: all states of the account (UserEvent) and of its roles. In former states of contacts the
   name, the address and the numbers are blanked where the address is the person's own, proven one and no contact of
   today shows it. A name alone proves nothing: everybody chooses their own.
3. What stays: that “a former account” did something. Memberships, requests and the context of a row hold the number of
   the account, which leads to nobody any more.
4. With a settled report of an error whose time is over its former states go too.
5. When the period of the history has ended, all rows lose who did it and from which page, and the former states of
   accounts, contacts, memberships and the office's internal records lose the persons.
6. The log gets the number of rows for each table, never what stood in them.
"""

import logging
from contextlib import contextmanager

import pgtrigger
from django.db import transaction
from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, Value
from django.urls import reverse
from django.utils import translation
from pghistory.core import event_models

from darmstadt_mso.lib import privacy
from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails

from . import indexing
from .models import Contact, ErrorReport, InternalRecord, JoinRequest, Membership, ProposedChange, User
from .models.history import CHOICES
from .moderation import proposing

UserState, ContactState = User.pgh_event_model, Contact.pgh_event_model
RoleState = CHOICES[User, "groups"].pgh_event_model
ReportState = ErrorReport.pgh_event_model
WHO = ["user", "url"]
SIDES = ("before", "after")
NO_PERSON = {"person": "", "email": "", "phone": "", "fax": ""}
# What becomes of old rows: they go altogether, or lose these columns; the others lose only who did it.
GONE = {UserState, RoleState, Membership.pgh_event_model, JoinRequest.pgh_event_model}
BLANKS = {ContactState: NO_PERSON, InternalRecord.pgh_event_model: {"board": "", "notes": "", "bank": ""}}

logger = logging.getLogger(__name__)


@transaction.atomic
def leave(user, forgets_contacts=False):
    """Erases the person who asks for it: whatever the register lets go, the account and its sessions. One mail says so.

    `forgets_contacts`: also where they are the contact of an association.
    """
    email, language = user.email, user.language
    privacy.erase(privacy.Person.of(user, forgets_contacts=forgets_contacts))
    with translation.override(language):
        context = {"contact": absolute(reverse("organisations:contact"))}
    mails.queue("organisations/account_deleted", email, context, language=language)


# Contacts of associations


def contacts_of(person):
    """Those with the person's own address."""
    return Contact.objects.filter(email__iexact=person.email) if person.proven else Contact.objects.none()


@transaction.atomic
def leave_contacts(person):
    """The person is no association's contact any more; a contact without any telephone number left is not public.

    The numbers beside a name are taken for the person's and go too; beside a role alone they are the association's.
    """
    found = dict(contacts_of(person).values_list("pk", "organisation"))
    contacts = Contact.objects.filter(pk__in=found)
    leave_proposals(person, {f"contact:{pk}" for pk in found})
    contacts.exclude(person="").update(**NO_PERSON, public=False)
    contacts.filter(phone="").update(public=False)
    contacts.update(email="")
    if found:
        indexing.index(set(found.values()))


def leave_proposals(person, things):
    """What waits and would publish the person again is withdrawn, and no proposed change names them any more.

    `things` are the contacts that are theirs today; others where they stood or were to stand carry their address.
    """
    changes = list(ProposedChange.objects.filter(thing__startswith="contact:", field__in=["", *NO_PERSON]))
    carrying = {place for change in changes for place in places(change) if carries(getattr(change, place[2]), person)}
    theirs = {
        change: [place[2] for place in places(change) if change.thing in things or place in carrying]
        for change in changes
    }
    again = [change.pk for change, sides in theirs.items() if "after" in sides]
    proposing.withdraw(ProposedChange.objects.filter(pk__in=again))
    for change, sides in theirs.items():
        if sides:
            values = {side: without_person(getattr(change, side)) for side in sides}
            ProposedChange.objects.filter(pk=change.pk).update(**values)


def places(change):
    """Where a value stands: what was before or is to come, of one thing in one proposal."""
    return [(change.proposal_id, change.thing, side) for side in SIDES if getattr(change, side) is not None]


def carries(value, person):
    address = value.get("email", "") if isinstance(value, dict) else value
    return str(address).lower() == person.email.lower()


def without_person(value):
    if isinstance(value, dict):
        return {name: found for name, found in value.items() if name not in NO_PERSON}
    return ""


# The history


@contextmanager
def unprotected(*models):
    """Rows of these tables of the history can be changed and deleted; only within a transaction."""
    triggers = [f"{model._meta.label}:append_only" for model in models]
    with transaction.atomic(), pgtrigger.ignore(*triggers):
        yield


def forget(person):
    """Step 2; asked for when the account is gone, because its end is remembered too."""
    former = former_contacts(person) if person.proven else ContactState.objects.none()
    with unprotected(UserState, RoleState, ContactState):
        report(
            deleted(UserState.objects.filter(id=person.pk)),
            deleted(RoleState.objects.filter(user_id=person.pk)),
            changed(former, **NO_PERSON),
        )


def former_contacts(person):
    """Former states of contacts with the person's address where the contact of today does not show them."""
    today = Contact.objects.filter(Q(email=OuterRef("email")) & Q(person=OuterRef("person")), pk=OuterRef("id"))
    return ContactState.objects.filter(email__iexact=person.email).exclude(Exists(today))


def forget_reports():
    """The former states of reports that are gone, whose texts are visitors' own."""
    gone = ReportState.objects.exclude(Exists(ErrorReport.objects.filter(pk=OuterRef("id"))))
    with unprotected(ReportState):
        report(deleted(gone))


def old_history(until):
    """Step 5 for rows from before this moment, as something due."""
    return privacy.Due(lambda: sum(rows.count() for rows in old_rows(until).values()), lambda: forget_old(until))


def forget_old(until):
    with unprotected(*all_states()):
        found = old_rows(until)
        return report(*(deleted(rows) if model in GONE else blanked(model, rows) for model, rows in found.items()))


def old_rows(until):
    """{model: those of its rows from before this moment that still name somebody}"""
    return {model: model.objects.filter(naming(model), pgh_created_at__lt=until) for model in all_states()}


def naming(model):
    if model in GONE:
        return Q()
    who = Q(pgh_context__has_any_keys=WHO)
    return who | ~Q(**BLANKS[model]) if model in BLANKS else who


def blanked(model, rows):
    return changed(rows, pgh_context=without(F("pgh_context"), WHO), **BLANKS.get(model, {}))


def all_states():
    return [model for model in event_models() if any(f.name == "pgh_context" for f in model._meta.fields)]


def without(context, keys):
    return Func(context, Value(keys), template="%(expressions)s::text[]", arg_joiner=" - ", output_field=JSONField())


def deleted(found):
    return found.model, found.delete()[0]


def changed(found, **values):
    return found.model, found.update(**values)


def report(*done):
    """Notes how many rows of which tables; returns how many altogether."""
    numbers = [f"{model.__name__} {number}" for model, number in done if number]
    if numbers:
        logger.warning("The history was erased as it is laid down: %s rows", ", ".join(numbers))
    return sum(number for _model, number in done)
