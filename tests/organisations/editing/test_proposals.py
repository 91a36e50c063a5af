"""What an association's people proposed: they see it, withdraw it, and revise what was sent back."""

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Membership, Organisation, ProposedChange
from organisations.moderation import proposing
from tests.factories import make_contact, make_organisation, make_user
from tests.organisations.editing.pages import fields, save, url, waiting
from tests.organisations.moderation.proposals import make_member
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
URL = "/en/konto/vereine/anis/vorschlaege/"


@pytest.fixture
def organisation():
    return make_organisation(name="Anisverein", slug="anis", summary="Wir kochen.")


@pytest.fixture
def member(organisation):
    return make_member(organisation, first_name="Ada", last_name="Anis", email="ada@example.org")


def propose(organisation, author, note="", **changes):
    return proposing.propose(organisation, author, {("", name): value for name, value in changes.items()}, note)


def refuse(reason="Bitte kürzer."):
    waits = ProposedChange.objects.waiting()
    waits.update(verdict="refused", reason=reason, decided_at=timezone.now())


def changes(answer):
    return [text(one) for one in by_class(tree(answer), "change")]


def forms(answer):
    """(address, what it sends) of the page's forms."""
    found = list(main(tree(answer)).iter("form"))
    sent = [{field.get("name"): field.get("value", "") for field in one.iter("input")} for one in found]
    assert all(one.pop("csrfmiddlewaretoken") for one in sent)
    return [(one.get("action"), data) for one, data in zip(found, sent, strict=True)]


def test_what_waits_is_shown_with_what_is_public_now(person, organisation, member):
    propose(organisation, member, "Neue Köchin", summary="Wir backen.")
    answer = person.get(URL)
    [shown] = changes(answer)
    assert shown.startswith("In one sentence NowWir kochen. ProposedWir backen.")
    assert "Proposed by you on" in text(main(tree(answer)))
    assert "Neue Köchin" in text(main(tree(answer)))


def test_nothing_waits(person, organisation):
    page = main(tree(person.get(URL)))
    assert text(by_class(page, "empty")[0]) == "Nothing waits for the office. Edit the entry"
    assert ("Edit the entry", url()) in links(page)


def test_one_change_is_withdrawn(person, organisation, member):
    propose(organisation, member, summary="Wir backen.", community="Anis")
    address, data = forms(person.get(URL))[0]
    assert person.post(address, data)["Location"] == URL
    assert len(waiting()) == 1


def test_all_of_a_proposal_is_withdrawn(person, organisation, member):
    propose(organisation, member, summary="Wir backen.", community="Anis")
    address, data = forms(person.get(URL))[-1]
    assert data == {}
    person.post(address, data)
    assert waiting() == {}
    assert len(changes(person.get(URL))) == 2


def test_colleagues_withdraw_and_see_no_addresses(person, organisation, member):
    colleague = make_member(organisation, email="ben@example.org")
    propose(organisation, colleague, summary="Wir backen.")
    answer = person.get(URL)
    page = text(main(tree(answer)))
    assert ("Proposed by somebody of your association" in page, "ben@example.org" in page) == (True, False)
    person.post(*forms(answer)[0])
    assert waiting() == {}


def test_what_was_decided_meanwhile_is_not_withdrawn(person, organisation, member):
    propose(organisation, member, summary="Wir backen.")
    address, data = forms(person.get(URL))[0]
    refuse()
    answer = person.post(address, data)
    notice = text(by_class(tree(person.get(answer["Location"])), "notice")[0])
    assert notice.startswith("There was nothing to withdraw any more")
    assert ProposedChange.objects.get().verdict == "refused"


def test_proposals_of_another_association_cannot_be_withdrawn(person, organisation):
    foreign = make_organisation(summary="Eins")
    propose(foreign, make_user(), summary="Zwei")
    proposal = foreign.proposals.get()
    assert person.post(f"{URL}{proposal.uuid}/zuruecknehmen/").status_code == 404
    assert len(waiting()) == 1


def test_names_of_changes_that_do_not_exist_withdraw_nothing(person, organisation, member):
    propose(organisation, member, summary="Wir backen.")
    address = forms(person.get(URL))[0][0]
    for data in ({"thing": "\0", "field": "\0"}, {"thing": "", "field": "description"}, {"thing": ""}):
        assert person.post(address, data)["Location"] == URL
    assert len(waiting()) == 1


def test_a_change_of_a_part_that_is_gone_leads_to_the_list(person, organisation, member):
    contact = make_contact(organisation)
    proposing.propose(organisation, member, {(f"contact:{contact.pk}", "phone"): "06151 1234"})
    contact.delete()
    found = [href for label, href in links(main(tree(person.get(URL)))) if label.startswith("Change it")]
    assert found == [url("kontakte")]


