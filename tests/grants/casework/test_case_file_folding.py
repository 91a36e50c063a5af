"""What is folded in the case file, and what a step still waits for."""

import pytest
from django.urls import reverse
from django.utils import translation

from grants.casework import checking
from grants.models import Application, CheckMark
from tests.grants.cases import case_worker, make_case, second_person
from tests.grants.casework.asked import make_asked
from tests.members import english
from tests.office import let_in
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
State = Application.State


def shown(client, case, user):
    url = english(reverse("admin:grants_application_change", args=[case.pk]))
    return main(tree(let_in(client, user).get(url)))


def part(found, key):
    return next(one for one in found.iter("section") if one.get("id") == key)


def is_open(found, key):
    (fold,) = by_class(part(found, key), "case-fold")
    return "open" in fold.attrib


def text_of_label(item):
    with translation.override("en"):
        return str(item.label)


def waits_for(found):
    return [links(one) for one in by_class(part(found, "steps"), "case-before")]


@pytest.mark.parametrize(
    ("state", "open_parts"),
    [
        (State.SUBMITTED, (True, False)),
        (State.CHECKING, (True, False)),
        (State.ASSESSING, (False, True)),
        (State.DECIDING, (False, False)),
        (State.AWARDED, (False, False)),
    ],
)
def test_a_part_is_open_while_it_is_worked_on(client, state, open_parts):
    found = shown(client, make_case(state), case_worker())
    assert (is_open(found, "checking"), is_open(found, "plan")) == open_parts
    assert not is_open(found, "story")


def test_the_end_of_the_check_names_the_points_that_are_not_fulfilled(client):
    case, user = make_case(State.CHECKING), case_worker()
    found = shown(client, case, user)
    assert waits_for(found) == [] and "all fulfilled" in text(part(found, "checking"))
    first = checking.checklist(case)[0]
    checking.override(case, first.key, CheckMark.Verdict.NO, "Das stimmt nicht.", user)
    found = shown(client, case, user)
    assert waits_for(found) == [[(text_of_label(first), "#checking")]]
    assert "1 of" in text(part(found, "checking"))


def test_a_case_lapses_only_after_the_day_for_the_answer(client):
    case, _signatory, user = make_asked("projekt")
    ((link,),) = waits_for(shown(client, case, user))
    assert "24:00" in link[0] and link[1] == "#asking"


@pytest.mark.parametrize(("who", "offered"), [(case_worker, True), (second_person, False)])
def test_before_a_decision_waits_it_is_prepared_and_nothing_is_released(client, who, offered):
    case = make_case(State.DECIDING)
    ways = [url for _label, url in links(part(shown(client, case, who()), "steps"))]
    prepare = english(reverse("admin:grants_application_decide", args=[case.pk, "award"]))
    release = english(reverse("admin:grants_application_release", args=[case.pk]))
    assert (prepare in ways, release in ways) == (offered, False)
