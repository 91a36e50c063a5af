"""Somebody asks to speak for an association, and one of its signatories or the office decides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import joining
from organisations.joining import Settled
from organisations.models import JoinRequest
from organisations.permissions import may_decide, signs_for, speaks_for
from tests import mails
from tests.factories import make_member, make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return make_organisation(name="Kranichhaus", slug="kranichhaus")


def ask(entry, user=None, role="editor"):
    return joining.ask(entry, user or make_user(first_name="Ada", last_name="Anis"), role, "Kasse")[0]


def test_only_published_associations_are_found(entry):
    make_organisation(name="Kranichhof", state="pending")
    make_organisation(name="Kranichamt", kind="office")
    assert joining.find("kranich") == [entry]
    assert (joining.find(""), joining.find("  ")) == ([], [])


def test_signatories_learn_of_a_request_in_their_language(entry):
    german, arab = make_member(entry, "signatory"), make_member(entry, "signatory")
    type(arab).objects.filter(pk=arab.pk).update(language="ar")
    make_member(entry)
    make_membership(make_user(), entry, "signatory", since="2020-01-01", until="2021-01-01")
    ask(entry)
    found = {mail.to[0]: mail.body for mail in mails.sent()}
    assert set(found) == {german.email, arab.email}
    assert "/konto/vereine/kranichhaus/personen/" in found[german.email] and "Ada Anis" in found[german.email]
    assert "/ar/konto/vereine/kranichhaus/personen/" in found[arab.email]


def test_whoever_asks_twice_asks_once(entry):
    user = make_user()
    assert [new for _request, new in (joining.ask(entry, user, "editor", "x") for _ in range(2))] == [True, False]
    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize("role, others, may", [("editor", 0, True), ("editor", 1, False), ("signatory", 0, False)])
def test_whoever_speaks_asks_only_where_nobody_is_left_who_signs(entry, role, others, may):
    user = make_member(entry, role)
    for _number in range(others):
        make_member(entry, "signatory")
    assert joining.may_ask(user, entry) is may


def test_an_accepted_person_speaks_with_role_and_days_and_gets_a_mail(entry):
    request, signatory = ask(entry, role="signatory"), make_member(entry, "signatory")
    until = timezone.localdate() + timedelta(days=9)
    joining.accept(request, signatory, "editor", None, until)
    assert (request.state, request.decided_by, request.role) == ("accepted", signatory, "editor")
    one = request.user.memberships.get()
    assert (one.role, one.since, one.until) == ("editor", timezone.localdate(), until)
    assert speaks_for(request.user, entry) and not signs_for(request.user, entry)
    (mail,) = mails.sent()
    assert mail.to == [request.user.email] and "/konto/vereine/kranichhaus/" in mail.body


def test_a_refused_person_reads_why(entry):
    request, signatory = ask(entry), make_member(entry, "signatory")
    joining.refuse(request, signatory, "Wir kennen Sie leider nicht.")
    assert (request.state, request.reason, speaks_for(request.user, entry)) == (
        "refused",
        "Wir kennen Sie leider nicht.",
        False,
    )
    (mail,) = mails.sent()
    assert mail.to == [request.user.email] and "Wir kennen Sie leider nicht." in mail.body


DEEDS = {
    "accept": lambda request, who: joining.accept(request, who, "editor"),
    "refuse": lambda request, who: joining.refuse(request, who, "Nein"),
    "withdraw": lambda request, who: joining.withdraw(request),
}


@pytest.mark.parametrize("first", DEEDS)
@pytest.mark.parametrize("second", DEEDS)
def test_of_two_who_decide_at_once_the_second_learns_of_the_first(entry, first, second):
    one, other = make_user(first_name="Ada", last_name="Anis"), make_user()
    request = ask(entry)
    stale = JoinRequest.objects.get(pk=request.pk)
    DEEDS[first](request, one)
    letters = len(mails.queued())
    with pytest.raises(Settled) as settled:
        DEEDS[second](stale, other)
    told = joining.settled_told(settled.value.request)
    assert ("Ada Anis" in told) is (first != "withdraw")
    state = {"accept": "accepted", "refuse": "refused", "withdraw": "withdrawn"}[first]
    assert (JoinRequest.objects.get().state, len(mails.queued())) == (state, letters)
    assert request.user.memberships.count() == (first == "accept")


@pytest.mark.parametrize("deed", DEEDS)
def test_the_association_is_waited_for_before_the_request(entry, deed):
    """Always in this order, so that two people never wait for each other."""
    request = ask(entry)
    with CaptureQueriesContext(connection) as done:
        DEEDS[deed](request, make_user())
    told = [query["sql"] for query in done]
    waits = [number for number, sql in enumerate(told) if "organisations_organisation" in sql and "FOR NO KEY" in sql]
    (writes,) = [number for number, sql in enumerate(told) if sql.startswith('UPDATE "organisations_joinrequest"')]
    assert waits[0] < writes


def test_whoever_goes_withdraws_what_is_still_open(entry):
    user = make_user()
    decided, still_open, others = ask(entry, user), ask(make_organisation(), user), ask(entry)
    joining.refuse(decided, make_user(), "Nein")
    joining.withdraw_all(user.pk)
    states = JoinRequest.objects.order_by("pk").values_list("pk", "state")
    assert dict(states) == {decided.pk: "refused", still_open.pk: "withdrawn", others.pk: "open"}


def test_whoever_was_refused_may_ask_again(entry):
    request = ask(entry)
    joining.refuse(request, make_user(), "Nein")
    assert ask(entry, request.user).pk != request.pk


def test_signatories_and_the_office_decide_but_nobody_on_their_own_request(entry):
    request = ask(entry)
    people = [make_member(entry, "signatory"), make_user("Redaktion"), make_user("Leitung")]
    others = [make_member(entry), make_user("Förderung"), make_user(), request.user]
    assert [may_decide(user, request) for user in people + others] == [True] * 3 + [False] * 4
    own = ask(entry, people[1])
    assert (may_decide(people[1], own), may_decide(people[2], own)) == (False, True)
