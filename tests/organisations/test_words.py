import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations import words

ANY_WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=70)


def test_the_examples_in_the_module_hold():
    assert doctest.testmod(words) == (0, 4)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Çetin", "cetin"),
        ("Işık", "isik"),
        ("IŞIK", "işik"),
        ("İstanbul", "istanbul"),
        ("Żółw", "zolw"),
        ("Straße", "STRASSE"),
        ("café", "cafe\u0301"),
        ("Алиса", "Alisa"),
        ("Ελλάδα", "Ellada"),
        ("ﬁn", "fin"),
        ("Nach\u00adbar", "Nachbar"),
        ("O’Neill", "ONeill"),
        ("Ukraїna", "Ukraina"),
        ("foto", "photo"),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(one, other):
    assert words.folded(one) == words.folded(other) != ""


@pytest.mark.parametrize(
    "one, other",
    [
        ("المدرسة", "مدرسة"),
        ("والمدرسة", "مدرسه"),
        ("أطفال", "اطفال"),
        ("کتاب", "كتاب"),
        ("فارسی", "فارسي"),
        ("عَرَبِيّ", "عربي"),
        ("عـــربي", "عربي"),
    ],
)
def test_arabic_and_persian_keyboards_articles_and_vowels_fold_to_the_same(one, other):
    assert words.folded(one) == words.folded(other) != ""


@pytest.mark.parametrize("one, other", [("Tür", "Tor"), ("Mutter", "Butter"), ("مدرسة", "مكتبة"), ("дом", "том")])
def test_different_words_stay_different(one, other):
    assert words.folded(one) != words.folded(other)


@pytest.mark.parametrize(
    "typed, written", [("Tuerkisch", "Türkisch"), ("Fluechtlinge", "Flüchtlinge"), ("oesterreich", "Österreich")]
)
def test_ae_oe_ue_may_stand_for_umlauts(typed, written):
    assert words.folded(written) in words.spellings(typed)
    assert words.lexemes(written) <= words.lexemes(typed)


@pytest.mark.parametrize("word", ["Quelle", "neu", "Museum", "Steuer", "treue"])
def test_other_ue_and_oe_are_left_alone(word):
    assert words.spellings(word) == {word.lower()}


@pytest.mark.parametrize(
    "one, other", [("Treffen", "Treff"), ("Vereine", "Verein"), ("Frauen", "Frau"), ("türkische", "Türkischer")]
)
def test_inflections_of_one_word_share_a_stem(one, other):
    assert words.lexemes(one) & words.lexemes(other)


@pytest.mark.parametrize(
    "one, other",
    [("Алиса", "Alice"), ("Olga", "Ольга"), ("Mohammed", "محمد"), ("Yusuf", "يوسف"), ("Georgios", "Γεώργιος")],
)
def test_a_name_sounds_the_same_in_every_script(one, other):
    assert words.sound(words.folded(one)) == words.sound(words.folded(other)) != ""


def test_a_single_consonant_is_no_sound():
    assert words.sound("eo") == words.sound("ana") == ""


@pytest.mark.parametrize("name, short", [("Deutsch-Eritreischer Verein e.V.", "dev"), ("Zwei Worte e. V.", "")])
def test_long_names_have_initials(name, short):
    assert words.initials(name) == short


def test_fillers_are_left_out_unless_there_is_nothing_else():
    assert words.meaningful("Ich suche einen Kurs für Frauen") == ["Kurs", "Frauen"]
    assert words.meaningful("wo ist der") == ["wo", "ist", "der"]
    assert words.meaningful("حضانة في دارمشتات") == ["حضانة", "دارمشتات"]


def test_words_end_at_every_sign():
    assert words.words("Eltern-Kind_Café, „Ölbaum“ (seit 1990)") == ["Eltern", "Kind", "Café", "Ölbaum", "seit", "1990"]


def test_a_word_has_an_end():
    assert words.words("a" * 1000) == ["a" * 60]


def test_latin_letters_are_told_from_others():
    assert [words.is_latin(word) for word in ("Çetin3", "Алиса", "Aлиса", "محمد")] == [True, False, False, False]


@given(ANY_WORD)
def test_any_text_folds_to_plain_letters_and_digits(text):
    for word in words.words(text):
        forms = {words.folded(word), *words.spellings(word), *words.lexemes(word)}
        assert all(form.isascii() and (form.isalnum() or not form) and form == form.lower() for form in forms)


@given(ANY_WORD)
def test_folding_twice_changes_nothing_more(text):
    for word in words.words(text):
        assert words.folded(words.folded(word)) == words.folded(word)


@given(ANY_WORD)
def test_what_is_looked_up_is_what_is_indexed(text):
    """A word of an entry is found by typing it: its stems are the same on both sides, or it carries nothing."""
    for word in words.words(text):
        assert bool(words.lexemes(word)) == bool(words.folded(word))
