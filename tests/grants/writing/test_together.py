"""Two people write in one section at once: the later one sees both texts and chooses, and nothing vanishes."""

import pytest
from django.utils import timezone

from grants import writing
from grants.models import Application, Revision

from .conftest import browser
from .pages import saved, send, shown, url, words

pytestmark = pytest.mark.django_db
HERS = {"title": "hers", "place": "Park"}
MINE = {"title": "mine", "place": "Park", "partners": "Schule"}


@pytest.fixture
def overtaken(person, colleague, draft):
    """Where the later one is led, after the colleague has saved."""
    send(browser(colleague), draft, "projekt", 0, **HERS)
    return send(person, draft, "projekt", 0, **MINE)["Location"]


def choose(person, page, choices):
    return person.post(page, {"at": Revision.objects.get(kind="aside").at.isoformat()} | choices)


def test_the_later_one_is_led_to_both_texts(person, overtaken, draft):
    page = words(person.get(overtaken))
    assert all(part in page for part in ("Bela saved this page on", "mine", "hers", "Schule"))
    assert "Park" not in page
    assert saved(draft, "projekt") == HERS


def test_part_by_part(person, overtaken, draft, member):
    answer = choose(person, overtaken, {"seen": 1, "choice-title": "theirs", "choice-partners": "mine"})
    assert answer["Location"] == url(draft, "projekt")
    assert saved(draft, "projekt") == HERS | {"partners": "Schule"}
    assert draft.sections.get().edited_by == member
    assert not writing.kept_aside(draft, member).exists()


@pytest.mark.parametrize(("action", "stands"), [("all-mine", MINE), ("all-theirs", HERS)])
def test_all_of_one(person, overtaken, draft, action, stands):
    choose(person, overtaken, {"seen": 1, "action": action})
    assert saved(draft, "projekt") == stands


def test_both_texts_stay_in_the_history(person, overtaken, draft):
    choose(person, overtaken, {"seen": 1, "action": "all-theirs"})
    titles = Revision.objects.filter(section__application=draft).values_list("kind", "typed__title__0")
    assert sorted(titles) == [("aside", "mine"), ("saved", "hers")]


def test_something_must_be_chosen_everywhere(person, overtaken, draft, member):
    answer = choose(person, overtaken, {"seen": 1, "choice-title": "mine"})
    assert (answer.status_code, "Choose one of the two texts everywhere" in words(answer)) == (422, True)
    assert shown(answer)["choice-title"] == "mine"
    assert saved(draft, "projekt") == HERS
    assert writing.kept_aside(draft, member).exists()


def test_when_the_colleague_saves_once_more_one_looks_again(person, colleague, overtaken, draft):
    send(browser(colleague), draft, "projekt", 1, title="hers anew")
    answer = choose(person, overtaken, {"seen": 1, "action": "all-mine"})
    assert answer["Location"] == overtaken
    assert saved(draft, "projekt") == {"title": "hers anew"}
    assert "hers anew" in words(person.get(overtaken))


def test_what_ones_other_window_typed_meanwhile_is_looked_at_first(person, overtaken, draft):
    answer = choose(person, overtaken, {"seen": 1, "action": "all-mine", "at": "2020-01-01T00:00:00+00:00"})
    assert answer["Location"] == overtaken
    assert saved(draft, "projekt") == HERS


def test_the_page_of_the_section_and_the_task_list_lead_to_the_choice(person, overtaken, draft):
    for page in (url(draft, "projekt"), url(draft)):
        assert overtaken in person.get(page).content.decode()


def test_once_chosen_the_address_leads_to_the_section(person, overtaken, draft):
    choose(person, overtaken, {"seen": 1, "action": "all-mine"})
    assert person.get(overtaken)["Location"] == url(draft, "projekt")


def test_equal_texts_need_no_choice(person, colleague, overtaken, draft, member):
    send(browser(colleague), draft, "projekt", 1, **MINE)
    assert person.get(overtaken)["Location"] == url(draft, "projekt")
    assert not writing.kept_aside(draft, member).exists()


def test_only_its_author_sees_what_is_kept_aside(overtaken, colleague):
    assert browser(colleague).get(overtaken).status_code == 404


def test_lines_of_the_plan_are_chosen_as_a_table(person, colleague, draft):
    hers = {"kosten-0-label": "Saal", "kosten-0-amount": "100", "kosten-1-label": "Essen", "requested": "50"}
    send(browser(colleague), draft, "plan", 0, **hers)
    mine = {"kosten-0-label": "Musik", "kosten-0-amount": "200", "requested": "50"}
    page = send(person, draft, "plan", 0, **mine)["Location"]
    choose(person, page, {"seen": 1, "choice-kosten": "mine"})
    assert saved(draft, "plan") == mine


def test_after_the_submission_there_is_nothing_to_choose(person, overtaken, draft):
    submitted = {"state": "submitted", "reference": "2030-BIL-0001", "submitted_at": timezone.now()}
    Application.objects.filter(pk=draft.pk).update(**submitted)
    choose(person, overtaken, {"seen": 1, "action": "all-mine"})
    assert saved(draft, "projekt") == HERS
