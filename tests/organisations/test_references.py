"""Rows of any app are handed over from one thing to another."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation

from organisations import references
from organisations.models import (
    Contact,
    ErrorReport,
    InternalRecord,
    Membership,
    Offer,
    Organisation,
    SpreadsheetImport,
    SpreadsheetRow,
    Topic,
)
from organisations.references import Moving, Refused, Rules, hand_over, overview
from tests.factories import make_contact, make_offer, make_organisation, make_user

pytestmark = pytest.mark.django_db
NONE = Rules()


def test_every_relation_that_holds_facts_is_known_and_no_other():
    """Whoever adds a relation decides here whether merging needs a rule for it."""
    found = {(one.related_model.__name__, one.field.name) for one in references.relations(Organisation)}
    assert found == {
        ("Application", "organisation"),
        ("ChangeProposal", "organisation"),
        ("Conflict", "organisation"),
        ("Contact", "organisation"),
        ("Document", "organisation"),
        ("ErrorReport", "organisation"),
        ("FormerSlug", "organisation"),
        ("FreshnessStep", "organisation"),
        ("InternalRecord", "organisation"),
        ("Invitation", "organisation"),
        ("JoinRequest", "organisation"),
        ("Membership", "organisation"),
        ("Offer", "organisation"),
        ("OpeningHours", "organisation"),
        ("Organisation", "merged_into"),
        ("OrganisationMembership", "member"),
        ("OrganisationMembership", "umbrella"),
        ("SpreadsheetRow", "organisation"),
    }


def test_rows_are_moved_hidden_relations_included():
    giver, taker = make_organisation(), make_organisation()
    run = SpreadsheetImport.objects.create(file_name="liste.xlsx")
    moved = [
        make_contact(giver),
        make_offer(giver),
        ErrorReport.objects.create(organisation=giver, matter="gone", text="x"),
        SpreadsheetRow.objects.create(run=run, number=1, organisation=giver),
    ]
    hand_over(giver, taker, NONE)
    for row in moved:
        row.refresh_from_db()
    assert {row.organisation for row in moved} == {taker}


def test_choices_are_united_and_stay_with_the_giver():
    sport, women = Topic.objects.filter(code__in=["sport", "women"]).order_by("-code")
    giver, taker = make_organisation(topics=[sport, women]), make_organisation(topics=[sport])
    hand_over(giver, taker, NONE)
    assert [set(one.topics.all()) for one in (giver, taker)] == [{sport, women}] * 2


def test_what_others_have_chosen_is_moved_once():
    """The rows between offers or organisations and topics have no page of their own."""
    giver, taker = Topic.objects.filter(code__in=["sport", "women"])
    both, one = make_organisation(topics=[giver, taker]), make_organisation(topics=[giver])
    offer = make_offer(one, topics=[giver])
    hand_over(giver, taker, NONE)
    assert [list(thing.topics.all()) for thing in (both, one, offer)] == [[taker]] * 3


def test_equal_rows_are_kept_once_and_what_refers_to_them_stays():
    giver, taker = make_organisation(), make_organisation()
    german, turkish = [Topic.objects.create(code=code, name=code) for code in "ab"]
    kept = make_offer(taker, text="Für alle", topics=[german])
    make_offer(giver, text="Für alle", topics=[turkish])
    other = make_offer(giver, text="Für Frauen")
    hand_over(giver, taker, Rules(kept_once=(Offer,)))
    assert list(taker.offers.order_by("pk")) == [kept, other]
    assert set(kept.topics.all()) == {german, turkish}


def test_rows_that_differ_in_what_has_no_weight_are_equal():
    giver, taker = make_organisation(), make_organisation()
    kept = make_contact(taker, position=3)
    make_contact(giver, position=1)
    hand_over(giver, taker, Rules(kept_once=(Contact,), of_no_weight=("position",)))
    assert list(taker.contacts.values_list("pk", "position")) == [(kept.pk, 3)]


@pytest.mark.parametrize("fields", [{"public": False}, {"person": "Ada"}, {"role_en": "Board"}, {"phone": "06151 9"}])
def test_rows_that_differ_in_anything_else_are_both_kept(fields):
    giver, taker = make_organisation(), make_organisation()
    make_contact(taker)
    make_contact(giver, **fields)
    hand_over(giver, taker, Rules(kept_once=(Contact,), of_no_weight=("position",)))
    assert taker.contacts.count() == 2


def test_two_of_which_there_can_be_only_one_are_refused_without_a_rule():
    giver, taker = make_organisation(), make_organisation()
    for one in (giver, taker):
        InternalRecord.objects.create(organisation=one, notes=str(one))
    with translation.override("en"), pytest.raises(Refused, match="“Internal records” of which there can be only one"):
        hand_over(giver, taker, NONE)


def test_a_rule_says_how_two_are_joined():
    giver, taker = make_organisation(), make_organisation()
    for one in (giver, taker):
        InternalRecord.objects.create(organisation=one, notes=str(one))

    def join(row, twin):
        twin.notes += row.notes
        twin.save()

    hand_over(giver, taker, Rules(joined={InternalRecord: join}))
    assert InternalRecord.objects.get().notes == f"{taker}{giver}"


def test_a_rule_for_some_rows_only_leaves_the_others_alone():
    """A person speaks for an organisation once without an end, and as often as they like with one."""
    giver, taker, user = make_organisation(), make_organisation(), make_user()
    kept = Membership.objects.create(organisation=taker, user=user, since=date(2020, 1, 1))
    ended = Membership.objects.create(
        organisation=giver, user=user, since=date(2019, 1, 1), until=date(2019, 2, 1), role="signatory"
    )
    hand_over(giver, taker, NONE)
    assert list(taker.memberships.order_by("since")) == [ended, kept]
    hand_over(taker, giver, NONE)
    newer = Membership.objects.create(organisation=taker, user=user, since=date(2018, 1, 1), until=date(2018, 2, 1))
    hand_over(giver, taker, NONE)
    assert list(taker.memberships.order_by("since")) == [newer, ended, kept]
    Membership.objects.create(organisation=giver, user=user)
    with translation.override("en"), pytest.raises(Refused, match="“Persons of associations” of which there can be"):
        hand_over(giver, taker, NONE)


def test_two_first_addresses_of_a_person_are_refused_in_words():
    giver, taker = make_user(), make_user()
    for user in (giver, taker):
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    with translation.override("en"), pytest.raises(Refused, match="there can be only one"):
        hand_over(giver, taker, NONE)


def test_people_are_told_what_moves_and_what_is_there_already():
    giver, taker = make_organisation(), make_organisation()
    make_contact(taker)
    for role in ("Vorstand", "Kasse"):
        make_contact(giver, role=role)
    make_organisation(state="merged", merged_into=giver)
    SpreadsheetRow.objects.create(
        run=SpreadsheetImport.objects.create(file_name="liste.xlsx"), number=1, organisation=giver
    )
    with translation.override("en"):
        assert overview(giver, taker, Rules(kept_once=(Contact,))) == [
            Moving("Organisations (merged into)", 1, 0),
            Moving("Contacts", 2, 1),
        ]
