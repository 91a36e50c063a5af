"""The desk: which calls close soon, and what was written and not published."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from grants import desk
from grants.models import Call
from tests.factories import make_user
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_desk(django_db_setup):
    """Only the calls of the test itself are on it."""
    Call.objects.update(archived=True)
    with translation.override("en"):
        yield


def boxes(role="Förderung"):
    return {box.key: [item[0] for item in box.items] for box in desk.boxes(make_user(role))}


def test_calls_that_close_within_a_fortnight_stand_on_the_desk_the_next_first():
    now = timezone.now()
    for days in (20, 13, 2):
        make_call(title=f"in {days}", closes_at=now + timedelta(days=days))
    make_call(title="vorbei", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    assert boxes()["closing"] == ["in 2", "in 13"]


def test_unpublished_changes_and_drafts_stand_on_the_desk():
    now = timezone.now()
    changed = make_call(title="alt", closes_at=now + timedelta(days=90))
    Call.objects.filter(pk=changed.pk).update(title="neu")
    make_call(title="Entwurf", publish=False)
    assert boxes() == {"call_changes": ["neu"], "call_drafts": ["Entwurf"]}


@pytest.mark.parametrize(
    ("role", "keys", "actions"),
    [("Leitung", ["closing", "call_drafts"], 1), ("Entscheidung", ["closing"], 0), ("Redaktion", [], 0)],
)
def test_each_role_sees_its_own_work(role, keys, actions):
    make_call()
    make_call(publish=False)
    assert (list(boxes(role)), len(desk.actions(make_user(role)))) == (keys, actions)
