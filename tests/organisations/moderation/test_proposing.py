"""What people want changed: it waits, is published at once, or meets what others want."""

import pytest

from organisations.models import ChangeProposal, Offer, Organisation, ProposedChange
from organisations.moderation import facts, following, proposing, sections, seen
from organisations.moderation.applying import Impossible
from tests.factories import make_contact, make_offer, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation(name="Anis", summary="Wir kochen.", community="Anis")


@pytest.fixture
def ada():
    return make_user(first_name="Ada")


@pytest.fixture
def ben():
    return make_user(first_name="Ben")


def propose(organisation, author, note="", **changes):
    return proposing.propose(organisation, author, {("", name): value for name, value in changes.items()}, note)


def waiting(organisation):
    return {key: change.after for key, change in proposing.pending(organisation).items()}


def counts(outcome):
    return outcome.waiting, outcome.published, outcome.withdrawn


def test_a_persons_changes_wait_in_one_proposal(organisation, ada):
    assert counts(propose(organisation, ada, "Eins", summary="Wir backen.")) == (1, 0, 0)
    assert counts(propose(organisation, ada, "Zwei", description="Lang", community="Anis")) == (1, 0, 0)
    proposal = ChangeProposal.objects.get()
    assert (proposal.author, proposal.note, proposal.changes.count()) == (ada, "Eins\nZwei", 2)


def test_what_is_changed_again_replaces_what_waited(organisation, ada):
    propose(organisation, ada, summary="Wir backen.")
    propose(organisation, ada, summary="Wir braten.")
    assert [(one.before, one.after) for one in ProposedChange.objects.all()] == [("Wir kochen.", "Wir braten.")]


def test_a_colleagues_change_of_the_same_fact_replaces_it_too(organisation, ada, ben):
    propose(organisation, ada, summary="Wir backen.", description="Lang")
    propose(organisation, ben, summary="Wir braten.")
    assert waiting(organisation) == {("", "summary"): "Wir braten.", ("", "description"): "Lang"}
    assert ProposedChange.objects.get(verdict="withdrawn").after == "Wir backen."
    propose(organisation, ada, summary="Wir dünsten.")
    assert waiting(organisation)[("", "summary")] == "Wir dünsten."


def test_what_is_set_back_to_the_published_value_waits_no_longer_whoever_wanted_it(organisation, ada, ben):
    propose(organisation, ada, summary="Wir backen.")
    assert counts(propose(organisation, ben, summary="Wir kochen.")) == (0, 0, 1)
    assert waiting(organisation) == {}


def test_settled_changes_are_no_more_touched(organisation, ada):
    propose(organisation, ada, summary="Wir backen.")
    changes = ProposedChange.objects.all()
    changes.update(verdict="refused")
    assert proposing.withdraw(changes) == 0
    propose(organisation, ada, summary="Wir braten.")
    assert sorted(ProposedChange.objects.values_list("verdict", "after")) == [
        ("", "Wir braten."),
        ("refused", "Wir backen."),
    ]


def test_forms_begin_with_what_waits(organisation, ada):
    contact = make_contact(organisation)
    thing = f"contact:{contact.pk}"
    new = {"role": "Jugend", "public": False}
    changes = {("", "summary"): "Wir backen.", (thing, "phone"): "06151 12345", ("contact:new-ab", ""): new}
    proposing.propose(organisation, ada, changes)
    wanted = proposing.wanted(organisation)
    found = [wanted[key] for key in [("", "summary"), (thing, "phone"), ("contact:new-ab", "role")]]
    assert found == ["Wir backen.", "06151 12345", "Jugend"]
    assert wanted[("contact:new-ab", "languages")] == []
    proposing.propose(organisation, ada, {(thing, ""): None})
    assert [key for key in proposing.wanted(organisation) if key[0] == thing] == []


def test_fields_of_a_new_part_are_put_together(organisation, ada, ben):
    proposing.propose(organisation, ada, {("offer:new-ab", "title"): "Nähkurs", ("offer:new-ab", "when_en"): ""})
    proposing.propose(organisation, ben, {("offer:new-ab", "when"): "montags"})
    start = {"cost": "free", "childcare": False, "online": False}
    assert waiting(organisation) == {("offer:new-ab", ""): {"title": "Nähkurs", "when": "montags"} | start}


def test_taking_away_a_new_part_withdraws_it(organisation, ada):
    proposing.propose(organisation, ada, {("offer:new-ab", "title"): "Nähkurs"})
    assert counts(proposing.propose(organisation, ada, {("offer:new-ab", ""): None})) == (0, 0, 1)


def test_a_trusted_association_publishes_times_and_offers(organisation, ada):
    Organisation.objects.update(trusted=True)
    offer = make_offer(organisation, title="Chor")
    rows = [{"weekday": 0, "opens": "09:00", "closes": "10:00", "note": ""}]
    changes = {("", "opening_hours"): rows, ("", "hours_note_en"): "x", (f"offer:{offer.uuid}", "title"): "Großer Chor"}
    outcome = proposing.propose(organisation, ada, changes | {("", "summary"): "Wir backen."})
    assert counts(outcome) == (1, 3, 0)
    assert facts.read(organisation)[("", "opening_hours")] == rows
    assert Offer.objects.get(pk=offer.pk).title == "Großer Chor"
    noted = ProposedChange.objects.filter(verdict="at_once", read_at=None)
    assert (noted.count(), ChangeProposal.objects.count()) == (3, 1)
    assert noted.get(field="title").before == "Chor"


