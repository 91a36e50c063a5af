"""How the office decides who speaks for an association."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations import desk_people, joining
from organisations.models import JoinRequest, Membership, Organisation
from organisations.permissions import speaks_for
from tests import mails
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.members import english
from tests.office import let_in
from tests.pages import by_class, links, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return let_in(client, make_user("Redaktion"))


@pytest.fixture
def request_():
    entry = make_organisation(name="Anis", state="pending", basis="consent", consent_on=timezone.localdate())
    return JoinRequest.objects.create(organisation=entry, user=make_user(), message="Vorsitz", registers=True)


def url_of(request):
    return english(reverse("admin:organisations_joinrequest_change", args=[request.pk]))


def shown(page):
    """What the page carries of the entry that it shows."""
    return [one.get("value") for one in tree(page).iter("input") if one.get("name") == "shown"]


def decide(office, request, decision, **typed):
    """Whatever the page of the request carries is sent along."""
    facts = {"role": "signatory", "since": "", "until": "", "reason": "", "_save": decision}
    carried = {"shown": shown(office.get(url_of(request)))}
    return office.post(url_of(request), facts | carried | typed)


def test_one_button_publishes_the_entry_and_accepts_the_person(office, request_):
    url = reverse("admin:organisations_joinrequest_change", args=[request_.pk])
    assert "Publish the entry and accept the person" in office.get(english(url)).content.decode()
    assert decide(office, request_, "accept").status_code == 302
    assert Organisation.objects.get(pk=request_.organisation_id).state == "published"
    assert speaks_for(request_.user, request_.organisation)
    assert [mail.to for mail in mails.sent()] == [[request_.user.email]]


def test_an_entry_that_was_changed_meanwhile_is_looked_at_again(office, request_):
    (before,) = shown(office.get(url_of(request_)))
    Organisation.objects.filter(pk=request_.organisation_id).update(description="Jetzt kaufen")
    answer = decide(office, request_, "accept", shown=before, role="editor")
    assert (answer.status_code, "This has changed while you were reading" in answer.content.decode()) == (200, True)
    assert Organisation.objects.get(pk=request_.organisation_id).state == "pending"
    assert [one.get("value") for one in tree(answer).iter("option") if "selected" in one.attrib] == ["editor"]
    assert decide(office, request_, "accept", shown=shown(answer)[0], role="editor").status_code == 302
    assert Organisation.objects.get(pk=request_.organisation_id).state == "published"


def test_a_mistake_does_not_count_as_a_look_at_the_entry(office, request_):
    (before,) = shown(office.get(url_of(request_)))
    Organisation.objects.filter(pk=request_.organisation_id).update(description="Jetzt kaufen")
    assert shown(decide(office, request_, "refuse", shown=before)) == [before]


def test_a_request_for_a_public_association_carries_nothing_of_its_entry(office):
    asked = JoinRequest.objects.create(organisation=make_organisation(), user=make_user(), message="x")
    assert shown(office.get(url_of(asked))) == []
    assert decide(office, asked, "accept").status_code == 302
    assert speaks_for(asked.user, asked.organisation)


def test_likely_duplicates_of_a_new_association_stand_beside_it(office, request_):
    other = make_organisation(name="Anis e.V.")
    url = reverse("admin:organisations_joinrequest_change", args=[request_.pk])
    found = [link for one in by_class(tree(office.get(english(url))), "likely") for link in links(one)]
    assert [label for label, _url in found] == ["Anis e.V.", "Compare and merge with Anis e.V."]
    assert found[1][1].endswith(f"?ids={request_.organisation_id},{other.pk}")


def test_a_refusal_needs_a_reason_and_hides_the_entry(office, request_):
    answer = decide(office, request_, "refuse")
    assert (answer.status_code, "Write why you refuse" in answer.content.decode()) == (200, True)
    assert decide(office, request_, "refuse", reason="Doppelt").status_code == 302
    request_.refresh_from_db()
    assert (request_.state, request_.reason) == ("refused", "Doppelt")
    assert Organisation.objects.get(pk=request_.organisation_id).state == "hidden"


def test_what_was_decided_is_only_read(office, request_):
    joining.withdraw(request_)
    url = reverse("admin:organisations_joinrequest_change", args=[request_.pk])
    assert b'name="_save"' not in office.get(url).content
    answer = office.get(decide(office, request_, "accept")["Location"])
    assert "withdrawn in the meantime" in answer.content.decode()
    assert not speaks_for(request_.user, request_.organisation)


def test_nobody_in_the_office_decides_on_their_own_request(client, request_):
    user = make_user("Redaktion")
    JoinRequest.objects.update(user=user)
    decide(let_in(client, user), request_, "accept")
    assert JoinRequest.objects.get().state == "open"


def add(office, entry, email, **typed):
    facts = {"organisation": entry.pk, "email": email, "role": "editor", "since": "2026-01-01", "until": ""}
    return office.post(english(reverse("admin:organisations_membership_add")), facts | typed)


def test_the_office_adds_somebody_by_the_address_of_the_account(office):
    entry, user = make_organisation(), make_user(email="ada@example.org")
    assert add(office, entry, "ADA@example.org").status_code == 302
    assert (Membership.objects.get().user, speaks_for(user, entry)) == (user, True)
    assert "speaks for the association already" in add(office, entry, "ada@example.org").content.decode()
    assert "Nobody has an account" in add(office, entry, "nobody@example.org").content.decode()
    assert Membership.objects.count() == 1


def test_the_office_ends_it_and_is_told_that_nobody_signs(office):
    entry = make_organisation(name="Anis")
    one = make_member(entry, "signatory").memberships.get()
    url = reverse("admin:organisations_membership_change", args=[one.pk])
    today = str(timezone.localdate())
    answer = office.post(english(url), {"role": "signatory", "since": str(one.since), "until": today}, follow=True)
    assert "Nobody signs for “Anis” now" in answer.content.decode()
    assert not speaks_for(one.user, entry)


def test_whom_the_office_ends_does_not_come_back_by_an_invitation(office):
    entry = make_organisation()
    one, other = (make_member(entry, "signatory") for _ in range(2))
    membership, today = one.memberships.get(), str(timezone.localdate())
    for inviter, email in ((other, one.email), (one, "freund@example.org"), (other, "ada@example.org")):
        entry.invitations.create(invited_by=inviter, email=email)
    url = reverse("admin:organisations_membership_change", args=[membership.pk])
    office.post(english(url), {"role": "signatory", "since": str(membership.since), "until": today})
    assert [invitation.email for invitation in entry.invitations.open()] == ["ada@example.org"]


# The desk


def summary(user=None):
    return {
        box.key: (box.count, [label for label, _note, _url in box.items])
        for box in desk_people.boxes(user or make_user("Redaktion"))
    }


def test_the_desk_shows_who_waits_and_where_nobody_signs(request_):
    entry, alone = make_organisation(name="Birne"), make_organisation(name="Clementine")
    make_member(entry, "signatory")
    JoinRequest.objects.create(organisation=entry, user=make_user(), message="x")
    JoinRequest.objects.create(organisation=entry, user=make_user(), message="x", state="refused")
    make_membership(make_user(), alone, "signatory", since="2020-01-01", until="2021-01-01")
    assert summary() == {
        "registrations": (1, ["Anis"]),
        "join_requests": (1, ["Birne"]),
        "without_signatory": (1, ["Clementine"]),
    }


def test_nothing_to_do_is_said_and_others_see_no_box():
    assert summary() == {"registrations": (0, []), "join_requests": (0, [])}
    assert summary(make_user("Förderung")) == {}


def test_every_box_leads_to_what_it_counts(office, request_):
    make_member(make_organisation(name="Birne"))
    JoinRequest.objects.create(organisation=make_organisation(), user=make_user(), message="x")
    for box in desk_people.boxes(make_user("Redaktion")):
        (result,) = [one for one in tree(office.get(box.url)).iter("table") if one.get("id") == "result_list"]
        assert (box.key, len(list(result.find("tbody").iter("tr")))) == (box.key, 1)
        assert [office.get(url).status_code for _label, _note, url in box.items] == [200]


def test_the_desk_of_the_office_holds_these_boxes(office, request_):
    found = [text(one) for one in by_class(tree(office.get("/en/admin/")), "desk-box")]
    assert any("New associations" in one and "Anis" in one for one in found)
