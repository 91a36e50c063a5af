"""What associations propose, on the desk."""

import pytest
from django.utils import timezone

from organisations import desk_proposals
from tests.factories import make_organisation, make_user
from tests.office import let_in
from tests.organisations.moderation.proposals import make_change, make_proposal
from tests.pages import by_class, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def boxes(db):
    user = make_user("Redaktion")
    return lambda: {box.key: box for box in desk_proposals.boxes(user)}


def summary(box):
    return box.count, [(label, note) for label, note, _url in box.items]


def test_nothing_to_decide_is_said_in_words(boxes):
    assert {key: (box.count, bool(box.done)) for key, box in boxes().items()} == {"proposals": (0, True)}


def test_proposals_wait_the_longest_first_with_what_waits_of_them(boxes):
    anis, birne = (make_proposal(make_organisation(name=name)) for name in ("Anis", "Birne"))
    make_change(birne, "summary", "Neu")
    for field, verdict in (("summary", ""), ("founded", ""), ("website", "refused")):
        make_change(anis, field, "1999", verdict=verdict)
    day = timezone.localdate().strftime("%d.%m.%Y")
    counted, items = summary(boxes()["proposals"])
    assert (counted, [label for label, _note in items]) == (2, ["Anis", "Birne"])
    assert [note.startswith(number) and day in note for number, (_label, note) in zip("21", items, strict=True)] == [
        True,
        True,
    ]


def test_what_was_published_at_once_waits_until_it_is_seen(boxes):
    proposal = make_proposal(make_organisation(name="Anis"))
    change = make_change(proposal, "hours_note", "nachmittags", verdict="at_once")
    assert summary(boxes()["at_once"])[0] == 1
    change.read_at = timezone.now()
    change.save()
    assert "at_once" not in boxes()


def test_every_link_leads_to_as_many_things_as_it_says(client, boxes):
    for name, verdict in (("Anis", ""), ("Birne", "at_once"), ("Cumin", "accepted")):
        make_change(make_proposal(make_organisation(name=name)), "hours_note", "Neu", verdict=verdict)
    editor = let_in(client, make_user("Redaktion"))
    for box in boxes().values():
        (table,) = [one for one in tree(editor.get(box.url)).iter("table") if one.get("id") == "result_list"]
        assert (box.key, box.count, len(list(table.find("tbody")))) == (box.key, 1, 1)
        assert [editor.get(url).status_code for _label, _note, url in box.items] == [200]


@pytest.mark.parametrize(("role", "number"), [("Redaktion", 1), ("Leitung", 1), ("Förderung", 0), ("Entscheidung", 0)])
def test_only_those_who_decide_have_the_box(role, number):
    assert len(desk_proposals.boxes(make_user(role))) == number


def test_the_desk_shows_it(client):
    make_change(make_proposal(make_organisation(name="Qwimpel")), "summary", "Neu")
    page = tree(let_in(client, make_user("Redaktion")).get("/admin/"))
    assert any("Qwimpel" in text(box) for box in by_class(page, "desk-box"))