def test_contacts_of_a_trusted_association_wait(organisation, ada):
    Organisation.objects.update(trusted=True)
    contact = make_contact(organisation)
    assert counts(proposing.propose(organisation, ada, {(f"contact:{contact.pk}", "phone"): "06151 12345"})) == (
        1,
        0,
        0,
    )


def test_an_entry_not_public_yet_is_written_without_a_trace_for_the_desk(organisation, ada):
    Organisation.objects.update(state="pending")
    assert counts(propose(organisation, ada, summary="Wir backen.", topics=["education"])) == (0, 2, 0)
    assert facts.read(Organisation.objects.get(pk=organisation.pk))[("", "topics")] == ["education"]
    assert ChangeProposal.objects.count() == 0


def test_a_new_part_sent_twice_is_added_once(organisation, ada):
    Organisation.objects.update(state="draft")
    new = {"role": "Jugend", "public": False}
    found = [counts(proposing.propose(organisation, ada, {("contact:new-ab", ""): new})) for _time in range(2)]
    assert (found, organisation.contacts.count()) == ([(0, 1, 0), (0, 0, 0)], 1)


def test_what_cannot_be_published_changes_nothing(organisation, ada):
    Organisation.objects.update(state="draft")
    with pytest.raises(Impossible):
        propose(organisation, ada, summary="Wir backen.", postcode="x")
    assert Organisation.objects.get(pk=organisation.pk).summary == "Wir kochen."


# Two at once


SEEN = {("", "summary"): "Wir kochen.", ("", "community"): "Anis"}


def reconcile(organisation, **typed):
    return proposing.reconcile(organisation, SEEN | {("", name): value for name, value in typed.items()}, SEEN)


def test_what_only_somebody_else_changed_is_taken_over(organisation, ada):
    propose(organisation, ada, summary="Wir backen.")
    draft = reconcile(organisation, community="Fenchel")
    assert (draft.changes, draft.conflicts) == ({("", "community"): "Fenchel"}, [])


def test_what_both_changed_alike_is_no_change(organisation, ada):
    propose(organisation, ada, summary="Wir backen.")
    draft = reconcile(organisation, summary="Wir backen.")
    assert (draft.changes, draft.conflicts) == ({}, [])


def test_what_both_changed_differently_is_a_conflict(organisation, ada):
    propose(organisation, ada, summary="Wir backen.")
    draft = reconcile(organisation, summary="Wir braten.", community="Fenchel")
    assert [(one.key, one.now, one.who) for one in draft.conflicts] == [(("", "summary"), "Wir backen.", ada)]
    assert draft.changes == {("", "summary"): "Wir braten.", ("", "community"): "Fenchel"}


def test_a_conflict_saves_nothing(organisation, ada, ben):
    propose(organisation, ada, summary="Wir backen.")
    typed = {("", "summary"): "Wir braten.", ("", "community"): "Fenchel"}
    assert proposing.save(organisation, ben, typed, SEEN).outcome is None
    assert waiting(organisation) == {("", "summary"): "Wir backen."}
    assert counts(proposing.save(organisation, ben, typed, SEEN | {("", "summary"): "Wir backen."}).outcome) == (
        2,
        0,
        0,
    )


@pytest.mark.parametrize("text", ["Eins\nZwei", "Eins\r\nZwei", "Eins\r\nZwei\r\n", " Eins\nZwei"])
def test_ends_of_lines_and_outer_blanks_are_no_change(organisation, text):
    was = {("", "description"): text}
    Organisation.objects.update(description=text)
    draft = proposing.reconcile(organisation, {("", "description"): "Eins\nZwei"}, was)
    assert draft.changes == {}


# What the pages are made of


def test_a_state_of_things_travels_through_the_form():
    values = {("", "topics"): ["a"], ("contact:1", "public"): False, ("", "founded"): None}
    token = seen.token(values)
    assert seen.values(token) == values
    assert [seen.values(one) for one in ("", "x", token[:-1])] == [{}, {}, {}]


def test_every_fact_has_a_section(organisation):
    contact, offer = make_contact(organisation), make_offer(organisation)
    found = {sections.section_of(*key) for key in facts.read(organisation)}
    lists = {("kontakte", sections.key_of(f"contact:{contact.pk}")), ("angebote", str(offer.uuid))}
    own = {(one.key, "") for one in sections.SECTIONS if one.fields}
    languages = {key for key in found if key[0] == "uebersetzungen"}
    assert found == lists | own | languages
    assert ("uebersetzungen", "tr") in languages


def test_only_the_latest_refusal_of_a_fact_is_to_be_revised(organisation, ada):
    for text in ("Wir backen.", "Wir braten."):
        propose(organisation, ada, summary=text)
        ProposedChange.objects.waiting().update(verdict="refused")
    assert [one.after for one in following.sent_back(organisation)] == ["Wir braten."]
    propose(organisation, ada, summary="Wir dünsten.")
    assert following.sent_back(organisation) == []
