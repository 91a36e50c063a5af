"""The table of what is kept of people, walked through: how long, what goes, what a person gets to read."""

import sys
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from darmstadt_mso.lib import privacy
from darmstadt_mso.lib.privacy import NOTHING, Due, Person, Row
from tests.factories import make_user

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def room(settings, monkeypatch):
    """A portal with one room, whose rows the test says."""
    rows, made = [], SimpleNamespace()
    made.REGISTER = rows
    settings.PRIVACY = ["tests.rooms.privacy"]
    monkeypatch.setitem(sys.modules, "tests.rooms.privacy", made)
    return rows


def row(key, **given):
    return Row(key, what=key.title(), whose="", why="", until=lambda: "", **given)


def drawer(*things):
    """Things that are due, and the drawer they lie in."""
    things = [*things]

    def empty():
        number = len(things)
        things.clear()
        return number

    return things, Due(lambda: len(things), empty)


@pytest.mark.parametrize(
    "days, said", [(1, "1 day"), (90, "90 days"), (365, "1 year"), (730, "2 years"), (731, "731 days"), (0, "0 days")]
)
def test_a_length_is_said_in_years_where_it_is_whole_years(days, said):
    with translation.override("en"):
        assert privacy.length(days) == said


def test_a_period_that_nobody_has_set_is_called_a_proposal(settings):
    settings.RETENTION, settings.RETENTION_CONFIRMED = {"tea": 30, "salt": 30}, {"salt"}
    assert privacy.period("salt") == privacy.length(30)
    assert privacy.period("tea").startswith(f"{privacy.length(30)} (")


def test_too_old_is_what_is_from_before_the_period(settings):
    settings.RETENTION = {"tea": 30}
    assert privacy.since(NOW, "tea") == NOW - timedelta(days=30)


@pytest.mark.django_db
def test_a_dry_run_counts_and_lets_nothing_go(room):
    things, due = drawer("a", "b")
    room += [row("tea", expired=lambda now: due), row("salt")]
    assert [(one.key, number) for one, number in privacy.purge(NOW, dry_run=True)] == [("tea", 2), ("salt", 0)]
    assert things == ["a", "b"]
    assert [(one.key, number) for one, number in privacy.purge(NOW)] == [("tea", 2), ("salt", 0)]
    assert things == []


@pytest.mark.django_db
def test_the_moment_is_given_to_every_row(room):
    asked = []
    room += [row(key, expired=lambda now: asked.append(now) or NOTHING) for key in ("tea", "salt")]
    list(privacy.purge(NOW))
    assert asked == [NOW, NOW]


def test_several_kinds_of_one_row_are_one_number():
    (tea, due_tea), (salt, due_salt) = drawer("a"), drawer("b", "c")
    due = privacy.together(due_tea, due_salt)
    assert (due.count(), due.carry_out(), tea, salt) == (3, 3, [], [])


def test_an_export_leaves_out_rows_with_nothing_of_the_person(room):
    room += [row("tea", of=lambda user: [{"Sorte": user}]), row("salt", of=lambda user: []), row("rates")]
    assert privacy.export("Anis") == {"Tea": [{"Sorte": "Anis"}]}


def test_things_are_told_in_values_that_json_knows():
    thing = SimpleNamespace(day=date(2026, 1, 2), name=lambda: "Anis", friend=Person(1, "a@b.example"), none=None)
    columns = {"Tag": "day", "Name": "name", "Mail": lambda one: one.friend.email, "Freund": "friend", "Nichts": "none"}
    assert privacy.told([thing], columns) == [
        {
            "Tag": "2026-01-02",
            "Name": "Anis",
            "Mail": "a@b.example",
            "Freund": str(thing.friend),
            "Nichts": None,
        }
    ]


@pytest.mark.django_db
def test_an_erasure_lets_go_of_what_hangs_on_the_account_before_the_account(room):
    done, person = [], Person(7, "a@b.example")
    room += [
        row("account", erase_last=lambda one: done.append(("account", one))),
        row("tea", erase=lambda one: done.append(("tea", one))),
    ]
    privacy.erase(person)
    assert done == [("tea", person), ("account", person)]


@pytest.mark.django_db
@pytest.mark.parametrize("proven, let_go", [(True, ["tea", "salt", "account"]), (False, ["tea", "account"])])
def test_what_carries_an_address_goes_only_if_it_is_the_persons_own(room, proven, let_go):
    done = []
    room += [
        row("account", erase_last=lambda one: done.append("account")),
        row("tea", erase=lambda one: done.append("tea")),
        row("salt", erase_address=lambda one: done.append("salt")),
    ]
    privacy.erase(Person(7, "a@b.example", proven=proven))
    assert done == let_go


@pytest.mark.django_db
def test_an_erasure_that_breaks_off_has_erased_nothing(room):
    user = make_user()

    def fail(person):
        raise RuntimeError

    room += [row("account", erase=lambda one: user.delete()), row("tea", erase_last=fail)]
    with pytest.raises(RuntimeError):
        privacy.erase(Person.of(user))
    assert type(user).objects.filter(email=user.email).exists()
