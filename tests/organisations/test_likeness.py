import doctest

import pytest

from organisations import likeness
from organisations.likeness import alike, initials_of, near, short_forms_of, sounds_alike, telling

SIMILAR = [
    ("Türkischer Elternverein Darmstadt e.V.", "Tuerkischer Elternverein e. V."),
    ("Verein der Eritreer in Darmstadt", "Darmstädter Verein der Eritreer e.V."),
    ("Deutsch-Polnische Gesellschaft Darmstadt", "Deutsch Polnische Gesellschaft e.V."),
    ("Polnische Kulturtage", "Polnischer Kulturtag"),
    ("Granatapfel", "Granatapfel – Persischer Kulturkreis e.V."),
    ("Persischer Kulturkreis", "Granatapfel – Persischer Kulturkreis e.V."),
    ("Granatapfel Persischer Kulturkries", "Granatapfel – Persischer Kulturkreis e.V."),
    ("Kulturkreis Granatapfel, persischer", "Granatapfel – Persischer Kulturkreis e.V."),
    ("Morgenstern Kultur-Verein", "Kulturverein Morgenstern"),
    ("Frauen Treff Regenbogen", "Frauentreff Regenbogen"),
    ("Türkischer Verein", "Verein Türkischer e.V."),
    ("Werkhof Darmstadt", "Werkhof e.V."),
    ("Werkhof Bildung gGmbH", "Werkhof e.V."),
    ("Kranichhaus Hilfs- und Kulturverein Nord", "Kranichhaus Hilfs- und Kulturverein Süd"),
    ("Журавлиний дім", "Журавлиный дім"),
]
DIFFERENT = [
    ("Türkischer Elternverein", "Griechischer Elternverein"),
    ("Deutsch-Türkischer Kulturverein", "Deutsch-Griechischer Kulturverein"),
    ("Afghanischer Kulturverein", "Albanischer Kulturverein"),
    ("Iranischer Kulturverein", "Irakischer Kulturverein"),
    ("Türkischer Verein", "Türkischer Elternverein"),
    ("Internationaler Verein", "Internationaler Frauentreff"),
    ("Elternverein Darmstadt e.V.", "Blaue Feige – Türkischer Elternverein e.V."),
    ("Interkultureller Frauentreff Eberstadt", "Interkultureller Frauentreff Arheilgen"),
    ("Granatapfel e.V.", "Granatapfelhof e.V."),
    ("Mond e.V.", "Mond und Sterne e.V."),
]


def test_the_examples_are_true():
    assert doctest.testmod(likeness) == (0, 2)


@pytest.mark.parametrize("one, other", SIMILAR)
def test_names_that_people_call_similar(one, other):
    assert (alike(telling(one), telling(other)), alike(telling(other), telling(one))) == (True, True)


@pytest.mark.parametrize("one, other", DIFFERENT)
def test_names_that_people_tell_apart(one, other):
    assert (alike(telling(one), telling(other)), alike(telling(other), telling(one))) == (False, False)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("kulturkreis", "kulturkries", True),
        ("kulturkreis", "kulturkreise", True),
        ("polnischer", "polnisches", True),
        ("garten", "gratne", False),
        ("namen", "nmaen", True),
        ("tukischer", "turkischer", True),
        ("iranische", "irakischer", False),
        ("rosa", "roma", False),
        ("ungarischer", "bulgarischer", False),
    ],
)
def test_a_slip_is_no_other_word(one, other, expected):
    assert near(one, other) is near(other, one) is expected


@pytest.mark.parametrize(
    "latin, other, expected",
    [
        ("Khor Serebryanaya rosa", "Хор «Серебряная роса»", True),
        ("Sevastopol Teatr", "Севастополь Театр", True),
        ("Gruppe Rosa", "Хор «Серебряная роса»", False),
        ("Roza", "Роза", False),
    ],
)
def test_names_in_two_scripts_sound_alike(latin, other, expected):
    """Short ones say too little."""
    assert sounds_alike(telling(latin), telling(other)) is expected


@pytest.mark.parametrize(
    "name, expected",
    [
        ("Verein für Kultur und Bildung e.V.", {"vfkub", "vkb"}),
        ("Deutsch-Eritreischer Verein in Darmstadt", {"devid", "devd"}),
        ("Türkischer Elternverein e.V.", {"tev"}),
        ("Grüne Wiese eV", set()),
    ],
)
def test_initials_with_and_without_little_words(name, expected):
    assert initials_of(name) == expected


@pytest.mark.parametrize(
    "name, short_name, expected",
    [
        ("Deutsch-Türkische Gesellschaft (DTG)", "", {"dtg"}),
        ("Mondkometen", "MK 07", {"mk07"}),
        ("MK 07 Darmstadt e.V.", "", {"mk07"}),
        ("Mondkometen e.V.", "", set()),
    ],
)
def test_short_forms_come_from_the_short_name_brackets_or_a_name_so_short(name, short_name, expected):
    assert short_forms_of(name, short_name) == expected
