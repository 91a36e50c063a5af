"""Where an application stands, in words; handing over for signature; reminders before a call closes."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox.models import Message
from grants import following, handing_over, publishing, reminding, terms, withdrawing, workflow
from grants.models import Call
from tests import mails
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call
from tests.grants.submitting.making import fresh, make_draft, send

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CLOSES = datetime(2026, 11, 30, 18, 0, tzinfo=terms.BERLIN)
DEADLINE = {"opens_at": CLOSES - timedelta(days=40), "closes_at": CLOSES}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def make_call_with_steps(*steps, **fields):
    """`steps` are (text, day)."""
    call = make_call(publish=False, **DEADLINE | fields)
    for position, (text, day) in enumerate(steps):
        call.milestones.create(text=text, on=day, position=position)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def words(application, at=CLOSES):
    found = following.words(fresh(application), at)
    return found.state, found.holder, found.next, found.on


def test_a_draft_is_the_associations_until_the_deadline():
    draft, _signatory = make_draft(call=make_call(**DEADLINE))
    assert words(draft) == ("draft", "your association", "Complete it and submit it.", CLOSES.date())
    draft.handed_over_at = CLOSES - HOUR
    draft.save()
    assert words(draft) == ("ready for signature", "your association", "Submit it.", CLOSES.date())


@pytest.mark.parametrize(("pressed", "state"), [(True, "kept, not submitted"), (False, "not submitted")])
def test_after_the_deadline_a_draft_is_kept(pressed, state):
    draft, _signatory = make_draft(call=make_call(**DEADLINE))
    draft.late_at = CLOSES + HOUR if pressed else None
    draft.save()
    ask = "Ask the office whether it can still be taken."
    assert words(draft, CLOSES + HOUR) == (state, "your association", ask, None)


def test_a_late_click_is_forgotten_when_the_call_takes_it_again():
    draft, _signatory = make_draft(call=make_call(**DEADLINE))
    draft.late_at = CLOSES + HOUR
    draft.save()
    assert words(draft, CLOSES)[0] == "draft"


def test_of_what_is_promised_the_next_is_named_with_its_day():
    call = make_call_with_steps(
        ("Entscheidung", date(2026, 12, 20)), ("Prüfung", date(2026, 12, 5)), ("Auszahlung", None)
    )
    draft, signatory = make_draft(call=call)
    send(draft, signatory, CLOSES)
    after = [(CLOSES, "Prüfung"), (CLOSES.replace(month=12, day=6), "Entscheidung")]
    for at, text in after:
        day = date(2026, 12, 5) if text == "Prüfung" else date(2026, 12, 20)
        assert words(draft, at) == ("submitted", "the city's office", text, day)
    assert words(draft, CLOSES.replace(month=12, day=21)) == ("submitted", "the city's office", "Auszahlung", None)


def test_without_a_promise_the_office_decides_some_day():
    draft, signatory = make_draft(call=make_call(**DEADLINE))
    send(draft, signatory, CLOSES)
    assert words(draft) == ("submitted", "the city's office", "The office decides.", None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"limit": None}, ""),
        ({"limit": 1, "counts_withdrawn": True}, "It still counts"),
        ({"limit": 1, "counts_withdrawn": False}, "It does not count"),
    ],
)
def test_a_withdrawn_one_says_what_counts(fields, said):
    draft, signatory = make_draft(call=make_call(**DEADLINE | fields))
    send(draft, signatory, CLOSES)
    withdrawing.withdraw(fresh(draft), signatory)
    rules = terms.of_version(draft.version)
    assert following.counting(rules)[: len(said)] == said and bool(following.counting(rules)) == bool(said)
    assert words(draft)[:2] == ("withdrawn", "")


# Handing over


def handed_over():
    return [one.recipient for one in mails.queued() if one.template == "grants/handed_over"]


def test_handing_over_writes_to_all_who_sign_and_not_again_within_the_hour():
    draft, signatory = make_draft()
    other, editor = make_member(draft.organisation, "signatory"), make_member(draft.organisation)
    now = timezone.now()
    asked = [handing_over.hand_over(draft, editor, now + after) for after in (0 * HOUR, 0.9 * HOUR, 1.1 * HOUR)]
    both = [signatory, other]
    assert asked == [both, [], both]
    assert handed_over() == [one.email for one in both] * 2
    assert (fresh(draft).handed_over_by, fresh(draft).handed_over_at) == (editor, now + 1.1 * HOUR)


def test_where_nobody_signs_that_is_said():
    organisation = make_organisation()
    editor = make_member(organisation)
    with pytest.raises(workflow.NotPossible, match="entitled to sign"):
        handing_over.hand_over(make_application(organisation), editor)


def test_what_is_submitted_is_not_handed_over():
    draft, signatory = make_draft()
    editor = make_member(draft.organisation)
    send(draft, signatory)
    with pytest.raises(workflow.NotPossible):
        handing_over.hand_over(draft, editor)
    assert handed_over() == []


# Reminders


@pytest.mark.parametrize(("days", "reminded"), [(15, False), (14, True), (5, True), (1, True), (0, False)])
def test_a_draft_is_reminded_of_in_its_last_fourteen_days(days, reminded):
    draft, _signatory = make_draft(call=make_call(**DEADLINE))
    assert reminding.due(CLOSES.date() - timedelta(days=days)) == ([draft] if reminded else [])


def test_all_its_people_are_reminded_once_however_often_the_job_runs():
    today = timezone.localdate()
    draft, signatory = make_draft(call=make_call(closes_at=timezone.now() + timedelta(days=3)))
    editor = make_member(draft.organisation)
    for _attempt in range(2):
        reminding.remind(draft.pk, today)
    written = Message.objects.filter(template="grants/deadline_near").order_by("pk")
    assert [one.recipient for one in written] == [signatory.email, editor.email]
    assert {one.context["days"] for one in written} == {3}


def test_a_day_without_reminders_is_made_up_for_once():
    today = timezone.localdate()
    draft, _signatory = make_draft(call=make_call(closes_at=timezone.now() + timedelta(days=8)))
    reminding.remind(draft.pk, today)
    Message.objects.update(created_at=timezone.now() - timedelta(days=2))
    reminding.remind(draft.pk, today)
    reminding.remind(draft.pk, today + timedelta(days=5))
    Message.objects.filter(created_at__date__gte=today).update(created_at=timezone.now() + timedelta(days=5))
    Message.objects.filter(context__days=3).update(created_at=timezone.now() + timedelta(days=5))
    reminding.remind(draft.pk, today + timedelta(days=6))
    written = Message.objects.filter(template="grants/deadline_near").order_by("pk")
    assert [one.context["days"] for one in written] == [8, 3]


def test_drafts_of_an_archived_call_are_not_reminded_of():
    draft, _signatory = make_draft(call=make_call(closes_at=timezone.now() + timedelta(days=3)))
    Call.objects.update(archived=True)
    reminding.remind(draft.pk, timezone.localdate())
    assert reminding.due(timezone.localdate()) == []
    assert not Message.objects.filter(template="grants/deadline_near").exists()


def test_what_is_submitted_is_not_reminded_of():
    draft, signatory = make_draft(call=make_call(closes_at=timezone.now() + timedelta(days=3)))
    send(draft, signatory)
    reminding.remind(draft.pk, timezone.localdate())
    assert reminding.due(timezone.localdate()) == []
    assert not Message.objects.filter(template="grants/deadline_near").exists()


def test_the_daily_job_asks_for_one_job_for_each_draft():
    draft, _signatory = make_draft(call=make_call(closes_at=timezone.now() + timedelta(days=14)))
    app.tasks["grants.jobs.remind"].func()
    assert jobs.living("grants.jobs.remind_of_deadline") == [{"application": draft.pk}]
