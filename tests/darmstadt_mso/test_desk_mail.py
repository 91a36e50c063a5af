"""The daily mail of the desk: one for each for whom something waits, with numbers and no names."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from darmstadt_mso import desk_mail
from darmstadt_mso.lib import desk, jobs
from darmstadt_mso.lib.outbox import unsubscribing
from darmstadt_mso.lib.outbox.models import Message
from tests import mails
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MODULE = "tests.darmstadt_mso.desk_of_tests"


@pytest.fixture(autouse=True)
def two_boxes(settings):
    """Quince work waits for the Förderung, and something that is only to be seen."""
    settings.DESK = [MODULE]


def told():
    return [one for one in mails.queued() if one.template == "desk"]


def tell(user, today=None):
    desk_mail.tell(user.pk, today or timezone.localdate())


def test_it_says_how_much_waits_and_where_and_no_more():
    user = make_user("Förderung", language="en")
    tell(user)
    (mail,) = told()
    assert mail.recipient == user.email
    assert "– Quinces: 3\n" in mail.text and "/admin/" in mail.text
    assert "Frau Quitte" not in mail.text and "Quiet" not in mail.text and "Empty" not in mail.text


def test_nobody_is_told_that_nothing_waits():
    tell(make_user("Redaktion"))
    assert told() == []


def test_one_a_day_however_often_the_job_runs():
    user, today = make_user("Förderung"), timezone.localdate()
    tell(user)
    tell(user)
    assert len(told()) == 1
    tell(user, today + timedelta(days=1))
    assert len(told()) == 2


def test_whoever_unsubscribed_gets_none():
    user = make_user("Förderung")
    unsubscribing.unsubscribe(desk_mail.UNSUBSCRIBE, unsubscribing.hashed(user.email))
    tell(user)
    assert told() == []
    assert not Message.objects.exclude(unsubscribe="desk").filter(template="desk").exists()


def test_the_mail_says_how_to_unsubscribe():
    tell(make_user("Förderung"))
    assert told()[0].unsubscribe == desk_mail.UNSUBSCRIBE
    assert "/abbestellen/" in mails.sent()[-1].body


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_only_staff_at_work_are_told(fields):
    user = make_user("Förderung", **fields)
    tell(user)
    desk_mail.ask()
    assert told() == []
    assert {"user": user.pk} not in jobs.living(desk_mail.TELL)


def test_the_daily_job_asks_for_one_job_for_each():
    users = [make_user("Förderung"), make_user("Redaktion")]
    make_user()
    app.tasks["darmstadt_mso.jobs.tell_of_desks"].func()
    assert jobs.living(desk_mail.TELL) == [{"user": one.pk} for one in users]


def test_the_desk_joins_the_boxes_of_its_modules(settings):
    settings.DESK = [MODULE, MODULE]
    assert [box.title for box in desk.boxes(make_user("Redaktion"))] == ["Empty", "Empty"]
