"""How two texts differ, as people read it."""

import pytest

from organisations.moderation.differences import MOST_WORDS, compare, differs_in_spaces_only


def told(before, after, **options):
    """Both sides with what is only there in brackets."""
    sides = compare(before, after, **options)
    return tuple("".join(f"[{text}]" if changed else text for changed, text in side) for side in sides)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Wir kochen.", "Wir kochen.", ("Wir kochen.", "Wir kochen.")),
        ("", "Wir kochen.", ("", "[Wir kochen.]")),
        ("Wir kochen.", "", ("[Wir kochen.]", "")),
        (
            "Jeden Montag kochen wir für Kinder.",
            "Jeden Freitag kochen wir für Kinder.",
            ("Jeden [Montag] kochen wir für Kinder.", "Jeden [Freitag] kochen wir für Kinder."),
        ),
        (
            "Wir kochen für alle.",
            "Wir kochen für alle. Kommt vorbei!",
            ("Wir kochen für alle.", "Wir kochen für alle. [Kommt vorbei!]"),
        ),
        (
            "Für Eltern und Kinder aus der Stadt.",
            "Für Frauen und Mädchen aus der Stadt.",
            ("Für [Eltern und Kinder] aus der Stadt.", "Für [Frauen und Mädchen] aus der Stadt."),
        ),
        ("نلتقي كل يوم سبت", "نلتقي كل يوم أحد", ("نلتقي كل يوم [سبت]", "نلتقي كل يوم [أحد]")),
    ],
)
def test_words_that_only_one_has_are_marked(before, after, expected):
    assert told(before, after) == expected


def test_texts_that_have_little_in_common_are_told_whole():
    before, after = "Wir kochen jeden Tag für Kinder.", "Ein Treffpunkt, an dem man Kinder singen hört."
    assert told(before, after) == (f"[{before}]", f"[{after}]")


def test_lines_are_compared_as_wholes():
    before, after = "Montag 10–12\nDienstag 10–12", "Montag 10–12\nDienstag 10–14"
    assert told(before, after, by_lines=True) == (
        "Montag 10–12\n[Dienstag 10–12]",
        "Montag 10–12\n[Dienstag 10–14]",
    )


def test_nothing_of_a_text_gets_lost():
    before, after = " Eins,  zwei\n\ndrei (vier)! ", "Eins, zwei;\n drei\tvier"
    assert tuple("".join(text for _changed, text in side) for side in compare(before, after)) == (before, after)


def test_a_book_is_compared_by_its_paragraphs():
    paragraph = "Wort " * 49 + "Ende."
    before = "\n".join([paragraph] * (MOST_WORDS // 50 + 1))
    sides = told(f"{before}\nWort für Wort", f"{before}\nWort um Wort")
    assert sides == (f"{before}\n[Wort für Wort]", f"{before}\n[Wort um Wort]")


@pytest.mark.parametrize(
    ("before", "after", "expected"), [("a b", "a  b\n", True), ("a", "a", False), ("a", "b", False)]
)
def test_other_blanks_are_told_from_other_words(before, after, expected):
    assert differs_in_spaces_only(before, after) == expected
