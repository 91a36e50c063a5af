"""Two entries of one association become one: its applications and papers go with it, the drafts too."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from grants import papers
from grants.casework import conflicts
from grants.eligibility import used_in_period
from grants.models import Application, Attachment, Conflict, Document
from grants.terms import of_version
from organisations import merging
from tests.factories import make_member, make_organisation, make_user
from tests.grants.cases import case_worker, make_case
from tests.grants.factories import make_application, make_call, type_section
from tests.grants.paperwork import add, make_call_for_papers, submit
from tests.grants.submitting.making import make_sent

pytestmark = pytest.mark.django_db
AT, DAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC), timedelta(days=1)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pair():
    """The keeper and the other one."""
    return make_organisation(name="Kranichhaus"), make_organisation(name="Kranichaus e.V.")


def merge(pair):
    return merging.merge(*pair, [], make_user("Redaktion"))


def of(organisation, model=Application):
    return sorted(model.objects.filter(organisation=organisation).values_list("pk", flat=True))


def test_drafts_and_submitted_applications_of_both_belong_to_the_keeper(pair):
    call = make_call()
    found = [one for entry in pair for one in (make_application(entry, call), make_sent(entry, call)[0])]
    merge(pair)
    assert of(pair[0]) == sorted(one.pk for one in found)
    assert of(pair[1]) == []


def test_nothing_typed_and_no_step_is_lost(pair):
    drafts = [make_application(entry) for entry in pair]
    for draft in drafts:
        type_section(draft, "projekt", make_member(draft.organisation), title=f"Chor {draft.pk}")
    sent = make_sent(pair[1])[0]
    before = sent.submissions.values("content", "sha256").get()
    merge(pair)
    titles = [one.sections.get().typed["title"] for one in drafts]
    assert titles == [[f"Chor {one.pk}"] for one in drafts]
    assert sent.submissions.values("content", "sha256").get() == before
    assert sent.status_changes.count() == 1


def test_papers_of_both_are_kept_those_of_the_same_kind_and_file_too(pair):
    call = make_call_for_papers()
    attached = [add(make_application(entry, call), make_member(entry)) for entry in pair]
    assert len({one.document.sha256 for one in attached}) == 1
    merge(pair)
    assert of(pair[0], Document) == sorted(one.document_id for one in attached)
    assert of(pair[1], Document) == []
    assert {(one.pk, one.document_id) for one in Attachment.objects.all()} == {(a.pk, a.document_id) for a in attached}


def test_one_may_go_on_writing_the_others_draft_and_take_its_papers(pair):
    call = make_call_for_papers()
    theirs = add(make_application(pair[1], call), make_member(pair[1])).document
    Document.objects.filter(pk=theirs.pk).update(on_file="statutes")
    signatory = make_member(pair[0], "signatory")
    merge(pair)
    mine = make_application(pair[0], call)
    assert papers.on_file(mine, papers.wanted_one(mine, "satzung")) == theirs
    assert Application.objects.of_members(signatory).count() == 2


def test_who_wrote_for_the_other_one_writes_on(pair):
    member, draft = make_member(pair[1]), make_application(pair[1])
    merge(pair)
    type_section(draft, "projekt", member, title="Chor")
    assert list(Application.objects.of_members(member)) == [draft]


def test_what_both_submitted_counts_together(pair):
    call = make_call(limit=1, period="quarter")
    for entry in pair:
        submit(make_application(entry, call))
    merge(pair)
    assert used_in_period(pair[0], of_version(call.published), timezone.now()) == 2


def test_the_page_before_merging_tells_how_many_go_over(pair):
    for entry in pair:
        make_application(entry)
    make_sent(pair[1])
    add(make_application(pair[1], make_call_for_papers()), make_member(pair[1]))
    with translation.override("en"):
        found = {(str(one.label), one.total, one.doubles) for one in merging.moving(*pair)}
    assert {("Applications", 3, 0), ("Documents", 1, 0)} <= found


def declare(user, entry, reason, days_ago=0):
    conflict = conflicts.declare(user, entry, reason)
    Conflict.objects.filter(pk=conflict.pk).update(declared_at=AT - days_ago * DAY)


def test_who_said_of_both_that_they_are_tied_has_said_it_once_of_the_keeper(pair):
    user, case = case_worker(), make_case(organisation=pair[1])
    declare(user, pair[0], "Schwester im Vorstand")
    declare(user, pair[1], "Nachbar der Kassenwartin", days_ago=3)
    merge(pair)
    found = Conflict.objects.get()
    assert (found.user, found.organisation, found.ended_at) == (user, pair[0], None)
    assert (found.reason, found.declared_at) == ("Schwester im Vorstand; Nachbar der Kassenwartin", AT - 3 * DAY)
    assert (case in Application.objects.for_office(user), case in Application.objects.for_office(case_worker())) == (
        False,
        True,
    )


def test_reasons_that_are_the_same_are_kept_once_and_long_ones_as_far_as_there_is_room(pair):
    user, other = case_worker(), case_worker()
    for entry, mark in zip(pair, "ab", strict=True):
        declare(user, entry, "Nachbar")
        declare(other, entry, 200 * mark)
    merge(pair)
    assert Conflict.objects.get(user=user).reason == "Nachbar"
    assert Conflict.objects.get(user=other).reason == (200 * "a" + "; " + 200 * "b")[:250]


def test_a_conflict_that_has_ended_leaves_room_for_the_other_ones(pair):
    """And whoever is tied to the merged entry alone is tied to the keeper."""
    user, other = case_worker(), case_worker()
    for entry in pair:
        declare(user, entry, entry.name)
    Conflict.objects.filter(organisation=pair[0]).update(ended_at=AT)
    declare(other, pair[1], "x")
    merge(pair)
    found = Conflict.objects.order_by("pk").values_list("user", "organisation", "reason", "ended_at")
    rows = [(user.pk, "Kranichhaus", AT), (user.pk, "Kranichaus e.V.", None), (other.pk, "x", None)]
    assert list(found) == [(person, pair[0].pk, reason, ended) for person, reason, ended in rows]
