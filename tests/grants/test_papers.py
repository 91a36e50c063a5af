"""Which papers are asked for, attached, on file and missing; what is kept of the files and when it goes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from grants import papers
from grants.models import Application, Document
from grants.writing import NotADraft
from tests.factories import make_member, make_organisation

from .factories import make_application
from .paperwork import add, make_call_for_papers, make_submitted, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def application():
    return make_application(make_organisation(), make_call_for_papers())


@pytest.fixture
def user(application):
    return make_member(application.organisation)


def stored():
    return default_storage.listdir("documents")[1] if default_storage.exists("documents") else []


def keys(found):
    return [paper.key for paper in found]


def today(**ago):
    return timezone.localdate() - timedelta(**ago)


# What is asked for


def test_first_and_repeated_applicants_are_asked_for_different_papers(application):
    assert keys(papers.wanted(application)) == ["satzung", "freistellung", "gruendung", "angebot"]
    make_submitted(application.organisation)
    assert keys(papers.wanted(application)) == ["satzung", "freistellung", "bericht", "angebot"]


def test_what_others_submitted_or_is_only_a_draft_does_not_count(application):
    make_submitted(make_organisation())
    make_application(application.organisation)
    assert papers.is_first(application.organisation, application)


def test_a_submitted_application_is_asked_for_the_same_as_before(application):
    first = make_submitted(application.organisation)
    assert papers.is_first(application.organisation, first)
    assert not papers.is_first(application.organisation)
    assert not papers.is_first(application.organisation, make_submitted(application.organisation))


def test_missing_is_what_is_required_and_not_attached(application, user):
    assert keys(papers.missing(application)) == ["satzung", "freistellung", "gruendung"]
    add(application, user)
    assert keys(papers.missing(application)) == ["freistellung", "gruendung"]


def test_an_expired_paper_is_missing_from_the_next_day_on(application, user):
    add(application, user, "freistellung", valid_until=today())
    assert "freistellung" not in keys(papers.missing(application))
    assert "freistellung" in keys(papers.missing(application, today(days=-1)))


# Attaching


def test_what_is_known_of_a_file_is_kept(application, user):
    document = add(application, user, pages=3).document
    document.refresh_from_db()
    assert (document.name, document.pages, document.content_type) == ("Satzung.pdf", 3, "application/pdf")
    assert (document.scan, document.uploaded_by, document.on_file) == (Document.Scan.NOT, user, "statutes")
    assert stored() == [document.file.name.removeprefix("documents/")]
    assert "Satzung" not in document.file.name
    with document.file.open() as file:
        assert len(file.read()) == document.size


def test_the_same_file_is_attached_once_however_often_it_is_sent(application, user):
    assert add(application, user) == add(application, user)
    assert len(stored()) == Document.objects.count() == 1


def test_several_files_may_be_added_to_a_paper_but_not_too_many(application, user):
    for number in range(papers.MOST_FILES):
        add(application, user, pages=number + 1)
    with pytest.raises(ValidationError):
        add(application, user, pages=20)
    assert len(stored()) == papers.MOST_FILES
    add(application, user, "angebot", pages=20)


def test_nothing_is_added_after_the_submission_and_no_file_is_left(application, user):
    paper = papers.wanted_one(application, "satzung")
    Application.objects.filter(pk=application.pk).update(state="submitted", reference="x", submitted_at=timezone.now())
    with pytest.raises(NotADraft):
        papers.attach(application, paper, upload(), user)
    with pytest.raises(NotADraft):
        papers.reuse(application, paper, "nothing", user)
    assert stored() == []


# On file


def test_papers_on_file_are_offered_to_the_next_application(application, user):
    sent = add(application, user).document
    add(application, user, "angebot", pages=2)
    following = make_application(application.organisation, application.call)
    statutes, offer = (papers.wanted_one(following, key) for key in ("satzung", "angebot"))
    assert (papers.on_file(following, statutes), papers.on_file(following, offer)) == (sent, None)
    papers.reuse(following, statutes, sent.key, user)
    assert [one.document for one in papers.attached(following)["satzung"]] == [sent]
    assert papers.on_file(following, statutes) is None


def test_papers_on_file_of_others_cannot_be_used(application, user):
    sent = add(application, user).document
    other = make_application(make_organisation(), application.call)
    assert papers.on_file(other, papers.wanted_one(other, "satzung")) is None
    assert papers.reuse(other, papers.wanted_one(other, "satzung"), sent.key, user) is None


def test_papers_that_are_not_kept_are_not_used_for_another_application(application, user):
    sent = add(application, user, "angebot").document
    following = make_application(application.organisation, application.call)
    assert papers.reuse(following, papers.wanted_one(following, "angebot"), sent.key, user) is None


def test_a_valid_paper_is_offered_before_a_newer_expired_one(application, user):
    valid = add(application, user, "freistellung", valid_until=today(days=-9)).document
    expired = add(application, user, "freistellung", pages=2, valid_until=today(days=1)).document
    following = make_application(application.organisation, application.call)
    notice = papers.wanted_one(following, "freistellung")
    assert papers.on_file(following, notice) == valid
    papers.reuse(following, notice, valid.key, user)
    assert papers.on_file(following, notice) == expired
    assert papers.reuse(following, notice, expired.key, user) is None


# Removing


def test_a_removed_file_is_deleted(application, user, django_capture_on_commit_callbacks):
    document = add(application, user, "angebot").document
    with django_capture_on_commit_callbacks(execute=True):
        assert papers.remove(application, document.key) == "Satzung.pdf"
    assert (Document.objects.count(), stored()) == (0, [])
    assert papers.remove(application, document.key) is None


def test_a_removed_paper_stays_on_file_unless_it_is_taken_off(application, user, django_capture_on_commit_callbacks):
    document = add(application, user).document
    papers.remove(application, document.key)
    statutes = papers.wanted_one(application, "satzung")
    assert papers.on_file(application, statutes) == document
    papers.reuse(application, statutes, document.key, user)
    with django_capture_on_commit_callbacks(execute=True):
        papers.remove(application, document.key, off_file=True)
    assert (Document.objects.count(), stored()) == (0, [])


def test_a_paper_of_another_application_stays_with_that(application, user, django_capture_on_commit_callbacks):
    document = add(application, user).document
    following = make_application(application.organisation, application.call)
    statutes = papers.wanted_one(following, "satzung")
    papers.reuse(following, statutes, document.key, user)
    with django_capture_on_commit_callbacks(execute=True):
        papers.remove(following, document.key, off_file=True)
    assert [one.document for one in papers.attached(application)["satzung"]] == [document]
    assert (len(stored()), papers.on_file(following, statutes)) == (1, None)


def test_only_files_without_a_row_are_tidied_away_after_a_day(application, user):
    add(application, user)
    default_storage.save("documents/stray", ContentFile(b"x"))
    assert papers.tidy() == 0
    assert papers.tidy(timezone.now() + papers.STRAY_AFTER + timedelta(minutes=1)) == 1
    assert len(stored()) == 1
