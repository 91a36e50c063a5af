"""The steps in the case file: buttons with what they do, who may do them and which mail goes out."""

import ast
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from grants import workflow
from grants.admin.case.base import STEP_PAGES
from grants.casework.acts import ACTS
from grants.models import Application, StatusChange
from tests.grants.cases import case_worker, make_case, second_person
from tests.members import english
from tests.office import let_in
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
State = Application.State
SUBMITTED = [state for state in State if state != State.DRAFT]
THEIRS = {workflow.SUBMIT, workflow.ANSWER, workflow.WITHDRAW}


def file_of(case):
    return english(reverse("admin:grants_application_change", args=[case.pk]))


def step_of(case, step):
    return english(reverse("admin:grants_application_step", args=[case.pk, step]))


def panel(client, case, key="steps"):
    page = main(tree(client.get(file_of(case))))
    return next(one for one in page.iter("section") if one.get("id") == key)


def state_of(case):
    return Application.objects.values_list("state", flat=True).get(pk=case.pk)


@pytest.mark.parametrize("state", SUBMITTED)
def test_the_file_offers_the_steps_that_are_possible_to_whoever_may_do_them(client, state):
    case = make_case(state)
    offered = {url for _label, url in links(panel(let_in(client, case_worker()), case))}
    for key in workflow.possible(case):
        generic = step_of(case, key) in offered
        assert generic == (key in ACTS and key not in STEP_PAGES), key
        assert not (key in THEIRS and generic)
    assert len(by_class(panel(client, case), "case-steps")) == bool(set(workflow.possible(case)) - THEIRS)


def test_a_step_says_what_it_does_who_may_do_it_and_that_no_mail_goes_out(client):
    case = make_case(State.SUBMITTED)
    found = text(panel(let_in(client, case_worker()), case))
    for words in ("Begin the formal check", "You become the case worker", "not tied", "No mail goes out."):
        assert words in found


def test_a_step_names_the_mail_that_goes_out(client):
    case = make_case(State.QUERIED)
    assert case.reference in text(by_class(panel(let_in(client, case_worker()), case), "case-steps")[0])


def test_a_step_of_others_is_shown_with_who_may_do_it_but_leads_nowhere(client):
    case = make_case(State.SUBMITTED)
    found = panel(let_in(client, second_person()), case)
    (button,) = found.iter("button")
    assert (text(button), "disabled" in button.attrib) == ("Begin the formal check", True)
    assert "Not for you: only case workers" in text(found) and step_of(case, "take") not in dict(links(found)).values()
    assert client.get(step_of(case, "take")).status_code == 403
    assert client.post(step_of(case, "take")).status_code == 403
    assert state_of(case) == State.SUBMITTED


def test_while_the_applicant_is_asked_the_case_waits_for_the_association(client):
    found = panel(let_in(client, case_worker()), make_case(State.QUERIED))
    assert "The case waits for the association." in text(found)
    assert "Send the answer" in text(by_class(found, "case-theirs")[0])


def test_a_step_is_confirmed_on_a_page_and_then_done_with_its_note(client):
    case, user = make_case(State.SUBMITTED), case_worker()
    page = let_in(client, user).get(step_of(case, "take"))
    assert page.status_code == 200 and state_of(case) == State.SUBMITTED
    answer = client.post(step_of(case, "take"), {"note": "Eilt."})
    assert answer["Location"].removeprefix("/en") == file_of(case).removeprefix("/en")
    change = StatusChange.objects.filter(application=case).last()
    assert (change.step, change.by, change.note, state_of(case)) == ("take", user, "Eilt.", State.CHECKING)


def test_a_refusal_of_the_process_is_told_in_the_file(client):
    case, until = make_case(State.QUERIED), timezone.now() + timedelta(days=2)
    case.queries.create(number=1, sections=["projekt"], text="x", asked_at=timezone.now(), due_at=until)
    answer = let_in(client, case_worker()).post(step_of(case, "lapse"), follow=True)
    (told,) = by_class(tree(answer), "error")
    assert "can still answer until" in text(told) and state_of(case) == State.QUERIED


def test_a_note_that_is_too_long_stays_where_it_was_typed(client):
    case = make_case(State.SUBMITTED)
    answer = let_in(client, case_worker()).post(step_of(case, "take"), {"note": "x" * 2001})
    assert (answer.status_code, state_of(case)) == (422, State.SUBMITTED) and b"x" * 2001 in answer.content


@pytest.mark.parametrize("state", SUBMITTED)
def test_the_page_of_a_step_opens_in_its_states_only_and_reading_changes_nothing(client, state):
    case = make_case(state)
    let_in(client, case_worker())
    for key, step in workflow.STEPS.items():
        generic = key in ACTS and key not in STEP_PAGES
        expected = (200 if state in step.before else 302) if generic else 404
        assert client.get(step_of(case, key)).status_code == expected, key
        if expected != 200:
            assert client.post(step_of(case, key)).status_code == expected, key
    assert state_of(case) == state and StatusChange.objects.filter(application=case).count() == 1


def test_every_step_of_the_office_has_its_place():
    assert set(ACTS) | set(STEP_PAGES) | THEIRS == set(workflow.STEPS)


def writes_of_state(path):
    """Lines that give something a new `state`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
            yield node.lineno
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr
        if named in ("update", "create", "update_or_create", "save") and "state" in words(node):
            yield node.lineno


def words(call):
    """Names of the arguments, and texts within them."""
    texts = (one.value for keyword in call.keywords for one in ast.walk(keyword.value) if isinstance(one, ast.Constant))
    return {keyword.arg for keyword in call.keywords} | set(texts)


def test_nothing_but_the_workflow_writes_a_state():
    found = {path.name: [*writes_of_state(path)] for path in sorted((settings.BASE_DIR / "grants").rglob("*.py"))}
    assert [name for name, lines in found.items() if lines] == ["workflow.py"]


def test_no_form_of_the_file_writes_it(client):
    case = make_case(State.CHECKING)
    answer = let_in(client, case_worker()).post(file_of(case), {"state": "awarded", "title": "x"})
    assert (answer.status_code, state_of(case)) == (403, State.CHECKING)
