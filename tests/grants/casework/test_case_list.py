"""The list of cases: who has each, when it is due, and what can be asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grants import publishing
from grants.models import Application, Conflict
from tests.grants.cases import case_worker, make_case, published_call, tied_case_worker
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
State = Application.State
LIST = "/en/admin/grants/application/"


def page(client, **query):
    return main(tree(client.get(LIST, query)))


def references(client, **query):
    return [text(cell) for cell in by_class(page(client, **query), "field-reference")]


def make_promised(days, state=State.CHECKING, **who):
    """A case whose formal check was promised in so many days."""
    call = published_call()
    call.milestones.create(key="formal", text="Formale Prüfung", kind="checked", on=timezone.localdate() + days)
    publishing.publish(call, None)
    call.refresh_from_db()
    case = make_case(state, call)
    Application.objects.filter(pk=case.pk).update(**who)
    return case


DAY = timedelta(days=1)


def test_a_row_tells_who_has_the_case_and_whether_its_day_has_passed(client):
    user = case_worker()
    late, calm = make_promised(-DAY, officer=user), make_promised(DAY)
    rows = {
        text(by_class(row, "field-reference")[0]): text(row) for row in list(page(let_in(client, user)).iter("tr"))[1:]
    }
    assert ("overdue" in rows[late.reference], "Frida Förder" in rows[late.reference]) == (True, True)
    assert ("overdue" in rows[calm.reference], "Frida Förder" in rows[calm.reference]) == (False, False)


def test_the_newest_case_stands_first(client):
    older, newer = make_case(), make_case()
    assert references(let_in(client, case_worker())) == [newer.reference, older.reference]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"officer": "me"}, {"mine"}),
        ({"officer": "nobody"}, {"late"}),
        ({"due": "overdue"}, {"late"}),
        ({"state": "assessing"}, {"other"}),
        ({"officer": "'--"}, {"mine", "late", "other"}),
    ],
)
def test_cases_are_found_by_who_has_them_their_day_and_state(client, query, expected):
    user, colleague = case_worker(), case_worker(first_name="Olga")
    cases = {
        "mine": make_promised(DAY, officer=user),
        "late": make_promised(-DAY),
        "other": make_promised(DAY, State.ASSESSING, officer=colleague),
    }
    found = references(let_in(client, user), **query)
    assert {name for name, case in cases.items() if case.reference in found} == expected


def test_cases_are_found_by_the_person_who_has_them(client):
    colleague = case_worker(first_name="Olga")
    case = make_promised(DAY, officer=colleague)
    make_promised(DAY)
    assert references(let_in(client, case_worker()), officer=colleague.pk) == [case.reference]


def test_cases_are_found_by_call_and_programme(client):
    case, _other = make_case(), make_case()
    let_in(client, case_worker())
    assert references(client, call__id__exact=case.call_id) == [case.reference]
    assert references(client, call__programme__id__exact=case.call.programme_id) == [case.reference]


def test_it_says_how_many_cases_are_hidden_and_nothing_of_them(client):
    case, declared = make_case(), make_case()
    user = tied_case_worker(case)
    Conflict.objects.create(user=user, organisation=declared.organisation)
    found = page(let_in(client, user))
    assert "2 cases are not in this list" in text(by_class(found, "case-hidden")[0])
    assert references(client) == [] and case.reference not in text(found)


def test_whoever_is_tied_to_nothing_reads_no_such_line(client):
    make_case()
    assert by_class(page(let_in(client, case_worker())), "case-hidden") == []
