"""What a fresh portal knows of programmes and calls: facts, and what the office must confirm is no public call."""

from decimal import Decimal

import pytest

from grants import starting, terms
from grants.models import Call, Programme

pytestmark = pytest.mark.django_db


def test_a_fresh_portal_has_both_programmes():
    assert set(Programme.objects.values_list("code", "ended")) == {("BIL", False), ("DAM", True)}


def test_the_rules_of_2008_wait_for_the_office_before_anybody_can_apply():
    call = Call.objects.get(programme__code="BIL")
    rules = (call.financing, call.share, call.maximum, call.limit, call.period, call.advisory_name)
    assert rules == ("deficit", Decimal(75), Decimal(500), 1, "quarter", "Ausländerbeirat")
    assert call.published is None
    assert "2008" in call.note


def test_the_call_of_2023_is_past_and_says_that_its_rules_are_not_known():
    call = Call.objects.past().get()
    content = terms.of_version(call.published)
    assert (content.year, content.rules_known, content.pot) == (2023, False, Decimal(12500))
    assert "überliefert" in content.note["de"]


def test_what_staff_deleted_does_not_come_back():
    Call.objects.filter(programme__code="BIL").delete()
    assert starting.load() == []
    assert Call.objects.count() == 1
