"""State changes at one place only, and each change is written down."""

import ast

import pytest
from django.conf import settings

from grants import withdrawing, workflow
from grants.models import Application, StatusChange
from tests import mails
from tests.factories import make_member
from tests.grants.submitting.making import fresh, make_draft, send

pytestmark = pytest.mark.django_db


def writes_state(node):
    """Whether it assigns to `.state`, or hands `state=` to an update or a creation."""
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        parts = [part for target in targets for part in ast.walk(target)]
        return any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts)
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    writers = {"update", "create", "get_or_create", "update_or_create", "bulk_update"}
    return named and node.func.attr in writers and any(one.arg == "state" for one in node.keywords)


@pytest.mark.parametrize("code", ["a.state = 1", "a.b.state, c = 1, 2", "x.filter(state=1).update(state=2)"])
def test_writing_a_state_is_recognised(code):
    assert any(writes_state(node) for node in ast.walk(ast.parse(code)))


def test_only_the_workflow_writes_a_state():
    found = set()
    for path in sorted((settings.BASE_DIR / "grants").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found |= {path.name for node in nodes if writes_state(node) and "migrations" not in path.parts}
    assert found <= {"workflow.py"}


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_whoever_comes_second_is_told_the_state(state):
    draft, signatory = make_draft()
    stale = fresh(draft)
    send(draft, signatory)
    if state == "withdrawn":
        workflow.perform(workflow.WITHDRAW, fresh(draft), signatory)
    with pytest.raises(workflow.NotPossible, match=str(Application.State(state).label)):
        workflow.perform(workflow.SUBMIT, stale, signatory)
    assert stale.state == state


def test_withdrawing_is_a_step_with_its_reason_told_to_all_its_people():
    draft, signatory = make_draft()
    editor = make_member(draft.organisation)
    send(draft, signatory)
    withdrawing.withdraw(fresh(draft), signatory, "Kein Raum")
    last = StatusChange.objects.last()
    assert (fresh(draft).state, last.before, last.after, last.note) == (
        "withdrawn",
        "submitted",
        "withdrawn",
        "Kein Raum",
    )
    told = [(one.template, one.recipient) for one in mails.queued() if one.template == "grants/withdrawn"]
    assert told == [("grants/withdrawn", signatory.email), ("grants/withdrawn", editor.email)]
    assert all("Kein Raum" in one.text for one in mails.queued() if one.template == "grants/withdrawn")


@pytest.mark.parametrize("case", ["draft", "twice", "editor"])
def test_withdrawing_is_for_those_who_sign_and_only_once(case):
    draft, signatory = make_draft()
    user = make_member(draft.organisation) if case == "editor" else signatory
    if case != "draft":
        send(draft, signatory)
    if case == "twice":
        withdrawing.withdraw(fresh(draft), signatory)
    before = StatusChange.objects.count()
    with pytest.raises(workflow.NotPossible):
        withdrawing.withdraw(fresh(draft), user)
    assert StatusChange.objects.count() == before
