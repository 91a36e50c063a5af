"""What the office asks of an applicant, and the answer: which sections it opens, until when, and what is sent."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from grants import papers, printing, receipts, submitting, terms, withdrawing, workflow, writing
from grants.casework import asking
from grants.models import Application, Query
from tests.factories import make_member
from tests.grants.cases import case_worker, make_case, second_person, tied_case_worker
from tests.grants.factories import type_section
from tests.grants.paperwork import ASKED, add, make_call_for_papers
from tests.mails import queued

from .asked import COSTLY, DAY, end, fresh, make_asked, make_asked_for_papers, reply, retype, reviewed

pytestmark = pytest.mark.django_db
NEXT_WEEK = timezone.localdate() + 7 * DAY


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def mailed(template):
    return [mail for mail in queued() if mail.template == f"grants/{template}"]


def content(submission):
    return json.loads(submission.content)


# Asking


def test_asking_opens_the_sections_until_the_end_of_the_day_in_berlin():
    case, user = make_case("checking"), case_worker()
    query = asking.ask(case, user, ["plan", "projekt"], "Bitte genauer.", date(2027, 1, 20))
    assert (query.number, query.sections, query.asked_by) == (1, ["projekt", "plan"], user)
    assert query.due_at.astimezone(UTC) == datetime(2027, 1, 20, 22, 59, 59, tzinfo=UTC)
    assert (case.state, fresh(case).open_query) == ("queried", query)


def test_the_whole_last_second_counts():
    query = Query(due_at=asking.end_of(date(2027, 7, 1)))
    last = datetime(2027, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)
    found = [asking.is_in_time(query, at) for at in (last, last + timedelta(microseconds=1))]
    assert found == [True, False]


def test_a_day_that_has_begun_is_refused_and_nothing_happens():
    case = make_case("checking")
    with pytest.raises(asking.NotInTime):
        asking.ask(case, case_worker(), ["projekt"], "x", timezone.localdate())
    assert (fresh(case).state, Query.objects.count(), mailed("query")) == ("checking", 0, [])


@pytest.mark.parametrize("state", ["submitted", "queried", "assessing", "deciding", "withdrawn"])
def test_the_office_asks_during_the_check_only(state):
    case = make_case(state)
    with pytest.raises(workflow.NotPossible):
        asking.ask(case, case_worker(), ["projekt"], "x", NEXT_WEEK)
    assert not Query.objects.exists()


def test_who_is_tied_or_only_decides_asks_nothing():
    case = make_case("checking")
    for user in (tied_case_worker(case), second_person()):
        with pytest.raises(workflow.NotPossible):
            asking.ask(case, user, ["projekt"], "x", NEXT_WEEK)


def test_the_mail_goes_to_everybody_of_the_association_without_what_is_asked():
    case, signatory, _user = make_asked(text="Wo steht die IBAN?")
    told = mailed("query")
    assert [mail.recipient for mail in told] == [signatory.email]
    (mail,) = told
    assert (case.reference in mail.text, "IBAN" in mail.text, "/nachforderung/" in mail.text) == (True, False, True)


def test_more_time_is_told_and_reminds_anew():
    case, _signatory, user = make_asked()
    asking.remind_one(case.open_query.pk, timezone.localdate() + 13 * DAY)
    query = asking.prolong(case, user, timezone.localdate() + 30 * DAY)
    assert (query.due_at, len(mailed("query"))) == (asking.end_of(timezone.localdate() + 30 * DAY), 2)
    assert [asking.is_due(query, timezone.localdate() + left * DAY) for left in (1, 22, 23)] == [False, False, True]
    with pytest.raises(workflow.NotPossible):
        asking.prolong(case, tied_case_worker(case), NEXT_WEEK)


# Writing


def test_only_the_named_sections_are_written():
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    with pytest.raises(writing.NotADraft):
        retype(case, "plan", signatory, requested="1,00")
    with pytest.raises(writing.NotADraft):
        papers.lock(case)


def test_what_was_sent_keeps_its_title_until_the_answer():
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, title="Neuer Titel")
    assert fresh(case).title == "Lesen"
    reply(case, signatory)
    assert fresh(case).title == "Neuer Titel"


# Answering


def test_an_answer_is_the_next_version_and_goes_back_to_the_check():
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    at = submitting.arrival()
    submission = reply(case, signatory, at)
    assert (submission.number, submission.by, submission.arrived_at) == (2, signatory, at)
    assert content(submission)["answers"]["projekt"]["place"] == "Rathaus"
    query, step = case.queries.get(), case.status_changes.last()
    assert (query.answered_at, query.answered_by, step.step, step.at) == (at, signatory, "answer", at)
    assert fresh(case).state == "checking"


def test_the_paper_of_an_answer_says_which_version_it_is():
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    answer = reply(case, signatory)
    with translation.override("en"):
        told = [dict(printing.application_data(one)["facts"]) for one in (case.submissions.first(), answer)]
    assert [facts.get("Version of the application") for facts in told] == [None, "2"]


def test_sections_that_were_not_opened_stand_as_they_were_sent():
    case, signatory, _user = make_asked("projekt")
    former = case.submissions.get()
    # As if something had been typed while an earlier question was open.
    plan = case.sections.get(key="plan")
    plan.typed["requested"] = ["1,00"]
    plan.save()
    retype(case, "projekt", signatory, place="Rathaus")
    submission = reply(case, signatory)
    for key in ("verein", "inhalt", "plan", "anlagen", "erklaerungen"):
        assert terms.canonical(content(former)["answers"][key]) in submission.content
    assert set(content(submission)) == set(content(former))
    assert content(submission)["organisation"] == content(former)["organisation"]


def test_the_entry_of_the_association_goes_anew_with_its_section():
    case, signatory, _user = make_asked("projekt")
    case.organisation.street = "Neue Straße 1"
    case.organisation.save()
    assert content(reply(case, signatory))["organisation"]["street"] != "Neue Straße 1"
    Application.objects.filter(pk=case.pk).update(state="checking")
    asking.ask(fresh(case), case_worker(), ["verein"], "x", NEXT_WEEK)
    assert content(reply(case, signatory))["organisation"]["street"] == "Neue Straße 1"


def test_a_changed_plan_is_the_plan_of_the_office_and_the_sum_asked_for():
    case, signatory, _user = make_asked("plan")
    retype(case, "plan", signatory, **COSTLY)
    reply(case, signatory)
    lines = [(line.side, line.amount) for line in case.budget_lines.all()]
    assert lines == [("expense", Decimal("600.00")), ("income", Decimal("225.00"))]
    assert fresh(case).requested == Decimal("375.00")


def cut(line):
    line.recognised, line.cut_reason = line.amount - 1, "zu teuer"
    line.save()


def test_cuts_stay_where_nothing_of_the_line_changed_and_the_step_says_which_went():
    case, signatory, _user = make_asked("plan")
    for line in case.budget_lines.filter(side="expense"):
        cut(line)
    added = {"kosten-TOTAL_FORMS": "2", "kosten-1-category": "material", "kosten-1-label": "Hefte"}
    retype(case, "plan", signatory, **added, **{"kosten-1-amount": "10,00", "einnahmen-0-amount": "135,00"})
    reply(case, signatory)
    cuts = [(line.label, line.recognised) for line in case.budget_lines.filter(side="expense")]
    assert (cuts, case.status_changes.last().note) == ([("Trainerin", Decimal("499.00")), ("Hefte", None)], "")


def test_a_cut_of_a_line_that_changed_goes():
    case, signatory, _user = make_asked("plan")
    cut(case.budget_lines.get(side="expense"))
    retype(case, "plan", signatory, **COSTLY)
    reply(case, signatory)
    assert not case.budget_lines.exclude(recognised=None).exists()
    assert "“Trainerin”" in case.status_changes.last().note


def test_the_same_plan_leaves_its_lines_alone():
    case, signatory, _user = make_asked("plan", "projekt")
    before = list(case.budget_lines.values())
    reply(case, signatory)
    assert list(case.budget_lines.values()) == before


def test_what_somebody_wrote_since_the_review_is_not_sent_unseen():
    case, signatory, _user = make_asked("projekt")
    review = reviewed(case)
    assert review.answers
    retype(case, "projekt", signatory, place="Rathaus")
    with pytest.raises(submitting.Changed):
        reply(case, signatory, review=review)
    assert fresh(case).state == "queried"


def test_an_answer_counts_until_the_day_ends_and_is_kept_after_it():
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    query = case.open_query
    with pytest.raises(asking.NotInTime):
        reply(case, signatory, query.due_at + timedelta(seconds=1))
    assert (fresh(case).state, case.submissions.count()) == ("queried", 1)
    assert case.sections.get(key="projekt").typed["place"] == ["Rathaus"]
    reply(case, signatory, query.due_at + timedelta(milliseconds=999))
    assert fresh(case).state == "checking"


def test_only_signatories_of_the_association_send_it():
    case, _signatory, user = make_asked("projekt")
    for person in (make_member(case.organisation), make_member(make_case().organisation, "signatory"), user):
        with pytest.raises(workflow.NotPossible):
            reply(case, person)
    assert case.submissions.count() == 1


def test_the_second_click_finds_the_first_answer():
    case, signatory, _user = make_asked("projekt")
    review = reviewed(case)
    found = [reply(case, signatory, review=review) for _click in range(2)]
    assert (found[0], case.submissions.count()) == (found[1], 2)


def test_nothing_is_answered_once_the_office_goes_on():
    case, signatory, user = make_asked("projekt")
    review = reviewed(case)
    asking.close(case, user, "")
    with pytest.raises(workflow.NotPossible):
        reply(case, signatory, review=review)
    assert case.submissions.count() == 1


def test_the_receipt_of_an_answer_speaks_of_an_answer():
    case, signatory, _user = make_asked("projekt")
    submission = reply(case, signatory)
    receipts.send(submission.pk)
    (mail, *_contact) = mailed("answered")
    assert (mail.recipient, mail.attachments.count(), mailed("receipt")) == (signatory.email, 1, [])


def test_a_second_question_has_the_second_number():
    case, signatory, user = make_asked("projekt")
    reply(case, signatory)
    query = asking.ask(fresh(case), user, ["plan"], "x", NEXT_WEEK)
    assert (query.number, reply(case, signatory).number) == (2, 3)


# Papers


def test_a_paper_that_was_sent_outlives_its_removal():
    case, _signatory = make_asked_for_papers()
    document = case.attachments.get().document
    papers.remove(case, document.key)
    document.refresh_from_db()
    assert (document.file.storage.exists(document.file.name), case.attachments.count()) == (True, 0)


def test_a_paper_that_was_never_sent_goes_when_it_is_removed():
    case, signatory = make_asked_for_papers()
    document = add(case, signatory, "angebot", pages=2).document
    papers.remove(case, document.key)
    assert not type(document).objects.filter(pk=document.pk).exists()


def test_a_removed_paper_goes_with_its_application(django_capture_on_commit_callbacks):
    case, _signatory = make_asked_for_papers()
    document = case.attachments.get().document
    papers.remove(case, document.key)
    with django_capture_on_commit_callbacks(execute=True):
        from_all = Application.objects.filter(pk=case.pk)
        papers.keeping.delete_applications(from_all)
    assert not type(document).objects.filter(pk=document.pk).exists()
    assert not document.file.storage.exists(document.file.name)


# Ending without an answer


def test_going_on_closes_the_sections_and_keeps_what_was_typed():
    case, signatory, user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    asking.close(case, user, "telefonisch geklärt")
    query = case.queries.get()
    assert (case.state, query.closed_by, query.answered_at) == ("checking", user, None)
    assert case.sections.get(key="projekt").typed["place"] == ["Rathaus"]
    assert [mail.recipient for mail in mailed("query_closed")] == [signatory.email]
    with pytest.raises(writing.NotADraft):
        type_section(case, "projekt", signatory, place="Markt")


def test_it_lapses_only_after_the_day():
    case, signatory, user = make_asked("projekt")
    with translation.override("en"), pytest.raises(workflow.NotPossible, match="can still answer until"):
        asking.lapse(case, user, "")
    assert fresh(case).state == "queried"
    end(case)
    asking.lapse(case, user, "")
    assert (fresh(case).state, case.queries.open().count()) == ("lapsed", 0)
    assert [mail.recipient for mail in mailed("lapsed")] == [signatory.email]


def test_withdrawing_closes_the_question():
    case, signatory, _user = make_asked("projekt")
    withdrawing.withdraw(case, signatory, "zu viel")
    assert (fresh(case).state, case.queries.get().closed_by) == ("withdrawn", signatory)


def test_what_is_typed_and_not_sent_is_known_by_section():
    case, signatory, _user = make_asked("projekt", "anlagen", call=make_call_for_papers(ASKED[4:]))
    assert asking.typed_since(case, case.open_query) == []
    retype(case, "projekt", signatory, place="Rathaus")
    add(case, signatory, "angebot")
    found = [info.key for info, _at in asking.typed_since(case, case.open_query)]
    assert found == ["projekt", "anlagen"]


# Reminders


@pytest.mark.parametrize("days, expected", [(14, [7, 1]), (7, [1]), (3, [1]), (1, [])])
def test_people_are_reminded_seven_days_and_one_day_before(days, expected):
    case, _signatory, _user = make_asked("projekt", days=days)
    told = []
    for left in range(days, -2, -1):
        before = len(mailed("query_reminder"))
        for _twice in range(2):
            asking.remind_one(case.open_query.pk, timezone.localdate() + (days - left) * DAY)
        told += [left] * (len(mailed("query_reminder")) - before)
    assert told == expected


def test_a_day_on_which_nothing_ran_is_made_up_for():
    case, _signatory, _user = make_asked("projekt")
    asking.remind_one(case.open_query.pk, timezone.localdate() + 9 * DAY)
    assert [mail.context["days"] for mail in mailed("query_reminder")] == [5]


def test_nobody_is_reminded_of_what_is_answered():
    case, signatory, _user = make_asked("projekt")
    query, later = case.open_query, timezone.localdate() + 7 * DAY
    assert [one.pk for one in asking.due(later)] == [query.pk]
    reply(case, signatory)
    asking.remind_one(query.pk, later)
    assert (asking.due(later), mailed("query_reminder")) == ([], [])
