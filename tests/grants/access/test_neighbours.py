"""An address of one's own application with the key of something that belongs elsewhere does not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Attachment, Revision
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.grants.factories import type_section

from .world import TITLE, aside_of, document_of, make_draft, make_sent, put_aside

pytestmark = pytest.mark.django_db
OF_DOCUMENTS = ("document", "document_preview", "remove_document")


@pytest.fixture
def signatory():
    return make_member(make_organisation(), "signatory")


@pytest.fixture
def own(signatory):
    return make_draft(signatory.memberships.get().organisation, signatory, title="Eigenes")


@pytest.fixture
def foreign():
    """Of an association for which the person does not speak."""
    person = make_member(make_organisation(), "signatory")
    draft = make_draft(person.memberships.get().organisation, person)
    put_aside(draft, person)
    return draft


@pytest.fixture
def browser(signatory):
    client = Client()
    client.force_login(signatory)
    return client


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def status(browser, name, application, *further, **typed):
    method = browser.post if typed else browser.get
    answer = method(reverse(f"grants:{name}", args=[application.handle, *further]), typed)
    if answer.streaming:
        return answer.status_code, len(b"".join(answer.streaming_content)) == 0
    return answer.status_code, TITLE in answer.content.decode(errors="ignore")


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_a_document_of_another_association_is_not_among_ones_own(browser, own, foreign, name):
    assert status(browser, name, own, document_of(own).key) == (200, False)
    assert status(browser, name, own, document_of(foreign).key) == (404, False)
    assert status(browser, name, foreign, document_of(own).key) == (404, False)


def test_a_document_of_another_association_cannot_be_removed(browser, own, foreign):
    status(browser, "remove_document", own, document_of(foreign).key, sent="1")
    assert Attachment.objects.filter(application=foreign).count() == 1


def test_what_is_on_file_at_another_association_cannot_be_reused(browser, own, foreign):
    kept = document_of(foreign)
    type(kept).objects.filter(pk=kept.pk).update(on_file="statutes")
    Attachment.objects.filter(application=own).delete()
    status(browser, "reuse", own, "satzung", document=kept.key)
    assert not Attachment.objects.filter(application=own).exists()


def test_the_office_finds_a_drafts_document_at_no_submitted_application(own, signatory, foreign):
    """Of the same association, on file, and with the key known."""
    sent = make_sent(own.organisation, signatory)
    kept = document_of(own)
    type(kept).objects.filter(pk=kept.pk).update(on_file="statutes")
    office = Client()
    office.force_login(make_user("Förderung"))
    found = [status(office, "document", sent, document_of(one).key)[0] for one in (sent, own, foreign)]
    assert found == [200, 404, 404]


def test_an_older_text_of_another_application_is_not_taken_up(browser, own, foreign):
    theirs = foreign.sections.get(key="projekt").revisions.first()
    assert status(browser, "history", own, fassung=theirs.key) == (404, False)
    assert own.sections.get(key="projekt").typed["title"] == ["Eigenes"]


def test_not_even_of_another_application_of_the_same_association(browser, own, signatory):
    second = make_draft(own.organisation, signatory)
    theirs = second.sections.get(key="projekt").revisions.first()
    assert status(browser, "history", own, fassung=theirs.key) == (404, False)


@pytest.mark.parametrize("typed", [{}, {"action": "all-mine"}])
def test_what_is_kept_aside_elsewhere_cannot_be_chosen(browser, own, foreign, signatory, typed):
    put_aside(own, signatory)
    aside = aside_of(own).key
    assert status(browser, "choose", own, "projekt", aside)[0] == 200
    assert status(browser, "choose", own, "projekt", aside_of(foreign).key, **typed) == (404, False)
    assert status(browser, "choose", own, "plan", aside, **typed) == (404, False)
    assert status(browser, "choose", foreign, "projekt", aside, **typed) == (404, False)


def test_what_oneself_kept_aside_in_another_application_is_not_chosen_here(browser, own, signatory):
    second = make_draft(own.organisation, signatory)
    put_aside(second, signatory)
    assert status(browser, "choose", own, "projekt", aside_of(second).key) == (404, False)


def test_an_ordinary_revision_is_nothing_to_choose(browser, own, signatory):
    saved = Revision.objects.filter(section__application=own, by=signatory).first()
    assert status(browser, "choose", own, saved.section.key, saved.key) == (404, False)


@pytest.mark.parametrize("name", ["upload", "reuse"])
def test_a_paper_that_the_call_does_not_ask_for_does_not_exist(browser, own, name):
    assert status(browser, name, own, "satzung", sent="1")[0] in (302, 422)
    assert status(browser, name, own, "gibtesnicht", sent="1") == (404, False)


def test_a_section_that_does_not_exist_is_none(browser, own):
    assert status(browser, "section", own, "projekt")[0] == 200
    assert status(browser, "section", own, "gibtesnicht") == (404, False)
    assert status(browser, "section", own, "gibtesnicht", title="x") == (404, False)


def test_the_key_of_the_draft_opens_nothing_else_after_the_submission(browser, own, signatory):
    sent = make_sent(own.organisation, signatory)
    old = reverse("grants:application", args=[sent.draft_key])
    assert browser.get(old)["Location"] == sent.get_absolute_url()
    stranger = Client()
    stranger.force_login(make_member(make_organisation(), "signatory"))
    assert [stranger.get(url).status_code for url in (old, sent.get_absolute_url())] == [404, 404]


def test_whoever_speaks_for_two_associations_sees_both_and_mixes_none(browser, own, foreign, signatory):
    make_membership(signatory, foreign.organisation)
    assert status(browser, "application", foreign) == (200, True)
    assert status(browser, "document", own, document_of(foreign).key) == (404, False)
    theirs = type_section(foreign, "projekt", signatory, title="Neu").revisions.last()
    assert status(browser, "history", own, fassung=theirs.key) == (404, False)
