"""What was sent without log-in, or with the token of before, is shown again, whatever is saved meanwhile."""

import pytest

from tests.grants.factories import type_section
from tests.members import as_

from .conftest import browser
from .pages import auto, saved, send, shown, url, words

pytestmark = pytest.mark.django_db


def test_without_log_in_the_text_is_kept_and_shown_afterwards(client, draft, member):
    type_section(draft, "projekt", member, title="before")
    answer = send(client, draft, "projekt", 1, title="typed without log-in")
    assert answer["Location"].startswith("/en/konto/login/")
    assert saved(draft, "projekt") == {"title": "before"}
    page = as_(client, member).get(url(draft, "projekt"))
    assert (shown(page)["title"], shown(page)["seen"]) == ("typed without log-in", "1")
    assert "data-unsaved" in page.content.decode()


def test_it_is_forgotten_once_it_is_sent(client, draft, member):
    send(client, draft, "projekt", 0, title="typed without log-in")
    as_(client, member)
    send(client, draft, "projekt", 0, title="typed without log-in, and more")
    page = client.get(url(draft, "projekt"))
    assert shown(page)["title"] == "typed without log-in, and more"
    assert "data-unsaved" not in page.content.decode()


def test_what_the_script_sends_without_log_in_is_kept_too(client, draft, member):
    auto(client, draft, "projekt", 0, title="typed")
    assert shown(as_(client, member).get(url(draft, "projekt")))["title"] == "typed"


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(client, draft, member, colleague):
    send(client, draft, "projekt", 0, title="mine")
    type_section(draft, "projekt", colleague, title="hers")
    page = shown(as_(client, member).get(url(draft, "projekt")))
    answer = send(client, draft, "projekt", page["seen"], title=page["title"])
    assert "/fassungen/" in answer["Location"]


def test_the_page_can_be_shown_without_it(client, draft, member):
    type_section(draft, "projekt", member, title="before")
    send(client, draft, "projekt", 1, title="typed without log-in")
    as_(client, member)
    assert shown(client.get(url(draft, "projekt") + "?neu=1"))["title"] == "before"


def test_a_page_older_than_the_log_in_is_kept_and_shown(draft, member):
    strict = browser(member, enforce_csrf_checks=True)
    page = url(draft, "projekt")
    headers = {"origin": "http://testserver", "referer": f"http://testserver{page}"}
    answer = strict.post(page, {"seen": 0, "title": "typed", "csrfmiddlewaretoken": "x" * 64}, headers=headers)
    assert answer["Location"] == page
    assert shown(strict.get(page))["title"] == "typed"
    assert draft.sections.count() == 0


def test_a_mistake_in_what_was_kept_is_told(client, draft, member):
    send(client, draft, "projekt", 0, begins_on="bald")
    page = as_(client, member).get(url(draft, "projekt"))
    assert "Write the day like this" in words(page)


def test_a_kept_plan_is_shown(client, draft, member):
    send(client, draft, "plan", 0, **{"kosten-0-label": "Saal", "kosten-0-amount": "1O0"})
    page = shown(as_(client, member).get(url(draft, "plan")))
    assert (page["kosten-0-label"], page["kosten-0-amount"]) == ("Saal", "1O0")
