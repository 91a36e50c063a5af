"""What people write in cells, and what is understood."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from organisations.models import District, Language, Organisation, Quarter, Topic
from organisations.spreadsheets import values
from organisations.spreadsheets.columns import BASIS, KIND, LEGAL_FORM, STATE


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def lists(db):
    return values.Lists.gather()


def wrong(way, text, lists=None):
    with pytest.raises(ValidationError) as caught:
        way.read(text, lists)
    return caught.value.messages


@pytest.mark.parametrize(
    "text, day",
    [
        ("31.01.2026", date(2026, 1, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("1. 2. 2026", date(2026, 2, 1)),
        ("01.02.26", date(2026, 2, 1)),
        ("01.02.98", date(1998, 2, 1)),
        ("31.01.2026 14:30", date(2026, 1, 31)),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31 00:00:00", date(2026, 1, 31)),
        ("46053", date(2026, 1, 31)),
        ("46053.5", date(2026, 1, 31)),
        ("", None),
    ],
)
def test_days(text, day):
    assert values.Date().read(text, None) == day


@pytest.mark.parametrize("text", ["31.02.2026", "2026", "1998", "01/02/2026", "gestern", "9999", "123456"])
def test_what_is_no_day(text):
    assert wrong(values.Date(), text) == ["Write the day like this: 31.12.2026."]


@pytest.mark.parametrize("text", ["79999", "31.01.0026", "31.01.9026", "1899-12-31"])
def test_days_of_other_centuries(text):
    assert wrong(values.Date(), text) == ["The year is missing or wrong. Write the day like this: 31.12.2026."]


@pytest.mark.parametrize("text, year", [("1998", 1998), ("01.05.1998", 1998), ("1998.0", 1998), ("", None)])
def test_years(text, year):
    assert values.Year().read(text, None) == year


@pytest.mark.parametrize("text", ["98", "seit 1998", "19988"])
def test_what_is_no_year(text):
    assert wrong(values.Year(), text) == ["Write the year with four digits, for example 1998."]


@pytest.mark.parametrize(
    "text, value", [("ja", True), ("JA", True), ("x", True), ("1", True), ("nein", False), ("0", False)]
)
def test_yes_and_no(text, value):
    assert values.YesNo().read(text, None) is value
    assert values.YesNoUnknown().read(text, None) is value


def test_unknown_is_an_answer_only_where_it_can_be():
    assert [values.YesNoUnknown().read(text, None) for text in ("unbekannt", "")] == [None, None]
    assert wrong(values.YesNo(), "unbekannt") == ["“unbekannt” is not known. Possible are: ja, nein"]
    assert wrong(values.YesNo(), "") == ["Write yes or no here: “ja” or “nein”."]
    assert wrong(values.YesNo(), "vielleicht") == ["“vielleicht” is not known. Possible are: ja, nein"]


@pytest.mark.parametrize(
    "way, text, value",
    [
        (KIND, "Verein", "association"),
        (KIND, "verein", "association"),
        (KIND, "umbrella", "umbrella"),
        (KIND, "MSO", "association"),
        (LEGAL_FORM, "e. V.", "ev"),
        (LEGAL_FORM, "eingetragener Verein (e.V.)", "ev"),
        (LEGAL_FORM, "gGmbH", "ggmbh"),
        (STATE, "veröffentlicht", "published"),
        (STATE, "Veroeffentlicht", "published"),
        (BASIS, "Einwilligung", "consent"),
        (BASIS, "öffentliche Quelle", "public"),
    ],
)
def test_choices_by_label_code_or_usual_word(way, text, value):
    assert way.read(text, None) == value


def test_choices_are_german_in_every_language():
    with translation.override("ar"):
        assert STATE.text(Organisation.State.PUBLISHED) == "veröffentlicht"
        assert STATE.read("veröffentlicht", None) == "published"


def test_some_choices_may_not_come_by_a_list():
    assert wrong(KIND, "Amt der Stadt") == ["“Amt der Stadt” cannot be set by a list."]
    assert wrong(STATE, "merged") == ["“merged” cannot be set by a list."]
    assert "Amt der Stadt" not in KIND.allowed(None)


def test_an_unknown_choice_is_told_with_what_is_meant():
    assert wrong(STATE, "veröffentlich") == ["“veröffentlich” is not known. Do you mean “veröffentlicht”?"]


@pytest.mark.parametrize(
    "text, codes",
    [
        ("Deutsch lernen; Sport und Bewegung", ["language", "sport"]),
        ("Sport und Bewegung\ndeutsch LERNEN", ["language", "sport"]),
        ("language;sport;", ["language", "sport"]),
        ("Frauen, Studium", ["women", "students"]),
        ("Kultur und Kunst; Kultur und Kunst", ["culture-arts"]),
        ("", []),
    ],
)
def test_terms_by_name_or_code(lists, text, codes):
    assert [term.code for term in values.Terms(Topic).read(text, lists)] == codes


def test_every_unknown_term_is_told(lists):
    assert wrong(values.Terms(Topic), "Fraun; Sport und Bewegung; Quantenphysik", lists) == [
        "“Fraun” is not known. Do you mean “Frauen”?",
        "“Quantenphysik” is not known. Possible are: Bildung und Schule, Deutsch lernen, Herkunftssprachen,"
        " Kinder und Jugendliche, Eltern und Familie, Frauen, Ältere Menschen, Kultur und Kunst …",
    ]


def test_a_term_whose_name_has_a_comma_is_one_term(lists):
    Language.objects.create(code="x", name="Esperanto, Ido")
    assert [one.code for one in values.Terms(Language).read("Esperanto, Ido", values.Lists.gather())] == ["x"]


@pytest.mark.parametrize("text", ["Martinsviertel-West", "martinsviertel west", "220"])
def test_places_by_name_or_official_code(lists, text):
    found = values.Place(Quarter).read(text, lists)
    assert (found.name, found.district_id) == ("Martinsviertel-West", "200")
    assert values.Place(District).read("200", lists).name == "Darmstadt-Nord"


def test_addresses_on_the_web_need_no_scheme():
    assert values.Address().read("www.alpha.example", None) == "https://www.alpha.example"
    assert values.Address().read("http://alpha.example", None) == "http://alpha.example"
    several = values.Addresses().read("alpha.example; https://beta.example/a;b,\ngamma.example", None)
    assert several == ["https://alpha.example", "https://beta.example/a;b", "https://gamma.example"]


@pytest.mark.parametrize("number, text", [(64283.0, "64283"), (7, "7"), (3.5, "3.5"), (1e300, str(int(1e300)))])
def test_whole_numbers_have_no_decimals(number, text):
    """Some programs keep every number with decimals."""
    assert values.Text().from_number(number) == text
