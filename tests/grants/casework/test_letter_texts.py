"""Texts of letters: what may stand in them, and how they are filled."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from grants.casework import letter_texts
from grants.models import LetterKind, LetterText
from tests.grants.casework.lettering import texts_of

AWARD = "{amount} {purpose} {period} {report_due}\n\n{payment}\n\n{conditions}\n\n{reasons}"
NO_SUCH = "%s cannot be filled in: there is no such placeholder."
ALONE = "%s is a table or list and stands alone in a paragraph."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def wrong(body=AWARD, title="Bescheid", remedies="Innerhalb eines Monats", kind=LetterKind.AWARD):
    return letter_texts.wrong(kind, title, body, remedies)


def test_a_text_with_all_that_it_needs_is_in_order():
    assert wrong() == {}
    assert wrong(f"## Plan\n\n{{plan}}\n\n{{{{in Klammern}}}}\n\n{AWARD}") == {}


@pytest.mark.parametrize(
    "written",
    ["{nobody}", "{}", "{0}", "{ amount }", "{amount.real}", "{amount[0]}", "{amount!r}", "{amount:>20}", "{decision}"],
)
def test_what_is_no_plain_placeholder_is_refused_by_name(written):
    assert wrong(f"{AWARD}\n\nText {written} Text") == {"body": [NO_SUCH % written]}
    assert wrong(title=written) == {"title": [NO_SUCH % written]}
    assert wrong(remedies=written) == {"remedies": [NO_SUCH % written]}


@pytest.mark.parametrize("written", ["{amount", "amount}", "{{amount}", "{amount!}", "{amount:{purpose}"])
def test_a_brace_without_its_other_one_is_shown(written):
    (words,) = wrong(f"{AWARD}\n\nHier {written}")["body"]
    assert words == f"A brace is not closed or not opened in “Hier {written}”. Double it if it is meant as a brace."


def test_a_brace_is_not_closed_by_the_next_paragraph():
    assert "body" in wrong(f"{AWARD}\n\n{{amount\n\n}}")


@pytest.mark.parametrize("written", ["Plan: {plan}", "{plan} {cuts}", "{plan}.", "## {plan}"])
def test_a_table_stands_alone(written):
    assert ALONE % "{plan}" in wrong(f"{AWARD}\n\n{written}")["body"]
    assert wrong(title="{plan}") == {"title": [ALONE % "{plan}"]}


def test_what_is_missing_is_named_with_its_meaning():
    assert wrong("{amount} {purpose} {payment} {conditions} {reasons} {period}")["body"] == [
        "{report_due} is missing: day on which the report is due."
    ]


def test_a_doubled_brace_is_no_placeholder():
    assert "{amount} is missing: grant." in wrong(AWARD.replace("{amount}", "{{amount}}"))["body"]


@pytest.mark.parametrize("kind", LetterKind)
def test_a_decision_against_somebody_says_what_can_be_done(kind):
    needs = kind not in (LetterKind.WAITING, LetterKind.GRANTED)
    assert ("remedies" in wrong(remedies=" \n ", kind=kind)) == needs


def test_placeholders_belong_to_their_kind():
    assert wrong("{answer}", kind=LetterKind.GRANTED) == {}
    assert wrong("{answer} {reasons}", kind=LetterKind.WAITING) == {"body": [NO_SUCH % "{answer}"]}


@pytest.mark.django_db
def test_the_starting_texts_are_in_order_and_leave_to_the_office_what_is_its_own():
    texts = {text.kind: text for text in LetterText.objects.all()}
    assert set(texts) == set(LetterKind.values)
    assert [letter_texts.wrong(kind, **texts_of(text)) for kind, text in texts.items()] == [{}] * 7
    for kind in letter_texts.WITH_REMEDIES:
        assert "innerhalb eines Monats nach Bekanntgabe" in texts[kind].remedies
        assert "[Vom Amt zu ergänzen: Widerspruch oder Klage, Stelle, Anschrift]" in texts[kind].remedies


# Filling

TABLE = {"kind": "table", "head": []}
VALUES = {"amount": "375,00 €", "reasons": "Gut.\n\n## {amount}", "conditions": "", "purpose": "{amount.real} {{x}}"}


def filled(text):
    return letter_texts.filled(text, VALUES, {"plan": [TABLE], "cuts": []})


def text(words):
    return {"kind": "text", "text": words}


def heading(words):
    return {"kind": "part", "title": words}


def test_paragraphs_headings_and_tables():
    assert filled("Eins\r\nzwei\r\n\r\n \r\n## Geld {amount}\nDrei\n\n{plan}") == [
        text("Eins\nzwei"),
        heading("Geld 375,00 €"),
        text("Drei"),
        TABLE,
    ]


def test_a_value_is_never_read_as_text_of_the_office():
    assert filled("{purpose}") == [text("{amount.real} {{x}}")]
    assert filled("{reasons}") == [text("Gut.\n\n## {amount}")]


def test_an_empty_value_takes_its_heading_along():
    assert filled("## Bedingungen\n\n{conditions}\n\n## Kürzungen\n\n{cuts}\n\n## Geld\n\n{amount}\n\n## Ende") == [
        heading("Geld"),
        text("375,00 €"),
    ]


def test_doubled_braces_become_braces():
    assert filled("{{amount}} {amount}") == [text("{amount} 375,00 €")]


def test_a_gap_in_a_sentence_is_known_before_the_letter_is_issued():
    values = dict.fromkeys(("amount", "purpose", "period", "report_due", "reasons", "payment", "conditions"), "x")
    texts = [AWARD, "Rechtsgrundlage"]
    assert letter_texts.empty(LetterKind.AWARD, texts, values) == {}
    lacking = values | {"payment": "", "period": ""}
    assert letter_texts.empty(LetterKind.AWARD, texts, lacking) == {"period": "time for which money is given"}
    texts.append("So: {payment}")
    assert set(letter_texts.empty(LetterKind.AWARD, texts, lacking)) == {"period", "payment"}


@given(st.text(alphabet="{}ab.[]!:0\n# ", max_size=40))
def test_whatever_is_typed_is_refused_or_can_be_filled(typed):
    body = f"{AWARD}\n\n{typed}"
    if not wrong(body):
        values = dict.fromkeys((one.key for one in letter_texts.placeholders(LetterKind.AWARD)), "a")
        assert letter_texts.filled(body, values, {"plan": [TABLE], "cuts": []})


# Versions


@pytest.mark.django_db
def test_the_second_of_two_writers_is_told():
    seen = letter_texts.number_of(LetterKind.WAITING)
    texts = {"title": "A", "body": "{reasons}", "remedies": ""}
    letter_texts.write(LetterKind.WAITING, None, seen, **texts)
    with pytest.raises(letter_texts.Overtaken):
        letter_texts.write(LetterKind.WAITING, None, seen, **texts | {"title": "B"})
    newest = letter_texts.newest(LetterKind.WAITING)
    assert (newest.number, newest.title) == (seen + 1, "A")
