"""A draft becomes a frozen version with a number, once; whoever may not or comes too late keeps everything."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.utils import ProgrammingError

from darmstadt_mso.lib import jobs
from grants import publishing, submitting, workflow, writing
from grants.models import ReferenceCounter, StatusChange, Submission
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_call, make_programme, type_section
from tests.grants.submitting.making import ANSWERS, fresh, make_draft, numbers_of, send

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_was_sent_is_frozen_with_number_moment_and_signature():
    draft, signatory = make_draft(call=make_call(make_programme(code="QQA")))
    arrived_at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already 2027 in Darmstadt
    draft.call.closes_at = arrived_at + DAY
    draft.call.save()
    publishing.publish(draft.call, None)
    submission = send(fresh(draft), signatory, arrived_at)
    sent = json.loads(submission.content)
    assert sent["reference"] == "2027-QQA-0001"
    assert sent["arrived_at"] == "2026-12-31T23:30:00+00:00"
    assert sent["answers"] == ANSWERS
    assert sent["signed"] == {"name": signatory.email, "role": "signatory"}
    assert sent["organisation"]["name"] == draft.organisation.name
    assert sent["rules"] == {"version": 2, "sha256": submission.version.sha256}
    assert submission.sha256 == hashlib.sha256(submission.content.encode()).hexdigest()
    assert submission.content == json.dumps(sent, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_the_application_has_state_number_sum_and_one_step():
    draft, signatory = make_draft()
    submission = send(draft, signatory)
    sent = fresh(draft)
    assert (sent.state, sent.requested, sent.submitted_at) == ("submitted", Decimal("375.00"), submission.arrived_at)
    assert sent.reference == str(ReferenceCounter.objects.get(programme=draft.call.programme))
    steps = StatusChange.objects.filter(application=sent).values_list("step", "before", "after", "by", "at")
    assert list(steps) == [("submit", "draft", "submitted", signatory.pk, submission.arrived_at)]


def test_the_plan_becomes_lines_of_which_voluntary_work_is_no_cash():
    draft, signatory = make_draft()
    send(draft, signatory)
    lines = draft.budget_lines.order_by("position").values_list("side", "kind", "label", "quantity", "rate", "amount")
    assert list(lines) == [
        ("expense", "honorare", "Trainerin", Decimal(10), Decimal(30), Decimal(300)),
        ("expense", "material", "", None, None, Decimal(200)),
        ("income", "own", "", None, None, Decimal(125)),
        ("voluntary", "", "Betreuung", Decimal("12.5"), None, Decimal(0)),
    ]


def test_a_second_click_leads_to_the_same_submission_and_one_receipt():
    draft, signatory = make_draft()
    other = make_member(draft.organisation, "signatory")
    first, numbers = send(draft, signatory), numbers_of(draft)
    later = draft.call.closes_at + DAY
    again = [submitting.submit(draft, ANSWERS, numbers, user, later) for user in (signatory, other)]
    assert again == [first, first]
    assert (Submission.objects.count(), fresh(draft).late_at) == (1, None)
    assert jobs.living(submitting.SEND_RECEIPT) == [{"submission": first.pk}]


def test_the_deadline_holds_with_its_whole_second_and_the_grace():
    closes_at = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    call = make_call(opens_at=closes_at - DAY, closes_at=closes_at, grace_minutes=2)
    late, in_time = (make_draft(call=call) for _ in range(2))
    last = closes_at + timedelta(minutes=2, microseconds=999_999)
    with pytest.raises(submitting.Late):
        send(*late, last + timedelta(microseconds=1))
    assert send(*in_time, last)
    kept = fresh(late[0])
    assert (kept.state, kept.late_at) == ("draft", last + timedelta(microseconds=1))
    assert writing.typed_of(kept, "projekt").dict() == {"title": "Lesen"}


def test_before_it_opens_nothing_is_taken_and_nobody_is_late():
    draft, signatory = make_draft()
    with pytest.raises(submitting.NotOpenYet):
        send(draft, signatory, draft.call.opens_at - DAY)
    assert fresh(draft).late_at is None


@pytest.mark.parametrize("what", ["section", "rules", "paper"])
def test_what_nobody_has_reviewed_is_not_submitted(what):
    draft, signatory = make_draft()
    numbers, answers = numbers_of(draft), ANSWERS
    if what == "section":
        type_section(draft, "inhalt", make_member(draft.organisation), **{"q-ziele": "Neu"})
    elif what == "rules":
        draft.call.maximum = 400
        draft.call.save()
        publishing.publish(draft.call, None, "Weniger Geld")
    else:
        answers = ANSWERS | {"anlagen": [{"paper": "register", "sha256": "0" * 64}]}
    with pytest.raises(submitting.Changed):
        submitting.submit(draft, answers, numbers, signatory, submitting.arrival())
    assert (fresh(draft).state, Submission.objects.count()) == ("draft", 0)


@pytest.mark.parametrize("counts", [True, False])
def test_the_limit_counts_withdrawn_applications_as_the_call_says(counts):
    call = make_call(limit=1, period="quarter", counts_withdrawn=counts)
    organisation = make_organisation()
    (first, signatory), (second, _) = (make_draft(organisation, call) for _ in range(2))
    send(first, signatory)
    with pytest.raises(submitting.LimitReached):
        send(second, signatory)
    workflow.perform(workflow.WITHDRAW, fresh(first), signatory)
    if counts:
        with pytest.raises(submitting.LimitReached):
            send(second, signatory)
    else:
        assert send(second, signatory)


def test_numbers_count_within_programme_and_year_and_a_failure_uses_none(monkeypatch):
    call = make_call(make_programme(code="QQA"))
    drafts = [make_draft(call=call) for _ in range(3)]
    monkeypatch.setattr(submitting, "SEND_RECEIPT", "grants.jobs.unknown")
    with pytest.raises(Exception, match="cannot be imported"):
        send(*drafts[0])
    monkeypatch.undo()
    year = submitting.arrival().year
    references = [send(*one).application.reference for one in drafts[1:]]
    other, signatory = make_draft(call=make_call(make_programme(code="QQB")))
    assert [*references, send(other, signatory).application.reference] == [
        f"{year}-QQA-0001",
        f"{year}-QQA-0002",
        f"{year}-QQB-0001",
    ]
    assert fresh(drafts[0][0]).state == "draft"


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_only_who_signs_today_submits(who):
    draft, _signatory = make_draft()
    user = make_member(draft.organisation if who == "editor" else make_organisation(), "editor")
    with pytest.raises(workflow.NotPossible):
        send(draft, user)
    assert (fresh(draft).state, ReferenceCounter.objects.count()) == ("draft", 0)


@pytest.mark.parametrize("field", ["content", "sha256"])
def test_what_was_sent_never_changes(field):
    submission = send(*make_draft())
    with pytest.raises(ProgrammingError, match="Cannot update"):
        Submission.objects.filter(pk=submission.pk).update(**{field: "x"})
