"""What two merged entries were asked and did not answer."""

from datetime import date, timedelta

import pytest

from organisations.freshness import rounds
from organisations.merging import merge
from organisations.models import FreshnessStep, Organisation
from tests.factories import make_contact, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("Redaktion")


@pytest.fixture
def pair():
    """The keeper and the other one."""
    return [make_organisation(confirmed_on=date(2026, 1, 1)) for _ in range(2)]


def test_the_same_step_of_a_former_round_was_done_when_it_was_done_first(pair, user):
    for entry, day, mails in zip(pair, (date(2025, 2, 2), date(2025, 2, 1)), (1, 2), strict=True):
        FreshnessStep.objects.create(organisation=entry, kind="asked", on=day, mails=mails)
    FreshnessStep.objects.create(organisation=pair[1], kind="desk", on=day, confirmed_on=date(2024, 1, 1))
    merge(*pair, [], user)
    found = FreshnessStep.objects.order_by("pk").values_list("organisation", "on", "mails", "confirmed_on")
    assert list(found) == [
        (pair[0].pk, date(2025, 2, 1), 3, None),
        (pair[0].pk, date(2025, 2, 1), 0, date(2024, 1, 1)),
    ]


@pytest.mark.parametrize("chosen, confirmed_on", [([], date(2026, 1, 1)), (["confirmed_on"], date(2025, 12, 1))])
def test_the_keeper_is_not_hidden_because_the_people_of_the_other_one_did_not_answer(pair, user, chosen, confirmed_on):
    pair[1].confirmed_on = confirmed_on
    pair[1].save()
    for number, kind in enumerate(["asked", "reminded", "reminded2", "desk"]):
        day = date(2026, 11, 1) + timedelta(weeks=2 * number)
        FreshnessStep.objects.create(organisation=pair[1], kind=kind, on=day, confirmed_on=confirmed_on)
    merge(*pair, chosen, user)
    assert FreshnessStep.objects.count() == 0
    make_contact(pair[0], email="kontakt@kranich.example")
    (done,) = rounds.carry_out(pair[0].pk, date(2027, 3, 1))
    assert (done.kind, Organisation.objects.get(pk=pair[0].pk).state) == ("asked", "published")
