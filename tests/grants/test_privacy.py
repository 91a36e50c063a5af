"""What the grants keep of people is told to them, goes when its time is over, and loses their account with them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pghistory.core import event_models

from darmstadt_mso.lib import privacy
from grants import privacy_casework
from grants.models import Application, Conflict, Decision, Document, Revision, Section, StatusChange
from tests.factories import make_member, make_organisation, make_user
from tests.grants.casework import traces
from tests.grants.factories import make_application, make_call, type_section

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ago(days):
    return timezone.now() - days * DAY


def due(key):
    return next(row for row in privacy.register() if row.key == key).expired(timezone.now())


def make_draft(touched, closed=True):
    call = make_call(opens_at=ago(900), closes_at=ago(1) if closed else timezone.now() + DAY)
    draft = make_application(make_organisation(index=False), call)
    type_section(draft, "projekt", make_member(draft.organisation), title="Chor")
    Section.objects.filter(application=draft).update(edited_at=touched)
    Application.objects.filter(pk=draft.pk).update(created_at=ago(1000))
    return draft


def withdraw(draft, at):
    Application.objects.filter(pk=draft.pk).update(state="withdrawn", reference=f"2026-ABC-{draft.pk}", submitted_at=at)
    StatusChange.objects.create(application=draft, step="withdraw", before="submitted", after="withdrawn", at=at)


def attach(application, **fields):
    document = Document.objects.create(
        organisation=application.organisation,
        name="Satzung.pdf",
        file=ContentFile(b"x", name="x"),
        size=1,
        **fields,
    )
    application.attachments.create(paper="satzung", document=document)
    return document


def test_drafts_go_half_a_year_after_the_last_change_once_the_call_is_closed():
    old, new, of_open_call = make_draft(ago(185)), make_draft(ago(181)), make_draft(ago(185), closed=False)
    assert (due("drafts").count(), due("drafts").carry_out(), due("drafts").count()) == (1, 1, 0)
    assert set(Application.objects.all()) == {new, of_open_call}
    assert not Section.objects.filter(application_id=old.pk).exists()


def test_withdrawn_applications_go_after_two_years():
    old, new = make_draft(ago(900)), make_draft(ago(900))
    withdraw(old, ago(732))
    withdraw(new, ago(728))
    assert (due("applications").count(), due("applications").carry_out()) == (1, 1)
    assert list(Application.objects.all()) == [new]


def test_the_files_of_a_draft_go_with_it_but_not_those_on_file(django_capture_on_commit_callbacks):
    draft = make_draft(ago(185))
    own, on_file = attach(draft), attach(draft, on_file="statutes")
    with django_capture_on_commit_callbacks(execute=True):
        due("drafts").carry_out()
    assert list(Document.objects.all()) == [on_file]
    assert [default_storage.exists(one.file.name) for one in (own, on_file)] == [False, True]


def test_people_are_told_what_they_wrote():
    draft = make_draft(ago(1))
    user = Revision.objects.get().by
    told = privacy.export(user)[str(next(row.what for row in privacy.register() if row.key == "drafts"))]
    assert [[*one.values()][0:2] + [*one.values()][-1:] for one in told] == [
        [str(draft.organisation), str(draft.call), {"title": ["Chor"]}]
    ]


def test_what_somebody_wrote_stays_with_the_association_without_their_account():
    draft = make_draft(ago(1))
    user = Revision.objects.get().by
    privacy.erase(privacy.Person.of(user))
    assert [(one.by, one.typed) for one in Revision.objects.all()] == [(None, {"title": ["Chor"]})]
    assert Section.objects.get(application=draft).edited_by is None


# The office's casework


@pytest.fixture
def case_of():
    """A case that ended so many days ago, with a letter."""

    def make(state, days):
        case = make_draft(ago(900))
        withdraw(case, ago(days))
        Application.objects.filter(pk=case.pk).update(state=state)
        return case

    return make


@pytest.mark.parametrize("state", ["rejected", "lapsed", "waiting", "revoked"])
def test_what_got_no_grant_goes_after_two_years(state, case_of):
    old, new = case_of(state, 732), case_of(state, 728)
    assert (due("applications").count(), due("applications").carry_out()) == (1, 1)
    assert list(Application.objects.all()) == [new]
    assert old != new


def test_what_was_awarded_or_still_waits_for_an_answer_stays(case_of):
    awarded, asked = case_of("awarded", 900), case_of("rejected", 900)
    asked.requests.create(kind="objection", text="x", received_at=ago(1))
    assert due("applications").carry_out() == 0
    assert set(Application.objects.all()) == {awarded, asked}


def test_letters_and_the_texts_in_the_history_go_with_the_case(case_of, django_capture_on_commit_callbacks):
    case, kept = case_of("rejected", 900), case_of("rejected", 1)
    notices = [traces.make_letter(one, make_user()) for one in (case, kept)]
    for notice in notices:
        notice.pdf.save("x.pdf", ContentFile(b"%PDF"))
    with django_capture_on_commit_callbacks(execute=True):
        due("applications").carry_out()
    assert [default_storage.exists(one.pdf.name) for one in notices] == [False, True]
    decisions = [state for state in event_models() if state.pgh_tracked_model is Decision]
    assert {one.application_id for state in decisions for one in state.objects.all()} == {kept.pk}


def test_whoever_worked_on_a_case_is_told_what_and_leaves_the_file_complete():
    case, user = make_draft(ago(1)), make_user("Förderung")
    traces.leave(case, user)
    rows = {row.key: row.of(user) for row in privacy_casework.REGISTER}
    assert {key: len(found) > 0 for key, found in rows.items()} == dict.fromkeys(rows, True)
    told = str(rows)
    for text in ("Es ist nötig.", "Guten Tag", "Bao Beirat", "Wir möchten beginnen.", "Bitte erklären Sie das."):
        assert text in told
    privacy.erase(privacy.Person.of(user))
    case.refresh_from_db()
    kept = (case.scores.get().assessor, case.messages.get().by, case.decisions.get().prepared_by)
    assert kept == (None, None, None)
    assert (Conflict.objects.count(), case.agenda_items.get().votes.get().seat.user) == (0, None)
