"""The PDFs of the office: judged by a validator that is not the program that made them, and read as people do who
cannot see them."""

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import page as validator
import pikepdf
import pytest
from django.utils import translation

from darmstadt_mso.lib import pdf
from grants import receipts, terms
from grants.call_pages import call_data
from grants.casework import advising, dossier, letter_codes, letters, minutes, session_papers
from grants.models import AdvisorySession, LetterKind, Notice
from tests.factories import make_organisation
from tests.grants.cases import board_member, case_worker, make_case, published_call
from tests.grants.casework import traces
from tests.grants.casework.lettering import AT, Kind, answered, issued, make_decision
from tests.papers import language_of, opened, outline, tags, text_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
STANDARDS = (validator.ValidationProfile.PDF_A_2A, validator.ValidationProfile.PDF_UA_1)
LENGTH = "PDFA2A-STREAM-LENGTH-001"
STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def failures(paper):
    """What the validator finds. A last CR of a stream it takes for the end of the line; lengths are counted here."""
    reports = [validator.validate_pdf_bytes(paper, profile=one) for one in STANDARDS]
    found = [(report.profile, one.rule_id, one.message) for report in reports for one in report.failures]
    return [one for one in found if one[1] != LENGTH or not has_right_lengths(paper)]


def has_right_lengths(paper):
    ends = [stream.end() + int(stream[1]) for stream in STREAM.finditer(paper)]
    return bool(ends) and all(paper[end:].lstrip(b"\r\n").startswith(b"endstream") for end in ends)


def test_a_stream_that_is_longer_than_it_says_is_found():
    paper = letters.pdf_of(issued())
    assert has_right_lengths(paper)
    stream = STREAM.search(paper)
    said = stream[1]
    shorter = paper[: stream.start(1)] + str(int(said) - 1).zfill(len(said)).encode() + paper[stream.end(1) :]
    assert LENGTH in {rule for _profile, rule, _words in failures(shorter)}


def test_a_stream_may_end_with_a_return():
    """The validator's own mistake: about one letter in 250."""
    papers = (pdf.make("call.typ", paper_of(number), title="x", at=AT) for number in range(3000))
    paper = next(one for one in papers if re.search(rb"\r\nendstream", one))
    assert failures(paper) == []


def paper_of(number):
    facts, note = [["Nummer", str(number)]], "x" * (number % 40)
    return {"office": "", "title": f"Titel {number * 7919}", "note": note, "facts": facts, "sections": []}


def full_decision():
    """With all that a notice can have, and with signs that no font has."""
    decision = make_decision(
        Kind.PARTIAL,
        amount=200,
        conditions="1. Offen für alle.\n\n2. تعلم اللغة ሰላም 🎉",
        payment="In einer Summe.",
        reasons="Gut.\n\nSehr gut: " + "Wort" * 60,
    )
    line = decision.application.budget_lines.filter(side="expense").last()
    line.recognised, line.cut_reason = 1000, "Zu viele Hefte."
    line.save()
    return decision


@pytest.mark.parametrize("kind", Kind)
def test_letters_on_decisions_are_pdf_a_and_pdf_ua(kind):
    assert failures(letters.pdf_of(issued(kind))) == []


def test_so_are_drafts_and_letters_with_everything():
    decision = full_decision()
    notice = letters.issue(decision.application, decision.released_by, AT, decision=decision)
    for paper in (letters.preview_of_decision(decision), letters.pdf_of(notice)):
        assert failures(paper) == []


@pytest.mark.parametrize("granted", [True, False])
def test_so_are_answers_to_requests(granted):
    assert failures(letters.pdf_of(answered(granted))) == []


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_so_are_the_papers_of_applications_and_calls(language):
    case, call = make_case(), published_call()
    assert failures(receipts.paper_of(case.submissions.last())) == []
    with translation.override(language):
        data = call_data(terms.of_version(call.published), 1, call.published.published_at)
        assert failures(pdf.make("call.typ", data, language=language, title=data["title"])) == []


def test_so_is_the_file_sheet_of_a_case_with_one_of_everything():
    case = make_case(state="rejected")
    traces.leave(case, case_worker())
    case.messages.create(from_office=False, text="Danke! شكرا ሰላም 🎉", at=AT)
    assert failures(dossier.sheet(case, AT)) == []


def voted_session():
    """(closed session, a member of it): with an item in each part, changes, a recusal and notes."""
    session, call = AdvisorySession.objects.create(body="Beirat", held_at=AT, place="Rathaus"), published_call()
    seats = [session.seats.create(user=board_member(), name=name, present=True) for name in ("Ada", "Bao")]
    for is_closed, choices in ((False, ("changed", "recused")), (True, ("against", "abstained"))):
        item = advising.refer(make_case("assessing", call, make_organisation()), session, case_worker(), is_closed)
        given = dict(zip([seat.pk for seat in seats], choices, strict=True))
        advising.record(item, case_worker(), given, "Nur zwei Monate.", "Frau Bao verlässt den Raum. ሰላም")
        advising.close_item(item, case_worker())
    minutes.write(session, "Beginn um halb sechs.\n\nتعلم اللغة")
    return minutes.close(session, case_worker()), seats[0].user


