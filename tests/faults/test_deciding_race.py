"""Officers and members at the same proposal at once: each change is decided once, none is lost, one mail goes out."""

import pytest

from tests.faults.processes import ask, end_server
from tests.faults.test_merging_race import Directory

pytestmark = pytest.mark.faults

MAKING = """
import django
django.setup()
from tests.factories import make_organisation, make_user
from tests.organisations.moderation.proposals import make_change, make_member, make_proposal
for name in ("eins", "zwei"):
    make_user("Redaktion", email=f"{name}@amt.example")
for case in range(5):
    entry = make_organisation(name=f"Verein {case}", slug=f"fall-{case}", summary="Alt")
    member = make_member(entry, email=f"mitglied@fall-{case}.example")
    make_change(make_proposal(entry, member), "summary", "Neu")
"""
# What everybody has read before they all begin.
BEGINNING = """
import sys
import django
django.setup()
from organisations.models import Organisation, ProposedChange, User
from organisations.moderation import deciding, proposing
from tests.organisations.moderation.proposals import answer
slug, what = sys.argv[1:3]
entry = Organisation.objects.get(slug=slug)
member = User.objects.get(email=f"mitglied@{slug}.example")
change = ProposedChange.objects.get(proposal__organisation=entry)
"""
DECIDING = (
    BEGINNING
    + """
verdict, name = what.split("-")
said = answer(change, verdict, "Darum.")
outcome = deciding.decide(entry, {change.pk: said}, User.objects.get(email=f"{name}@amt.example"))
print(*(name for name, found in vars(outcome).items() if found))
"""
)
WITHDRAWING = BEGINNING + 'print("withdrawn", proposing.withdraw(ProposedChange.objects.filter(pk=change.pk)))'
PROPOSING = (
    BEGINNING
    + """
field, value = what.split("=")
proposing.propose(entry, member, {("", field): value})
print("proposed")
"""
)
STATE = (
    "SELECT concat_ws('|', entry.summary, (SELECT string_agg(field || ':' || verdict || ':' || (after #>> '{{}}'), ' '"
    " ORDER BY change.id) FROM organisations_proposedchange AS change JOIN organisations_changeproposal AS proposal"
    " ON proposal.id = proposal_id WHERE organisation_id = entry.id),"
    " (SELECT count(*) FROM outbox_message WHERE recipient = 'mitglied@' || slug || '.example'))"
    " FROM organisations_organisation AS entry WHERE slug = 'fall-{case}'"
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = Directory(tmp_path_factory.mktemp("deciding"))
    made.run("manage.py", "migrate", "-v0")
    made.run("-c", MAKING)
    yield made
    made.holder.leave()
    end_server(made.var / "postgres")


@pytest.mark.parametrize(
    ("case", "one", "other", "endings"),
    [
        (
            0,
            (DECIDING, "accepted-eins"),
            (DECIDING, "accepted-zwei"),
            [(["accepted", "settled"], "Neu|summary:accepted:Neu|1")],
        ),
        (
            1,
            (DECIDING, "accepted-eins"),
            (DECIDING, "refused-zwei"),
            [
                (["accepted", "settled"], "Neu|summary:accepted:Neu|1"),
                (["refused", "settled"], "Alt|summary:refused:Neu|1"),
            ],
        ),
        (
            2,
            (DECIDING, "accepted-eins"),
            (WITHDRAWING, "-"),
            [
                (["accepted", "withdrawn 0"], "Neu|summary:accepted:Neu|1"),
                (["settled", "withdrawn 1"], "Alt|summary:withdrawn:Neu|0"),
            ],
        ),
        (
            3,
            (DECIDING, "accepted-eins"),
            (PROPOSING, "website=https://neu.example"),
            [(["accepted", "proposed"], "Neu|summary:accepted:Neu website::https://neu.example|1")],
        ),
        (
            4,
            (DECIDING, "accepted-eins"),
            (PROPOSING, "summary=Ganz neu"),
            [
                (["accepted", "proposed"], "Neu|summary:accepted:Neu summary::Ganz neu|1"),
                (["moved", "proposed"], "Alt|summary::Ganz neu|0"),
            ],
        ),
    ],
)
def test_each_change_is_decided_once_and_none_is_lost(directory, case, one, other, endings):
    said = directory.at_once(*(("-c", script, f"fall-{case}", what) for script, what in (one, other)))
    assert (said, ask(directory.folder, STATE.format(case=case))) in endings
