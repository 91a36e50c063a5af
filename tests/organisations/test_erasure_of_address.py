"""Whoever leaves takes along what carries their own address, and nothing of others who share a name or a part of it."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from darmstadt_mso.lib import privacy
from darmstadt_mso.lib.outbox import mails
from organisations import erasure
from organisations.models import (
    ChangeProposal,
    Contact,
    ErrorReport,
    Invitation,
    JoinRequest,
    ProposedChange,
    User,
)
from tests.factories import make_contact, make_membership, make_organisation, make_user
from tests.mails import queued

pytestmark = pytest.mark.django_db
ADDRESS = "maria@example.org"


@pytest.fixture
def association():
    return make_organisation(name="Anisverein", slug="anis", index=False)


# Names anybody can give themselves; an address is somebody's own once they have confirmed it


def leaver(email, verified=True, **fields):
    user = make_user(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def log_entry(about, **values):
    kind = ContentType.objects.get_for_model(about)
    values = {"object_id": about.pk, "object_repr": str(about), "action_flag": 2} | values
    return LogEntry.objects.create(user=make_user("Leitung"), content_type=kind, **values)


def test_the_offices_log_loses_the_person_and_nobody_else(association):
    user = leaver("a@b.example", first_name="Maria", last_name="Muster")
    namesake = make_user(email="maria@b.example", first_name="Maria", last_name="Muster")
    own = [user, make_membership(user, association), JoinRequest.objects.create(organisation=association, user=user)]
    for thing in own:
        log_entry(thing)
    log_entry(association, object_repr="A@b.example")
    kept = [log_entry(namesake), log_entry(association), log_entry(association, object_repr="maria@b.example")]
    erasure.leave(user, forgets_contacts=True)
    assert list(LogEntry.objects.order_by("pk")) == kept


def test_a_namesake_stays_a_contact_today_and_in_the_history(association):
    contact = make_contact(association, person="Maria Muster", email="m@anis.example", phone="06151 1")
    Contact.objects.filter(pk=contact.pk).update(phone="06151 2")
    user = leaver("maria@example.org", first_name="Maria", last_name="Muster")
    make_membership(user, association)
    erasure.leave(user, forgets_contacts=True)
    contact.refresh_from_db()
    assert (contact.person, contact.email) == ("Maria Muster", "m@anis.example")
    states = erasure.ContactState.objects.filter(id=contact.pk).order_by("pgh_id")
    assert list(states.values_list("person", "phone")) == [("Maria Muster", "06151 1"), ("Maria Muster", "06151 2")]


def test_sessions_of_a_longer_address_go_on():
    user, begun = leaver("a@b.example"), Client()
    session = begun.session
    session["account_login"] = {"email": "maria@b.example"}
    session.save()
    erasure.leave(user)
    assert begun.session.keys()


def everything_of(address, association):
    """What other people keep of the owner of an address."""
    Invitation.objects.create(organisation=association, email=address)
    ErrorReport.objects.create(organisation=association, matter="other", text="x", email=address)
    contact = make_contact(association, person="Vera", email=address)
    Contact.objects.filter(pk=contact.pk).update(email="neu@anis.example")
    make_contact(association, email=address)
    mails.queue("organisations/account_deleted", address, {"contact": "https://a.example/"})
    log_entry(association, object_repr=address)


def kept_of(address):
    return [
        Invitation.objects.filter(email=address).count(),
        ErrorReport.objects.filter(email=address).count(),
        Contact.objects.filter(email=address).count(),
        erasure.ContactState.objects.filter(email=address).count(),
        len([message for message in queued() if message.recipient == address]),
        LogEntry.objects.filter(object_repr=address).count(),
    ]


@pytest.mark.parametrize("forgets_contacts", [True, False])
def test_who_never_confirmed_an_address_erases_nothing_of_its_owner(association, forgets_contacts):
    address = "vorstand@anis.example"
    stranger = leaver(address, verified=False)
    everything_of(address, association)
    browser = Client()
    browser.force_login(stranger)
    privacy.erase(privacy.Person.of(stranger, forgets_contacts=forgets_contacts))
    assert kept_of(address) == [1, 1, 1, 2, 1, 1]
    assert not User.objects.filter(pk=stranger.pk).exists()
    assert not erasure.UserState.objects.filter(id=stranger.pk).exists()
    assert not browser.session.keys()


def test_an_account_of_the_office_counts_once_it_was_used(association):
    address, now = "vorstand@anis.example", timezone.now()
    people = [make_user(email=address), make_user(email="b@anis.example", last_login=now)]
    assert [privacy.Person.of(one).proven for one in people] == [False, True]
    moved = leaver("alt@anis.example")
    User.objects.filter(pk=moved.pk).update(email="fremd@anis.example", last_login=now)
    moved.refresh_from_db()
    assert not privacy.Person.of(moved).proven


# Whoever is no contact any more


def test_the_numbers_beside_a_persons_name_and_address_go(association):
    numbers = {"email": ADDRESS, "phone": "0170 1", "fax": "06151 3", "public": True}
    named, role = make_contact(association, person="Maria", **numbers), make_contact(association, person="", **numbers)
    erasure.leave(leaver(ADDRESS), forgets_contacts=True)
    found = association.contacts.in_bulk([named.pk, role.pk])
    left = [(one.person, one.email, one.phone, one.fax, one.public) for one in map(found.get, (named.pk, role.pk))]
    assert left == [("", "", "", "", False), ("", "", "0170 1", "06151 3", True)]


def changed(proposal, thing, field, before, after, **values):
    return ProposedChange.objects.create(
        proposal=proposal, thing=thing, field=field, before=before, after=after, **values
    )


def told(change):
    change.refresh_from_db()
    return change.before, change.after, change.verdict


ME = {"role": "Büro", "person": "Maria", "email": ADDRESS.title(), "phone": "0170 1"}


@pytest.fixture
def changes(association):
    contact = make_contact(association, person="Maria", email=ADDRESS, phone="0170 1")
    proposal = ChangeProposal.objects.create(organisation=association)
    mine, new, old = f"contact:{contact.pk}", "contact:new-a", "contact:900"
    done = {"verdict": "accepted", "decided_at": timezone.now()}
    return {
        "mine": changed(proposal, mine, "person", "Maria", "Maria jun."),
        "role": changed(proposal, mine, "role", "Büro", "Vorstand"),
        "new": changed(proposal, new, "", None, ME),
        "added": changed(proposal, new, "", None, ME, **done),
        "taken": changed(proposal, mine, "", ME, None),
        "left": changed(proposal, old, "email", ADDRESS, "neu@anis.example", **done),
        "left_name": changed(proposal, old, "person", "Maria", "Neue", **done),
        "other": changed(proposal, "contact:901", "email", f"x{ADDRESS}", "neu@anis.example"),
    }


def test_no_proposed_change_names_a_former_contact(changes):
    erasure.leave(leaver(ADDRESS), forgets_contacts=True)
    assert {name: told(change) for name, change in changes.items()} == {
        "mine": ("", "", "withdrawn"),
        "role": ("Büro", "Vorstand", ""),
        "new": (None, {"role": "Büro"}, "withdrawn"),
        "added": (None, {"role": "Büro"}, "accepted"),
        "taken": ({"role": "Büro"}, None, ""),
        "left": ("", "neu@anis.example", "accepted"),
        "left_name": ("", "Neue", "accepted"),
        "other": (f"x{ADDRESS}", "neu@anis.example", ""),
    }


def test_proposed_changes_stay_as_they_are_for_whoever_stays_a_contact(changes):
    before = {name: told(change) for name, change in changes.items()}
    erasure.leave(leaver(ADDRESS))
    assert {name: told(change) for name, change in changes.items()} == before
