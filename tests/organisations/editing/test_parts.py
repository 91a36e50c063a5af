"""Contacts and offers are added, changed and taken away by an association's people."""

import pytest
from django.test import Client

from tests.factories import make_contact, make_offer, make_organisation
from tests.organisations.editing.pages import CONTACT, edit_link, fields, save, url, waiting
from tests.organisations.moderation.proposals import make_member
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(organisation):
    client = Client()
    client.force_login(make_member(organisation, first_name="Ben"))
    return client


def headings(client, section):
    return [text(one) for one in by_class(tree(client.get(url(section))), "part")]


def test_a_new_contact_waits_as_a_whole(person, organisation):
    answer = save(person, url("kontakte", "neu"), **CONTACT)
    assert (answer.status_code, answer["Location"]) == (302, url("kontakte"))
    [((thing, field), value)] = waiting().items()
    assert (thing.startswith("contact:new-"), field) == (True, "")
    assert value == {"role": "Beratung", "phone": "06151 12345", "public": True}
    [part] = headings(person, "kontakte")
    assert part.startswith("Beratung new – waits for approval")


def test_a_form_sent_twice_adds_one(person, organisation):
    opened = fields(person.get(url("kontakte", "neu"))) | CONTACT
    assert [person.post(url("kontakte", "neu"), opened).status_code for _time in range(2)] == [302, 302]
    assert len(waiting()) == 1


def test_a_public_contact_can_be_reached(person, organisation):
    answer = save(person, url("kontakte", "neu"), **CONTACT | {"phone": ""})
    assert [one.get("id") for one in by_class(tree(answer), "has-error")] == ["div_id_phone"]
    assert save(person, url("kontakte", "neu"), **CONTACT | {"phone": "", "public": "False"}).status_code == 302


def test_who_may_see_a_new_contact_is_asked(person, organisation):
    opened = fields(person.get(url("kontakte", "neu")))
    assert "public" not in opened
    answer = person.post(url("kontakte", "neu"), opened | {"role": "Beratung"})
    assert "Choose who may see this contact." in text(main(tree(answer)))


def test_addresses_of_contacts_do_not_count_them(person, organisation):
    contact = make_contact(organisation)
    address = edit_link(person, "kontakte", "Edit")
    assert str(contact.pk) not in address.split("/")
    assert fields(person.get(address))["role"] == "Vorstand"
    assert person.get(url("kontakte", str(contact.pk))).status_code == 404


def test_the_list_says_whether_a_contact_is_public(person, organisation):
    make_contact(organisation, public=True)
    make_contact(organisation, public=False)
    assert ["Public: yes" in one for one in headings(person, "kontakte")] == [True, False]
    assert ["Public: no" in one for one in headings(person, "kontakte")] == [False, True]


def test_a_contact_of_another_association_does_not_exist_here(person, organisation):
    foreign = make_offer(make_organisation())
    assert person.get(url("angebote", str(foreign.uuid))).status_code == 404


def test_fields_of_a_contact_wait_one_by_one(person, organisation):
    contact = make_contact(organisation)
    save(person, edit_link(person, "kontakte", "Edit"), phone="06151 99999")
    assert waiting() == {(f"contact:{contact.pk}", "phone"): "06151 99999"}


def test_a_new_contact_that_waits_is_changed_in_place(person, other, organisation):
    save(person, url("kontakte", "neu"), **CONTACT)
    save(other, edit_link(other, "kontakte", "Edit"), person="Eva")
    assert [*waiting().values()] == [{"role": "Beratung", "person": "Eva", "phone": "06151 12345", "public": True}]


def test_taking_away_asks_first_waits_and_can_be_undone(person, organisation):
    contact = make_contact(organisation)
    address = edit_link(person, "kontakte", "Take away")
    assert (person.get(address).status_code, waiting()) == (200, {})
    assert person.post(address)["Location"] == url("kontakte")
    assert waiting() == {(f"contact:{contact.pk}", ""): None}
    page = tree(person.get(url("kontakte")))
    assert [text(one) for one in page.iter("del")] == ["Vorstand"]
    form = next(main(page).iter("form"))
    data = {one.get("name"): one.get("value", "") for one in form.iter("input")}
    assert data["csrfmiddlewaretoken"]
    assert person.post(form.get("action"), data)["Location"] == url("kontakte")
    assert waiting() == {}


def test_a_new_contact_is_taken_away_by_withdrawing_it(person, organisation):
    save(person, url("kontakte", "neu"), **CONTACT)
    person.post(edit_link(person, "kontakte", "Take away"))
    assert (waiting(), headings(person, "kontakte")) == ({}, [])


def test_what_was_typed_into_a_contact_that_is_gone_is_not_lost(person, organisation):
    contact = make_contact(organisation)
    address = edit_link(person, "kontakte", "Edit")
    opened = fields(person.get(address))
    contact.delete()
    answer = person.post(address, opened | {"person": "Eva"})
    assert (answer.status_code, fields(answer)["person"]) == (422, "Eva")
    form = next(main(tree(answer)).iter("form"))
    assert form.get("action") == url("kontakte", "neu")
    assert person.post(form.get("action"), fields(answer)).status_code == 302
    assert [value["person"] for value in waiting().values()] == ["Eva"]


def test_an_offer_with_dates_in_order(person, organisation):
    typed = {"title": "Nähkurs", "cost": "fee", "active_from": "2026-03-01", "active_to": "2026-02-01"}
    answer = save(person, url("angebote", "neu"), **typed)
    assert [one.get("id") for one in by_class(tree(answer), "has-error")] == ["div_id_active_to"]
    save(person, url("angebote", "neu"), **typed | {"active_to": "2026-04-01"})
    [value] = waiting().values()
    assert {name: value[name] for name in typed} == typed | {"active_to": "2026-04-01"}
