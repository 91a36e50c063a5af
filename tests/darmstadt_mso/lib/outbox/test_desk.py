"""Mails on the office's desk."""

import pytest

from darmstadt_mso.lib.outbox import desk
from tests.darmstadt_mso.lib.outbox.letters import make_mail
from tests.factories import make_user
from tests.office import let_in

pytestmark = pytest.mark.django_db


def counts(role):
    return {box.key: box.count for box in desk.boxes(make_user(role))}


@pytest.mark.parametrize("role", ["Redaktion", "Förderung", "Leitung"])
def test_what_waits_is_counted_for_those_who_may_decide(role):
    for state in ("held", "unsure", "unsure", "failed", "bounced", "failed", "sent", "waiting", "cancelled"):
        make_mail(state=state)
    assert counts(role) == {"mails-unsure": 2, "mails-undelivered": 3, "mails-held": 1}


def test_with_nothing_to_do_there_is_no_box():
    make_mail(state="sent")
    assert counts("Redaktion") == {}


@pytest.mark.parametrize("role", [None, "Entscheidung"])
def test_others_see_no_box(role):
    make_mail(state="failed")
    assert counts(role) == {}


def test_a_box_leads_to_the_mails_it_counts(client):
    for number in range(7):
        make_mail(state="failed", recipient=f"anna{number}@example.org")
    make_mail(state="sent")
    office = let_in(client, make_user("Redaktion"))
    (box,) = desk.boxes(make_user("Redaktion"))
    assert (box.count, len(box.items)) == (7, 5)
    assert office.get(box.url).context["cl"].result_count == 7
    (_subject, note, url) = box.items[0]
    assert "anna6@example.org" in note and office.get(url).status_code == 200