def test_withdrawing_is_a_verb(person, organisation, member):
    propose(organisation, member, summary="Wir backen.")
    assert person.get(f"{URL}{organisation.proposals.get().uuid}/zuruecknehmen/").status_code == 405


# Sent back


def test_what_was_sent_back_says_why_and_is_read_once_seen(person, organisation, member):
    propose(organisation, member, summary="Wir backen.")
    refuse()
    colleague = Client()
    colleague.force_login(make_member(organisation))
    colleague.get(URL)
    assert ProposedChange.objects.get().read_at is None
    [shown] = changes(person.get(URL))
    assert "Reason: Bitte kürzer." in shown
    assert ProposedChange.objects.get().read_at is not None


def revise_link(client):
    return next(href for label, href in links(main(tree(client.get(URL)))) if label.startswith("Revise"))


def test_revising_begins_with_what_was_sent_back(person, organisation, member):
    propose(organisation, member, summary="Wir backen.")
    refuse()
    address = revise_link(person)
    answer = person.get(address)
    assert fields(answer)["summary"] == "Wir backen."
    assert "The office has sent this back: Bitte kürzer." in text(main(tree(answer)))
    save(person, address, summary="Wir backen gern.")
    assert waiting() == {("", "summary"): "Wir backen gern."}
    assert "Revise" not in text(main(tree(person.get(URL))))


def test_a_new_contact_that_was_sent_back_is_proposed_again(person, organisation):
    typed = {"role": "Beratung", "phone": "06151 12345", "public": "True"}
    save(person, url("kontakte", "neu"), **typed)
    refuse()
    [part] = by_class(tree(person.get(url("kontakte"))), "part")
    assert text(part).startswith("Beratung Sent back: Bitte kürzer.")
    address = revise_link(person)
    assert fields(person.get(address))["role"] == "Beratung"
    save(person, address, person="Eva")
    assert [*waiting().values()] == [{"role": "Beratung", "person": "Eva", "phone": "06151 12345", "public": True}]


def test_translations_and_times_that_were_sent_back_open_their_forms(person, organisation, member):
    rows = [{"weekday": 0, "opens": "09:00", "closes": "10:00", "note": ""}]
    propose(organisation, member, summary_en="We bake.", opening_hours=rows)
    refuse()
    found = [href for label, href in links(main(tree(person.get(URL)))) if label.startswith("Revise")]
    shown = fields(person.get(found[1])) | fields(person.get(found[0]))
    assert (shown["entry-summary"], shown["day0_0_opens"]) == ("We bake.", "09:00")


def test_of_a_part_that_was_deleted_nothing_is_to_be_revised(person, organisation, member):
    contact = make_contact(organisation)
    proposing.propose(organisation, member, {(f"contact:{contact.pk}", "phone"): "06151 1234"})
    refuse()
    contact.delete()
    assert "Revise" not in text(main(tree(person.get(URL))))


def test_what_is_to_be_taken_away_is_not_revised(person, organisation, member):
    thing = f"contact:{make_contact(organisation).pk}"
    proposing.propose(organisation, member, {(thing, "phone"): "06151 1234"})
    refuse()
    address = revise_link(person)
    proposing.propose(organisation, member, {(thing, ""): None})
    assert person.get(address).status_code == 404
    assert revise_link(person).startswith(url("kontakte") + "?")


def test_unreadable_marks_of_what_was_sent_back_are_passed_over(person, organisation):
    assert person.get(url("texte") + "?wieder=%00x").status_code == 200


# Decided


def test_what_was_accepted_is_shown_and_divided_into_pages(person, organisation, member):
    for number in range(21):
        propose(organisation, member, summary=f"Wir backen {number}.")
        Organisation.objects.filter(pk=organisation.pk).update(summary=f"Wir backen {number}.")
        ProposedChange.objects.waiting().update(verdict="accepted", decided_at=timezone.now())
    first, second = person.get(URL), person.get(f"{URL}?seite=2")
    assert (len(changes(first)), len(changes(second))) == (20, 1)
    assert changes(first)[0].startswith("In one sentence accepted")
    assert person.get(f"{URL}?seite=x").status_code == 200


def test_for_strangers_it_does_not_exist(client, organisation):
    client.force_login(make_user())
    assert client.get(URL).status_code == 404


def test_after_leaving_it_does_not_exist(person, organisation, member):
    Membership.objects.update(until=timezone.localdate())
    assert [person.get(address).status_code for address in (URL, url(), url("texte"))] == [404, 404, 404]
