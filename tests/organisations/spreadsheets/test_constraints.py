"""The tables' rules are asked seldom, and always answer as the database does."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone

from organisations.models import Contact, Organisation
from organisations.spreadsheets import constraints
from organisations.spreadsheets.constraints import Constraints

pytestmark = pytest.mark.django_db


def messages(check, **options):
    try:
        check(**options)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize("phone, email, public", [*product(["", "1", "2"], ["", "a@b.example"], [True, False])])
def test_the_answers_are_the_databases(phone, email, public):
    contact = Contact(role="x", phone=phone, email=email, public=public)
    remembering = Constraints()
    for one in (Contact(role="y", phone="77", public=True), Contact(role="y", public=True), Contact(role="y")):
        messages(remembering.check, thing=one, sound={"phone", "email", "public"})
    found = messages(remembering.check, thing=contact, sound={"phone", "email", "public"})
    assert found == messages(contact.validate_constraints)


def test_a_rule_is_asked_once_for_all_that_are_the_same_to_it(django_assert_num_queries):
    remembering, sound = Constraints(), {"phone", "email", "public"}
    remembering.check(Contact(phone="06151", public=True), sound)
    with django_assert_num_queries(0):
        for number in range(50):
            remembering.check(Contact(phone=f"123{number}", public=True), sound)


def test_a_rule_for_more_than_the_sound_fields_is_left_out(django_assert_num_queries):
    with django_assert_num_queries(0):
        Constraints().check(Contact(public=True), {"email", "public"})


def test_every_rule_is_told():
    unpublishable = Organisation(state="published", basis="")
    undated = Organisation(state="published", basis="consent")
    sound = {"state", "basis", "consent_on"}
    for thing in (unpublishable, undated):
        wrong = messages(thing.validate_constraints, exclude={"merged_into", "latitude", "logo"})
        assert wrong == messages(Constraints().check, thing=thing, sound=sound) != []
    undated.consent_on = timezone.localdate()
    assert messages(Constraints().check, thing=undated, sound=sound) == []


def test_rules_that_do_more_than_compare_see_every_value():
    assert constraints.compared_values(Q(a=1) & ~Q(b__isnull=True, a=2)) == {"a": [1, 2], "b": [None]}
    assert constraints.compared_values(Q(a=1) | Q(b=F("a"))) is None
    assert constraints.compared_values(Q(a__range=(1, 2))) is None