def test_so_are_agenda_papers_and_minutes_of_a_session():
    session, member = voted_session()
    made = [make(session, member) for make in (session_papers.agenda, session_papers.papers, minutes.paper)]
    assert [failures(paper) for paper in made] == [[], [], []]


def test_the_validator_finds_what_is_wrong():
    with opened(letters.pdf_of(issued())) as paper:
        del paper.Root.Lang, paper.Root.StructTreeRoot
        broken = as_bytes(paper)
    assert {profile for profile, *_rest in failures(broken)} == set(STANDARDS)


def as_bytes(paper):
    buffer = BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def test_title_language_and_headings_say_what_it_is():
    notice = issued()
    paper = letters.pdf_of(notice)
    with opened(paper) as found:
        title = f"Zuwendungsbescheid {notice.application.reference}"
        assert str(found.docinfo.Title) == title
        assert found.Root.ViewerPreferences.DisplayDocTitle
        assert str(found.docinfo.CreationDate).startswith("D:20261120")
    assert language_of(paper) == "de"
    headings = outline(paper)
    assert headings[0] == "Zuwendungsbescheid" and "Ihre Pflichten" in headings
    assert headings[-1] == notice.data["words"]["remedies"]


def test_tables_have_heads_and_the_code_is_described():
    paper = letters.pdf_of(issued())
    found = tags(paper)
    assert found.count("Table") == 2 and found.count("TH") == 6 and found.count("H1") == 1
    assert found.count("Figure") == 1
    with opened(paper) as pdf_:
        assert [str(one.Alt) for one in figures(pdf_.Root.StructTreeRoot.K)] == [
            letters.german("QR code that leads to the page on which the letter is confirmed")
        ]


def figures(node):
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from figures(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        if node.S == "/Figure":
            yield node
        yield from figures(node.get("/K", pikepdf.Array()))


def test_it_is_read_from_the_office_to_the_proof():
    decision = full_decision()
    notice = letters.issue(decision.application, decision.released_by, AT, decision=decision)
    words = " ".join(text_of(letters.pdf_of(notice)).replace("\u00a0", " ").split())
    order = [
        notice.data["office"]["name"],
        "Kulturverein Asmara",
        notice.application.reference,
        "20. November 2026",
        "Sehr geehrte Damen und Herren",
        "in Höhe von 200,00 €",
        "Sehr gut:",
        "1.000,00 €",
        "Kosten- und Finanzierungsplan",
        "Lehrerin",
        "In einer Summe.",
        "bis zum 30. Dezember 2027",
        "Offen für alle.",
        "Emil Entscheid",
        "innerhalb eines Monats",
        letter_codes.grouped(notice.fingerprint),
    ]
    places, at = [], 0
    for one in order:
        at = words.index(one, at)
        places.append(at)
    assert places == sorted(places)


def test_the_code_leads_to_the_page_that_confirms_it(settings):
    settings.SITE_URL = "https://mso.example"
    notice = issued()
    with opened(letters.pdf_of(notice)) as paper:
        links = [str(note.A.URI) for sheet in paper.pages for note in sheet.get("/Annots", [])]
    assert links[-1] == f"https://mso.example/echtheit/{notice.fingerprint}/"


def test_two_processes_make_the_same_bytes(tmp_path):
    """What a letter is made of is all in the database: another process with other settings makes the same file."""
    notice = issued(Kind.WAITING)
    text = {name: getattr(notice.text, name) for name in ("kind", "number", "title", "body", "remedies")}
    program = tmp_path / "again.py"
    program.write_text(AGAIN.format(text=text, data=notice.data, fingerprint=notice.fingerprint, at=AT.isoformat()))
    environment = os.environ | {"SITE_URL": "https://other.example", "OFFICE_NAME": "Anderes Amt", "PYTHONPATH": ROOT}
    environment |= {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    again = subprocess.run([sys.executable, program], env=environment, capture_output=True, text=True, check=True)
    assert again.stdout.strip() == hashlib.sha256(letters.pdf_of(notice)).hexdigest()


AGAIN = """
import hashlib, datetime, django
django.setup()
from grants.casework import letters
from grants.models import LetterText, Notice
text = LetterText(**{text!r})
at = datetime.datetime.fromisoformat({at!r})
notice = Notice(kind=text.kind, text=text, data={data!r}, fingerprint={fingerprint!r}, made_at=at)
print(hashlib.sha256(letters.pdf_of(notice)).hexdigest())
"""


def test_the_same_bytes_come_from_the_database():
    notice = issued()
    assert letters.pdf_of(notice) == letters.pdf_of(Notice.objects.get(pk=notice.pk))


def test_a_preview_is_marked_as_one():
    text = letters.texts_of(letters.text_of(LetterKind.REJECTION))
    paper = letters.preview(LetterKind.REJECTION, text, make_case(), None, AT)
    assert failures(paper) == []
    assert letters.german("Preview") in text_of(paper)
