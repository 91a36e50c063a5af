"""Every step in every state by every kind of person, against a table written by hand.

A row is a step, the states before it and the state after it, and who does it. In this order: a stranger, an editor and
a signatory of the association | Redaktion, Förderung, Entscheidung, Leitung, Beirat | Förderung and Leitung who speak
for an association like this one, and who have said that they are tied to it. "+" does it, "x" is refused.
"""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from grants import workflow
from grants.models import Application, Conflict
from organisations.models import Role
from tests.factories import make_member, make_membership, make_user
from tests.grants.cases import make_case

pytestmark = pytest.mark.django_db
State = Application.State
MOMENT = datetime(2027, 1, 4, 12, tzinfo=UTC)
ROLES = (
    "stranger editor signatory Redaktion Förderung Entscheidung Leitung Beirat"
    " speaking-Förderung speaking-Leitung tied-Förderung tied-Leitung"
).split()
ALL = "submitted,checking,queried,assessing,advising,deciding,waiting,awarded"
ROWS = f"""
submit       draft               submitted  xx+|xxxxx|xxxx
withdraw     {ALL}               withdrawn  xx+|xxxxx|xxxx
take         submitted           checking   xxx|x+x+x|xxxx
ask          checking            queried    xxx|x+x+x|xxxx
answer       queried             checking   xx+|xxxxx|xxxx
close_query  queried             checking   xxx|x+x+x|xxxx
lapse        queried             lapsed     xxx|x+x+x|xxxx
pass         checking            assessing  xxx|x+x+x|xxxx
recheck      assessing           checking   xxx|x+x+x|xxxx
refer        assessing           advising   xxx|x+x+x|xxxx
advise       advising            deciding   xxx|x+x+x|xxxx
conclude     assessing           deciding   xxx|x+x+x|xxxx
reassess     advising,deciding   assessing  xxx|x+x+x|xxxx
award        deciding            awarded    xxx|xx++x|xxxx
wait         deciding            waiting    xxx|xx++x|xxxx
reject       deciding            rejected   xxx|xx++x|xxxx
reconsider   waiting             deciding   xxx|x+x+x|xxxx
revoke       awarded             revoked    xxx|xx++x|xxxx
"""
TABLE = {
    step: (states.split(","), after, dict(zip(ROLES, signs.replace("|", ""), strict=True)))
    for step, states, after, signs in (line.split() for line in ROWS.split("\n") if line)
}


def people(application):
    """{kind of person: somebody of that kind}"""
    organisation = application.organisation
    found = {
        "stranger": make_user(),
        "editor": make_member(organisation, Role.EDITOR),
        "signatory": make_member(organisation, Role.SIGNATORY),
    }
    found |= {role: make_user(role) for role in ("Redaktion", "Förderung", "Entscheidung", "Leitung", "Beirat")}
    for role in ("Förderung", "Leitung"):
        found[f"speaking-{role}"], found[f"tied-{role}"] = make_user(role), make_user(role)
        make_membership(found[f"speaking-{role}"], organisation, Role.EDITOR)
        Conflict.objects.create(user=found[f"tied-{role}"], organisation=organisation)
    return found


def put(application, state):
    """The application in this state, without its steps; a queried one with its query."""
    application.queries.all().delete()
    sent = {"reference": "X-1", "submitted_at": MOMENT}
    columns = {"state": state} | (dict.fromkeys(sent) if state == State.DRAFT else sent)
    Application.objects.filter(pk=application.pk).update(**columns)
    if state == State.QUERIED:
        application.queries.create(number=1, sections=["plan"], text="?", asked_at=MOMENT, due_at=MOMENT)
    return Application.objects.select_related("organisation").get(pk=application.pk)


def attempt(step, application, user):
    """Whether the step was done; nothing of it stays."""
    more = {"reference": "X-1", "submitted_at": MOMENT} if step == workflow.SUBMIT else {}
    with transaction.atomic():
        try:
            change = workflow.perform(step, application, user, **more)
        except workflow.NotPossible:
            return "x"
        finally:
            transaction.set_rollback(True)
    return "+" if change.after == TABLE[step][1] else "?"


@pytest.mark.parametrize("state", State.values)
def test_each_step_is_done_in_its_states_by_those_who_may_and_by_nobody_else(state):
    application = make_case()
    found = people(application)
    expected = {
        (step, role): sign if state in states else "x"
        for step, (states, _after, signs) in TABLE.items()
        for role, sign in signs.items()
    }
    done = {(step, role): attempt(step, put(application, state), found[role]) for step in TABLE for role in ROLES}
    assert done == expected


def test_the_table_names_every_step():
    assert set(TABLE) == set(workflow.STEPS)
