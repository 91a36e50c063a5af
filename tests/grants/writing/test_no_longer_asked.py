"""A new version of the call asks less: what was typed there stays, is shown, and can be chosen."""

import pytest

from grants import publishing, writing
from tests.grants.factories import make_application, make_call, type_section

from .conftest import browser
from .pages import saved, send, url, words

pytestmark = pytest.mark.django_db
TYPED = {"q-ziel": "Alle lernen schwimmen", "q-weg": "Mit dem Rad"}
ASKED = "Was ist das Ziel? (no longer asked)"


@pytest.fixture
def draft(organisation):
    call = make_call(publish=False)
    for key, words_ in (("ziel", "Was ist das Ziel?"), ("weg", "Wie kommen alle hin?")):
        call.questions.create(key=key, text=words_)
    publishing.publish(call, None)
    call.refresh_from_db()
    return make_application(organisation, call)


def ask_less(draft):
    draft.call.questions.get(key="ziel").delete()
    draft.version = publishing.publish(draft.call, None, note="Weniger Fragen")
    draft.save()


@pytest.fixture
def written(draft, member):
    type_section(draft, "inhalt", member, **TYPED)
    ask_less(draft)
    return draft


@pytest.mark.parametrize("page", ["inhalt", "verlauf"])
def test_what_was_typed_can_still_be_read(person, written, page):
    said = words(person.get(url(written, page)))
    assert ("Alle lernen schwimmen" in said, ASKED in said) == (True, True)


def test_the_review_and_the_plan_know_nothing_of_it(person, written, member):
    type_section(written, "plan", member, **{"kosten-0-label": "Farbe", "requested": "50"})
    assert [person.get(url(written, page)).status_code for page in ("pruefen", "plan")] == [200, 200]
    assert "no longer asked" not in words(person.get(url(written, "plan"))).lower()


def test_the_next_save_keeps_it(person, written):
    send(person, written, "inhalt", 1, **{"q-weg": "Zu Fuß"})
    assert saved(written, "inhalt") == TYPED | {"q-weg": "Zu Fuß"}


def test_a_question_that_is_asked_can_be_emptied(person, written):
    send(person, written, "inhalt", 1)
    assert saved(written, "inhalt") == {"q-ziel": TYPED["q-ziel"]}


def test_nothing_stands_there_where_nothing_was_typed(person, draft, member):
    type_section(draft, "inhalt", member, **{"q-weg": "Mit dem Rad", "q-ziel": ""})
    ask_less(draft)
    assert "no longer asked" not in words(person.get(url(draft, "inhalt")))


def test_it_is_compared_and_chosen(person, colleague, draft, member):
    send(browser(colleague), draft, "inhalt", 0, **TYPED)
    page = send(person, draft, "inhalt", 0, **TYPED | {"q-ziel": "Alle singen"})["Location"]
    ask_less(draft)
    said = words(person.get(page))
    assert all(part in said for part in (ASKED, "Alle singen", "Alle lernen schwimmen"))
    aside = writing.kept_aside(draft, member).get()
    person.post(page, {"seen": 1, "at": aside.at.isoformat(), "action": "all-mine"})
    assert saved(draft, "inhalt") == TYPED | {"q-ziel": "Alle singen"}
