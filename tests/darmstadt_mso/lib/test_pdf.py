"""Letters as PDF: accessible, for the archive, and possible whatever people have typed."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darmstadt_mso.lib import pdf
from darmstadt_mso.lib.pdf import fonts
from tests.papers import opened, outline, tags, text_of

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PART = "{http://www.aiim.org/%s/ns/id/}%s"


def letter(language="de", title="Ausschreibung", at=AT, **data):
    given = {"title": title, "office": "Amt für Vielfalt", "note": "", "facts": [], "sections": []}
    return pdf.make("call.typ", given | data, language=language, title=title, at=at)


def said(words):
    return text_of(letter(sections=[{"title": "Text", "parts": [{"kind": "text", "text": words}]}]))


def table(rows):
    found = {"kind": "table", "head": ["Was", "Betrag"], "rows": rows, "foot": ["Summe", "0,00\xa0€"], "numbers": [1]}
    return letter(sections=[{"title": "Plan", "parts": [found]}])


def test_it_is_tagged_and_says_language_and_title():
    with opened(letter("en", title="Call 2026")) as paper:
        assert (str(paper.Root.Lang), bool(paper.Root.MarkInfo.Marked)) == ("en", True)
        assert "/StructTreeRoot" in paper.Root
        assert bool(paper.Root.ViewerPreferences.DisplayDocTitle)
        assert str(paper.docinfo.Title) == "Call 2026"


def test_it_claims_both_standards():
    with opened(letter()) as paper:
        found = {one.tag: one.text for one in ElementTree.fromstring(paper.Root.Metadata.read_bytes()).iter()}
    claims = [found.get(PART % names) for names in [("pdfa", "part"), ("pdfa", "conformance"), ("pdfua", "part")]]
    assert claims == ["2", "A", "1"]


def test_headings_make_tags_and_an_outline():
    paper = letter(
        title="Antrag",
        sections=[{"title": "Inhalt", "parts": [{"kind": "part", "title": "Was?"}]}, {"title": "Plan", "parts": []}],
    )
    assert outline(paper) == ["Antrag", "Inhalt", "Was?", "Plan"]
    assert [tag for tag in tags(paper) if tag.startswith("H")] == ["H1", "H2", "H3", "H2"]


def test_tables_have_heads_on_each_page():
    paper = table([[f"Zeile {number}", f"{number},00\xa0€"] for number in range(60)])
    found = tags(paper)
    assert [found.count(tag) for tag in ("Table", "TH", "TR")] == [1, 2, 62]
    assert text_of(paper).count("Betrag") == 2
    assert text_of(paper).count("Summe") == 1


def test_what_comes_first_is_read_first():
    parts = [
        {"kind": "text", "text": "eins\n\nzwei"},
        {"kind": "facts", "rows": [["drei", "vier"], ["fünf", "sechs"]]},
        {"kind": "list", "items": ["sieben", "acht"]},
        {"kind": "steps", "items": ["neun"]},
    ]
    text = text_of(letter(note="null", sections=[{"title": "Zahlen", "parts": parts}]))
    words = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_every_page_says_which_it_is():
    text = text_of(letter("en", sections=[{"title": "Text", "parts": [{"kind": "text", "text": "Wort " * 2000}]}]))
    assert "Page 1 of 3" in text and "Page 3 of 3" in text
    assert text.count("Ausschreibung") == 4, "its title, and a head on each page"


def test_what_people_type_is_never_markup():
    typed = '#panic("x") *fett* _kursiv_ $x^2$ #read("/etc/passwd") <label> @ref `code` = Titel // Rest'
    assert typed in said(typed)


@pytest.mark.parametrize("words", ["ሰላም ልዑል", "Добрий день", "Καλημέρα", "Xin chào Việt Nam", "1.250,50\xa0€ – „so“"])
def test_scripts_of_our_people_are_drawn(words):
    assert words in said(words) and "[?]" not in said(words)


def test_arabic_is_drawn_and_its_letter_runs_from_the_right():
    assert "[?]" not in said("مرحبا بالعالم، فارسی: گچپژ")
    with opened(letter("ar")) as paper:
        assert str(paper.Root.Lang) == "ar"


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("Fest 🎉 heute", "Fest [?] heute"),
        ("👩‍👩‍👧‍👦!", "[?]!"),
        ("你好世界", "[?]"),
        ("☎️ 06151", "[?] 06151"),
        ("a\ue000b", "a[?]b"),
        ("a\u200eb\ufeffc", "a\u200ebc"),
        ("eins\tzwei", "eins zwei"),
        ("eins\r\nzwei\u2028drei", "eins\nzwei\ndrei"),
        ("e\u0301", "é"),
    ],
)
def test_what_no_font_has_is_marked(typed, shown):
    assert fonts.legible(typed) == shown
    said(typed)


def test_a_mark_on_a_letter_of_another_script_does_not_hinder(caplog):
    with caplog.at_level(logging.WARNING):
        assert "abc" in said("abc ب\u0313\u1363 ሀ\u0651")


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_no_text_is_refused(words):
    assert letter(title=f"x{words}", note=words, facts=[[words, words]]).startswith(b"%PDF")


def test_long_words_stay_on_the_paper():
    paper = letter(
        facts=[["Wort", "W" * 300]], sections=[{"title": "T", "parts": [{"kind": "text", "text": "W" * 600}]}]
    )
    assert text_of(paper).count("W") == 901
    assert lines_wider_than_paper(paper) == []


def lines_wider_than_paper(paper):
    """A letter W is about 9 points wide; a line has 470."""
    return [line for line in text_of(paper).splitlines() if line.count("W") > 70]


def test_the_same_letter_has_the_same_bytes():
    assert letter(at=AT) == letter(at=AT)
    assert letter(at=AT) != letter(at=AT.replace(year=2027))


def test_threads_do_not_mix_letters():
    titles = [f"Antrag {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        papers = list(threads.map(lambda title: letter(title=title), titles))
    assert [outline(paper) for paper in papers] == [[title] for title in titles]
