"""What somebody may have meant: each test says what is typed and which entries it finds."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from organisations import indexing
from organisations.facets import Choices
from organisations.models import DirectoryVersion, Language, Organisation, SearchEntry, Synonym, Topic
from organisations.results import Request, Results
from organisations.understanding import closest, understand
from tests.factories import make_offer, make_organisation

pytestmark = pytest.mark.django_db

NAMES = {
    "chor": "Serbischer Chor Mondpflaume",
    "eltern": "Türkischer Elternverein Blaue Feige",
    "alice": "Alice und ihre Freundinnen",
    "club": "Клуб «Берёзка»",
    "noor": "مركز النور",
    "mk": "Makedonischer Kreis",
    "garten": "Nachbarschaftsgarten Rübenschläger",
}


@pytest.fixture(scope="module")
def directory(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        make_directory()
        yield
        transaction.set_rollback(True)


def make_directory():
    Organisation.objects.all().delete()
    for slug, name in NAMES.items():
        make_organisation(slug=slug, name=name, short_name="MK 07" if slug == "mk" else "")
    teaching = make_organisation(slug="kurse", name="Werkstatt Zitrone", topics=Topic.objects.filter(code="language"))
    make_offer(teaching, title="Nähkurse am Abend", languages=Language.objects.filter(code="tr"))


def found(typed):
    """The addresses of what the public list finds, best first."""
    request = Request(" ".join(typed.split()), Choices(), "relevanz", 1)
    results = Results(SearchEntry.Kind.ORGANISATION, "/", request, DirectoryVersion.current())
    slugs = dict(Organisation.objects.values_list("pk", "slug"))
    return [slugs[hit.organisation_id] for hit in results.found]


@pytest.mark.parametrize(
    "typed, slug",
    [
        ("Mondpflaume", "chor"),
        ("mondpflaume serbisch", "chor"),
        ("turkischer", "eltern"),
        ("tuerkischer elternverein", "eltern"),
        ("TÜRKISCHEN", "eltern"),
        ("Elternvereine", "eltern"),
        ("feigen", "eltern"),
    ],
)
def test_inflections_umlauts_and_capitals_do_not_matter(directory, typed, slug):
    assert found(typed)[:1] == [slug]


def test_an_inflection_is_as_certain_as_the_very_word(directory):
    (asked,) = understand("Türkischen").asked
    assert "turkisch" in asked.certain


@pytest.mark.parametrize("typed", ["chorlar", "aufmondpflaume"])
def test_endings_of_other_languages_and_separable_prefixes_may_be_left_out(directory, typed):
    assert found(typed) == ["chor"]


@pytest.mark.parametrize("typed, slug", [("Mondpf", "chor"), ("elternv", "eltern"), ("Nachbarsch", "garten")])
def test_beginnings_find_while_typing(directory, typed, slug):
    assert found(typed) == [slug]


@pytest.mark.parametrize(
    "typed, slug",
    [
        ("Garten", "garten"),
        ("Verein", "eltern"),
        ("Pflaume", "chor"),
        ("kurs", "kurse"),
        ("nähen", "kurse"),
        ("barschaft", "garten"),
    ],
)
def test_parts_of_compounds_find_the_whole(directory, typed, slug):
    assert slug in found(typed)


@pytest.mark.parametrize(
    "typed, slug", [("Elterngarten", {"eltern", "garten"}), ("Chorfreundinnen", {"chor", "alice"})]
)
def test_a_compound_that_nobody_has_is_asked_by_its_parts(directory, typed, slug):
    assert set(found(typed)) == slug


@pytest.mark.parametrize(
    "typed, slug, shown",
    [
        ("Mondpflaune", "chor", "Mondpflaume"),
        ("Rübenschlägr", "garten", "Rübenschläger"),
        ("Serbicsher", "chor", "Serbischer"),
    ],
)
def test_a_slip_or_two_are_forgiven_and_said(directory, typed, slug, shown):
    assert found(typed) == [slug]
    assert understand(typed).corrected == [(typed, shown)]


@pytest.mark.parametrize("typed", ["Alice", "Mondpflaume", "Mondpfl", "Elterngarten", "Алиса"])
def test_what_is_understood_is_not_corrected(directory, typed):
    assert understand(typed).corrected == []


@pytest.mark.parametrize(
    "typed, slug",
    [
        ("Алиса", "alice"),
        ("Αλίσα", "alice"),
        ("أليس", "alice"),
        ("Klub Berjoska", "club"),
        ("клуб березка", "club"),
        ("al noor", "noor"),
        ("النور", "noor"),
        ("نور", "noor"),
        ("Чор Мондпфлауме", "chor"),
    ],
)
def test_names_are_found_across_scripts(directory, typed, slug):
    assert slug in found(typed)


@pytest.mark.parametrize("typed", ["MK 07", "mk07", "MK-07"])
def test_short_names_are_found_in_one_piece_or_two(directory, typed):
    assert found(typed)[:1] == ["mk"]


@pytest.mark.parametrize(
    "typed",
    [
        "Deutsch lernen",
        "dil kursu",
        "almanca kursu",
        "دورة لغة",
        "language course",
        "курс німецької",
        "corso di tedesco",
    ],
)
def test_a_topic_is_found_in_every_language(directory, typed):
    assert "kurse" in found(typed)


@pytest.mark.parametrize("typed", ["türkisch sprechen", "Turkish", "türkçe", "турецкий", "التركية"])
def test_a_language_is_found_by_its_name_in_every_language(directory, typed):
    assert "kurse" in found(typed)


@pytest.fixture
def synonyms(directory):
    """More words than are looked at of any other kind, one of them carried by an entry."""
    letters = "bcdfghjklmnpqrstvwxyz"
    made = [f"Qua{first}{second}ompel" for first in letters[:8] for second in letters[:8]]
    synonym = Synonym.objects.create(words="\n".join([*made, "Zwabbel Qxusel", "Mondpflaume"]))
    indexing.index_terms()
    return synonym


@pytest.mark.parametrize("typed", ["Quabbompel", "quajjompel", "zwabbel qxusel", "Mondpflaume"])
def test_each_word_of_a_group_stands_for_all_of_them(synonyms, typed):
    (asked,) = understand(typed).asked
    assert len(asked.certain) == 66
    assert found(typed) == ["chor"]


@pytest.mark.parametrize("typed", ["quabbo", "qxusel", "qx"])
def test_a_group_is_found_by_parts_of_its_words(synonyms, typed):
    assert found(typed) == ["chor"]


def test_a_beginning_stands_for_few_groups(directory):
    """Six groups may be six subjects; whoever types on sees which was meant."""
    Synonym.objects.bulk_create(Synonym(words=f"Quax{letter}ompel\nZwabbel{letter}") for letter in "bdfgkl")
    indexing.index_terms()
    (asked,) = understand("quax").asked
    assert len(asked.likely) == 5 * 2


@pytest.mark.parametrize("typed, shown", [("quabbommpel", "Quabbompel"), ("qaubbompel", "Quabbompel")])
def test_a_group_is_found_with_a_slip_or_two(synonyms, typed, shown):
    assert (found(typed), understand(typed).corrected) == (["chor"], [(typed, shown)])


def test_a_group_is_found_by_a_word_that_begins_alike(synonyms):
    assert found("quabboxyzu") == ["chor"]


def test_the_names_of_groups_are_never_found_by_what_is_typed(synonyms):
    """They are numbers, and numbers are typed too."""
    name = f"g{synonyms.pk}"
    assert [closest(name), closest(str(synonyms.pk)), found(name), found(name + "0")] == [[], [], [], []]


@pytest.mark.parametrize("typed, slug", [("mo", "chor"), ("r", "garten"), ("ne bl", "eltern")])
def test_one_or_two_letters_are_beginnings(directory, typed, slug):
    assert slug in found(typed)


def test_a_phrase_is_one_wish_and_its_words_are_its_parts(directory):
    (asked,) = understand("dil kursu").asked
    assert (asked.typed, [part.typed for part in asked.parts]) == ("dil kursu", ["dil", "kursu"])


def test_fillers_change_nothing(directory):
    assert found("ich suche bitte einen Chor für mich") == found("Chor") == ["chor"]


def test_a_word_said_twice_is_asked_once(directory):
    assert [asked.typed for asked in understand("Chor Chor chor").asked] in (["Chor"], ["Chor", "chor"])
    assert found("Chor Chor") == ["chor"]


def test_unknown_words_are_named_and_the_others_still_find(directory):
    understood = understand("Chor Qqxwzk")
    assert understood.ignored == ["Qqxwzk"]
    assert found("Chor Qqxwzk") == ["chor"]


@pytest.mark.parametrize("typed", ["Qqxwzk", "!!!", "🙂", "~", "_", "(", "'", "\\", "&|!:*"])
def test_what_nobody_knows_finds_nothing_rather_than_everything(directory, typed):
    assert found(typed) == []


def test_where_nothing_has_all_words_those_with_most_come_first(directory):
    assert found("serbischer elternverein blaue")[:2] == ["eltern", "chor"]


def test_the_very_word_comes_before_a_longer_one(directory):
    make_organisation(slug="chorwerk", name="Chorwerkstatt")
    assert found("Chor") == ["chor", "chorwerk"]


def test_a_name_comes_before_a_mention(directory):
    make_organisation(slug="erwaehnt", name="Verein der Sänger", description="Auch bei uns gibt es einen Chor. " * 5)
    assert found("Chor") == ["chor", "erwaehnt"]


def test_the_nearest_spellings_are_offered(directory):
    assert closest("mondflaume")[0] == "Mondpflaume"
    assert closest("qqxwzk") == []


def test_only_the_first_eight_words_are_read(directory):
    assert len(understand("eins zwei drei vier fünf sechs sieben acht neun zehn").asked) <= 8


def test_an_ordinary_question_takes_one_query(directory, django_assert_num_queries):
    with django_assert_num_queries(1):
        understand("türkischer Elternverein dil kursu")


def test_a_name_of_sixty_chinese_signs_is_found_with_a_slip():
    """Sixty signs are more than 255 Latin letters, which is where PostgreSQL's levenshtein() gives up."""
    make_organisation(slug="lang", name="壮" * 60)
    assert found("壮" * 60) == ["lang"]
    assert found("壮" * 59 + "光") in ([], ["lang"])


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=220))
@hypothesis_settings(max_examples=60)
def test_anything_may_be_typed(typed):
    request = Request(" ".join(typed.split()), Choices(), "relevanz", 1)
    results = Results(SearchEntry.Kind.ORGANISATION, "/", request, DirectoryVersion.current())
    assert len(results.found) == min(results.total, 20)
    assert len(results.spellings) <= 3
