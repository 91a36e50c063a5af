import re

import html5lib
import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from organisations import words
from organisations.highlighting import excerpt, highlight


def lexemes(*typed):
    return set().union(*(words.lexemes(word) for word in typed))


@pytest.mark.parametrize(
    "text, typed, shown",
    [
        ("Türkischer Elternverein", "tuerkisch", "<mark>Türkischer</mark> Elternverein"),
        ("Vereine, viele Vereine", "Verein", "<mark>Vereine</mark>, viele <mark>Vereine</mark>"),
        ("Клуб Алиса", "алиса", "Клуб <mark>Алиса</mark>"),
        ("Verein", "Chor", "Verein"),
        ("", "Chor", ""),
    ],
)
def test_words_that_match_are_marked(text, typed, shown):
    assert highlight(text, lexemes(typed)) == shown


def test_without_words_nothing_is_marked():
    assert highlight("Türkischer Verein & Co", set()) == "Türkischer Verein &amp; Co"


def test_what_looks_like_html_stays_text():
    name = '<script>alert("Chor")</script>'
    assert highlight(name, lexemes("Chor")) == "&lt;script&gt;alert(&quot;<mark>Chor</mark>&quot;)&lt;/script&gt;"
    assert highlight(name, set()) == "&lt;script&gt;alert(&quot;Chor&quot;)&lt;/script&gt;"


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]), max_size=60))
def test_marking_changes_no_text(text):
    shown = highlight(text, set().union(*(words.lexemes(word) for word in words.words(text))))
    assert isinstance(shown, SafeString)
    page = html5lib.parseFragment(shown, namespaceHTMLElements=False)
    assert "".join(page.itertext()) == text
    assert {element.tag for element in page.iter()} <= {"DOCUMENT_FRAGMENT", "mark"}


def test_an_excerpt_is_the_first_passage_that_matches():
    passages = ["Ohne Treffer", "Hier singt der Chor.", "Noch ein Chor"]
    assert excerpt(passages, lexemes("Chor")) == "Hier singt der <mark>Chor</mark>."


@pytest.mark.parametrize("typed", [[], ["Tanz"]])
def test_there_is_no_excerpt_without_a_match(typed):
    assert excerpt(["Hier singt der Chor."], lexemes(*typed)) == ""


def test_an_excerpt_is_short_and_says_where_something_is_left_out():
    passage = "vorher " * 50 + "Chor" + " nachher" * 50
    shown = excerpt([passage], lexemes("Chor"))
    assert re.fullmatch(r"… (vorher )+<mark>Chor</mark>( nachher)+ …", shown)
    assert 100 < len(shown) < 200


def test_an_excerpt_is_one_line_of_harmless_text():
    assert excerpt(["<b>Ein\nChor</b>"], lexemes("Chor")) == "&lt;b&gt;Ein <mark>Chor</mark>&lt;/b&gt;"
