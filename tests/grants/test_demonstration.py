"""Invented calls in every state, and a draft to go on with; they leave without a trace."""

import json
from datetime import datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone

from darmstadt_mso.lib import contents
from grants import demonstration, funding, plans, terms
from grants.models import AdvisorySession, Application, Call, Decision, Document, Notice, Programme

pytestmark = pytest.mark.django_db


def titles(calls):
    return set(calls.values_list("title", flat=True))


def test_there_is_a_call_in_every_state(demo):
    invented = Call.objects.filter(title__endswith="(Demo)")
    assert titles(invented.open()) == {"Bildungsprojekte (Demo)", "Kleine Feste im Hof (Demo)"}
    assert titles(invented.upcoming()) == {"Sommer der Nachbarschaft (Demo)"}
    assert titles(invented.past().filter(decided_on=None)) == {"Lesen im Viertel (Demo)"}
    assert titles(invented.past().exclude(decided_on=None)) == {"Musik im Park (Demo)"}


def test_one_call_closes_at_the_end_of_the_day_of_loading(demo):
    closes = terms.of_version(Call.objects.get(slug="kleine-feste-demo").published).closes_at
    assert closes == datetime.combine(timezone.localdate(), time(23, 59, 59), terms.BERLIN)


def test_the_member_finds_a_draft_to_go_on_with(demo):
    draft = Application.objects.get(state=Application.State.DRAFT)
    assert (draft.created_by.email, draft.title) == (demonstration.WRITER, "Lesefest unter dem Apfelbaum (Demo)")


def test_one_application_was_submitted_in_time_and_can_be_read(demo):
    sent = Application.objects.get(state=Application.State.SUBMITTED)
    rules = terms.of_version(sent.version)
    assert (sent.title, sent.requested) == ("Geschichten im Treppenhaus (Demo)", Decimal(600))
    assert rules.is_in_time(sent.submitted_at)
    assert funding.assess(rules, plans.plan_of(printed(sent)["plan"])).is_balanced


def printed(application):
    return json.loads(application.submissions.get().content)["answers"]


def test_the_office_finds_cases_at_every_station(demo):
    states = Application.objects.exclude(state="draft").values_list("state", flat=True)
    assert sorted(states) == [
        "advising",
        "assessing",
        "awarded",
        "checking",
        "deciding",
        "queried",
        "rejected",
        "submitted",
    ]
    assert Decision.objects.pending().get().kind == "partial"
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["award", "rejection"]


def test_loading_again_adds_nothing(demo):
    assert demonstration.load() == []


def test_removing_leaves_only_the_starting_content(demo):
    before = set(Programme.objects.exclude(code="DEM").values_list("code", flat=True))
    contents.remove_demo()
    assert set(Programme.objects.values_list("code", flat=True)) == before
    assert [model.objects.count() for model in (Application, Document, AdvisorySession)] == [0, 0, 0]
    assert not Call.objects.filter(title__endswith="(Demo)").exists()
