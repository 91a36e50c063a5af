"""What the page's script sends while somebody types."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grants import writing
from grants.models import Application, Revision

from .conftest import browser
from .pages import auto, saved, send, url

pytestmark = pytest.mark.django_db


def revisions(draft):
    found = Revision.objects.filter(section__application=draft).order_by("pk")
    return [(one.kind, one.typed.get("title", [""])[0]) for one in found]


def test_it_says_what_number_and_when(person, draft):
    answer = auto(person, draft, "projekt", title="Fe")
    edited = timezone.localtime(draft.sections.get().edited_at)
    assert answer.status_code == 200
    assert answer.json() == {"number": 1, "saved_at": f"{edited:%H:%M}"}
    assert saved(draft, "projekt") == {"title": "Fe"}


def test_mistakes_do_not_matter(person, draft):
    assert auto(person, draft, "projekt", begins_on="bald").json()["number"] == 1


def test_of_autosaves_that_go_on_from_each_other_the_first_and_the_last_stay(person, draft):
    for seen, title in enumerate(["F", "Fe", "Fes", "Fest"]):
        assert auto(person, draft, "projekt", seen, title=title).json()["number"] == seen + 1
    assert revisions(draft) == [("auto", "F"), ("auto", "Fest")]


def test_the_button_ends_a_sitting(person, draft):
    auto(person, draft, "projekt", 0, title="F")
    send(person, draft, "projekt", 1, title="F")
    auto(person, draft, "projekt", 1, title="Fest")
    assert revisions(draft) == [("saved", "F"), ("auto", "Fest")]


def test_after_a_pause_there_is_a_new_revision(person, draft):
    auto(person, draft, "projekt", 0, title="F")
    Revision.objects.update(at=timezone.now() - timedelta(minutes=11))
    auto(person, draft, "projekt", 1, title="Fest")
    assert revisions(draft) == [("auto", "F"), ("auto", "Fest")]


def test_the_text_of_ones_own_second_window_stays_in_the_history(person, draft):
    auto(person, draft, "projekt", 0, title="one window")
    assert auto(person, draft, "projekt", 0, title="the other").json()["older"]
    assert saved(draft, "projekt") == {"title": "one window"}
    assert auto(person, draft, "projekt", 1, title="the other").json()["number"] == 2
    assert saved(draft, "projekt") == {"title": "the other"}
    assert revisions(draft) == [("auto", "one window"), ("auto", "the other")]


def test_the_same_text_is_saved_once(person, draft):
    assert [auto(person, draft, "projekt", 0, title="F").json()["number"] for _twice in range(2)] == [1, 1]
    assert revisions(draft) == [("auto", "F")]


def test_a_colleagues_newer_text_is_told_and_left_alone(person, colleague, member, draft):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    answer = auto(person, draft, "projekt", 0, title="mine")
    aside = writing.kept_aside(draft, member).get()
    assert answer.status_code == 409
    assert answer.json() == {"choose": url(draft, "projekt", "fassungen", aside.key)}
    assert saved(draft, "projekt") == {"title": "hers"}


def test_the_address_stays_while_one_types_on(person, colleague, member, draft):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    answers = [auto(person, draft, "projekt", 0, title=title).json() for title in ("m", "mine")]
    assert answers[0] == answers[1]
    assert writing.kept_aside(draft, member).get().typed == {"title": ["mine"]}


def test_after_the_submission_it_says_so(person, draft):
    submitted = {"state": "submitted", "reference": "2030-BIL-0001", "submitted_at": timezone.now()}
    Application.objects.filter(pk=draft.pk).update(**submitted)
    answer = auto(person, draft, "projekt", title="F")
    assert (answer.status_code, list(answer.json())) == (409, ["ended"])


def test_too_much_is_refused_in_words(person, draft, monkeypatch):
    monkeypatch.setattr(writing, "MOST_CHARACTERS", 10)
    answer = auto(person, draft, "projekt", title="x" * 20)
    assert (answer.status_code, list(answer.json())) == (413, ["refused"])
