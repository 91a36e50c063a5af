"""The list of applications, the task list of a draft, and giving a draft up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grants import publishing
from grants.models import Application, Attachment, Revision
from tests.factories import make_member, make_organisation, make_user
from tests.grants.factories import make_application, make_call, type_section
from tests.pages import by_class, text, tree

from .conftest import browser
from .pages import url, words

pytestmark = pytest.mark.django_db
LIST = "/en/antraege/"


def tasks(answer):
    """{section: what is said of it}"""
    found = by_class(tree(answer), "task")
    return {text(one.find("a")): text(one).removeprefix(text(one.find("a"))).strip() for one in found}


def test_the_list_leads_to_the_calls_while_it_is_empty(person):
    page = person.get(LIST)
    assert "There is no application yet" in words(page)
    assert 'href="/en/foerderung/"' in page.content.decode()


def test_whoever_speaks_for_nobody_finds_the_way_to_an_association():
    assert "Applications are written for an association." in words(browser(make_user()).get(LIST))


def test_a_draft_in_the_list(person, draft, member):
    type_section(draft, "projekt", member, title="Fest im Park")
    page = words(person.get(LIST))
    assert "Fest im Park" in page
    assert "Something is missing in: Association, Project, Cost and financing plan" in page
    assert "10 days left" in page
    assert "Last saved by Ada" in page


def test_only_ones_own_associations_are_listed(person, member):
    make_application(make_organisation(index=False), title="Fremd")
    assert "Fremd" not in words(person.get(LIST))


def test_what_came_too_late_is_kept_and_says_whom_to_ask(person, organisation):
    call = make_call(contact_name="Frau Beispiel", contact_phone="06151 13")
    make_application(organisation, call, title="Spät", late_at=timezone.now())
    page = words(person.get(LIST))
    assert "Kept, not submitted" in page
    assert "Whether it can still be taken, ask the office: Frau Beispiel 06151 13" in page


def test_a_submitted_one_stands_with_its_reference(person, organisation):
    submitted = {"state": "submitted", "reference": "2030-BIL-0007", "submitted_at": timezone.now()}
    make_application(organisation, title="Fest", **submitted)
    page = words(person.get(LIST))
    assert "2030-BIL-0007 · Fest" in page
    assert "Who has it now: the city's office" in page


def test_the_task_list_says_what_is_missing(person, draft, member):
    type_section(draft, "projekt", member, title="Fest", begins_on="bald")
    found = tasks(person.get(url(draft)))
    assert found["Association"] == "not begun yet"
    assert found["Project"].startswith("9 things are missing or not right: Is the project new? · What is it about?")
    assert "saved by Ada" in found["Project"]


def test_a_complete_section_says_so(person, draft, member):
    type_section(draft, "inhalt", member)
    assert tasks(person.get(url(draft)))["Content"].startswith("complete")


def test_the_highest_grant_stands_there_once_there_is_a_plan(person, draft, member):
    assert "Highest possible grant" not in words(person.get(url(draft)))
    typed = {"kosten-0-category": "material", "kosten-0-label": "Farbe", "kosten-0-amount": "100"}
    type_section(draft, "plan", member, **typed)
    assert "Highest possible grant by your plan: €75.00" in words(person.get(url(draft)))


def test_changed_rules_are_told_with_their_reason(person, draft):
    call = draft.call
    call.maximum = 400
    call.save()
    publishing.publish(call, None, note="Weniger Geld")
    page = words(person.get(url(draft)))
    assert ("The rules of this call have changed since you began." in page, "Weniger Geld" in page) == (True, True)


def test_rules_changed_before_are_no_news(person, organisation):
    call = make_call()
    call.maximum = 400
    call.save()
    publishing.publish(call, None, note="Weniger Geld")
    call.refresh_from_db()
    assert "Weniger Geld" not in words(person.get(url(make_application(organisation, call))))


def test_after_the_deadline_the_draft_can_still_be_read_and_saved(person, organisation):
    now = timezone.now()
    call = make_call(opens_at=now - timedelta(days=3), closes_at=now - timedelta(days=1))
    draft = make_application(organisation, call)
    assert "The deadline has passed, so this draft can no longer be submitted." in words(person.get(url(draft)))
    assert person.post(url(draft, "projekt"), {"seen": 0, "title": "Fest"}).status_code == 302


def test_the_drafts_address_leads_to_the_reference(person, draft):
    key, submitted = draft.draft_key, {"state": "submitted", "submitted_at": timezone.now()}
    Application.objects.filter(pk=draft.pk).update(reference="2030-BIL-0007", **submitted)
    assert person.get(f"/en/antraege/{key}/")["Location"] == "/en/antraege/2030-BIL-0007/"


def test_a_draft_is_deleted_after_a_question(person, draft, member):
    type_section(draft, "projekt", member, title="Fest")
    assert "That cannot be undone." in words(person.get(url(draft, "loeschen")))
    assert Application.objects.count() == 1
    assert person.post(url(draft, "loeschen"))["Location"] == LIST
    assert (Application.objects.count(), Revision.objects.count(), Attachment.objects.count()) == (0, 0, 0)


def test_what_is_submitted_is_not_deleted(person, draft):
    submitted = {"state": "submitted", "reference": "2030-BIL-0007", "submitted_at": timezone.now()}
    Application.objects.filter(pk=draft.pk).update(**submitted)
    assert person.post(url(draft, "loeschen"))["Location"] == "/en/antraege/2030-BIL-0007/"
    assert Application.objects.count() == 1


def test_whoever_left_the_association_has_no_access_any_more(draft, organisation):
    former = make_member(organisation)
    former.memberships.update(since="2020-01-01", until="2021-01-01")
    pages = [url(draft), url(draft, "projekt"), url(draft, "verlauf"), url(draft, "loeschen")]
    for someone in (former, make_user(), make_user("Leitung")):
        assert [browser(someone).post(page).status_code for page in pages[1:]] == [404, 404, 404]
    assert [browser(former).get(page).status_code for page in pages] == [404, 404, 404, 404]
    assert (Application.objects.count(), draft.sections.count()) == (1, 0)
