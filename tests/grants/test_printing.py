"""A submitted application on paper: everything that was answered stands in it, in words."""

import json

import pytest
from django.utils import translation

from grants import printing, publishing, receipts
from organisations.models import District, Topic
from tests.grants.submissions import ANSWERS, PAPER, make_asking_call, submit
from tests.papers import language_of, outline, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    call = make_asking_call(title="Bildungsprojekte")
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def data_of(submission, language="en"):
    with translation.override(language):
        return printing.application_data(submission)


def texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    return [text for inner in value for text in texts(inner)] if isinstance(value, list) else [value]


def section(data, title):
    return next(one["parts"] for one in data["sections"] if one["title"] == title)


def facts(data, title):
    return {name: value for one in section(data, title) if one["kind"] == "facts" for name, value in one["rows"]}


def test_the_head_says_what_it_is(call):
    submission = submit(call)
    reference = submission.application.reference
    data = data_of(submission)
    assert (data["title"], data["reference"]) == (f"Application {reference}", reference)
    found = dict(data["facts"])
    assert found["Association"] == "Kulturverein Asmara"
    assert found["Call"] == "Bildungsprojekte"
    assert found["Requested sum"] == "€375.00"
    assert found["Arrived"].endswith(("(CET)", "(CEST)"))


def test_codes_are_words(call):
    topic, district = Topic.objects.first(), District.objects.first()
    submission = submit(call, projekt={"topics": [topic.code], "district": district.code, "local": "unsure"})
    found = facts(data_of(submission), "Project")
    with translation.override("en"):
        assert found["What is it about?"] == topic.name_i18n
        assert found["District"] == district.name_i18n
    assert found["The project begins on"] == "1 March 2027"
    assert found["Is the project for people in Darmstadt?"] == "not sure"
    assert found["Who works with you?"] == "no answer"
    association = facts(data_of(submission), "Association")
    assert association["IBAN"] == "DE02 1203 0000 0000 2020 51"
    assert association["Can the association deduct input tax?"] == "no"


def test_the_plan_has_its_lines_and_totals(call):
    parts = section(data_of(submit(call)), "Cost and financing plan")
    tables = [part for part in parts if part["kind"] == "table"]
    assert tables[0]["rows"] == [
        ["Honorare", "Lehrerin", "20 × €30.00", "€600.00"],
        ["Material", "Hefte", "", "€1,234.50"],
    ]
    assert tables[0]["foot"][-1] == "€1,834.50"
    assert tables[1]["rows"] == [["own money of the association", "Vereinskasse", "€1,459.50"]]
    assert tables[1]["foot"][-1] == "€1,459.50"
    assert tables[2]["rows"] == [["Betreuung", "12.5"]]
    assert facts(data_of(submit(call)), "Cost and financing plan")["Requested sum"] == "€375.00"


def test_papers_and_declarations_are_named(call):
    draft_less = submit(call)
    content = json.loads(draft_less.content)
    content["answers"]["anlagen"] = [PAPER]
    draft_less.content = json.dumps(content)
    data = data_of(draft_less)
    assert section(data, "Papers")[0]["title"] == "Satzung"
    assert facts(data, "Papers") == {
        "File": "Satzung 2024.pdf",
        "Size": "20.0\xa0KB",
        "Length": "3 pages",
        "SHA-256": PAPER["sha256"],
    }
    lists = [part["items"] for part in section(data, "Declarations") if part["kind"] == "list"]
    assert lists == [["Alle Angaben sind wahr."], ["Fotos dürfen gezeigt werden."]]


def test_it_says_who_signed_and_by_which_content_it_is_known(call):
    submission = submit(call)
    found = facts(data_of(submission), "Submitted")
    assert found["Submitted by"] == str(submission.by)
    assert found["Role"] == "entitled to sign"
    assert found["SHA-256 of the application"] == submission.sha256
    assert found["SHA-256 of the rules"] == submission.version.sha256


def test_no_answer_is_left_out_though_nobody_knows_its_name(call):
    submission = submit(call, projekt={"new_question": "Antwort eins"}, inhalt={"frage-2": "Antwort zwei"})
    printed = texts(data_of(submission))
    for words in ("new_question", "Antwort eins", "frage-2", "Antwort zwei"):
        assert words in printed


def test_whatever_was_typed_stands_on_the_paper(call):
    paper = receipts.paper_of(submit(call))
    printed = text_of(paper)
    coded = {"new", "yes", "no", "ziel", "honorare", "material", "own", "wahr", "DE02120300000000202051"}
    plain = [text for text in texts(ANSWERS) if isinstance(text, str) and text.isascii() and not text[:1].isdigit()]
    assert [text for text in plain if text and text not in coded and text not in printed] == []
    assert "DE02 1203 0000 0000 2020 51" in printed
    assert "1.234,50\xa0€" in printed


def test_the_paper_is_in_the_offices_language_with_an_outline(call):
    with translation.override("ar"):
        paper = receipts.paper_of(submit(call))
    assert language_of(paper) == "de"
    assert "Rechtsform" in text_of(paper)
    assert len(outline(paper)) == len(set(outline(paper))) > 8
