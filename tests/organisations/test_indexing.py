"""What the search reads: written anew with every change, and nothing that is not public."""

import pytest

from organisations import indexing
from organisations.models import DirectoryVersion, Organisation, SearchEntry, SearchWord, Synonym, Topic
from tests.factories import make_contact, make_offer, make_organisation

pytestmark = pytest.mark.django_db
Origin = SearchWord.Origin


def entries(**fields):
    columns = ("kind", "organisation", "offer", "name_key", "confirmed_on", "facets", "document")
    return list(SearchEntry.objects.filter(**fields).order_by("kind", "organisation", "offer").values_list(*columns))


def lexicon(*origins):
    found = SearchWord.objects.filter(origin__in=origins).order_by("word", "lexeme", "origin")
    return list(found.values_list("word", "lexeme", "origin"))


def knows(word):
    return SearchWord.objects.filter(word=word, origin=Origin.TEXT).exists()


@pytest.mark.parametrize(
    "state, number", [("published", 2), ("draft", 0), ("pending", 0), ("hidden", 0), ("dissolved", 0)]
)
def test_only_published_entries_are_written(state, number):
    organisation = make_organisation(state=state, name="Qwimpel")
    make_offer(organisation)
    assert SearchEntry.objects.filter(organisation=organisation).count() == number
    assert knows("qwimpel") is bool(number)


def test_writing_twice_changes_nothing():
    organisation = make_organisation(name="Qwimpel")
    make_offer(organisation, title="Zwabbelkurs")
    before = entries(organisation=organisation), lexicon(Origin.TEXT, Origin.SOUND)
    indexing.index([organisation.pk])
    assert (entries(organisation=organisation), lexicon(Origin.TEXT, Origin.SOUND)) == before


def test_an_entry_that_is_hidden_vanishes():
    organisation = make_organisation(name="Qwimpel")
    Organisation.objects.update(state="hidden")
    indexing.index([organisation.pk])
    assert entries(organisation=organisation) == []


def test_words_that_are_no_longer_said_are_forgotten():
    """Else they would still be offered as a spelling."""
    organisation = make_organisation(name="Qwimpel", description="Zwabbel")
    make_organisation(name="Zwabbel")
    assert knows("qwimpel") and knows("zwabbel")
    Organisation.objects.filter(pk=organisation.pk).update(state="hidden")
    indexing.index([organisation.pk])
    assert (knows("qwimpel"), knows("zwabbel")) == (False, True)


def test_every_change_renews_the_version():
    before = DirectoryVersion.current()
    organisation = make_organisation(index=False)
    indexing.index([organisation.pk])
    assert DirectoryVersion.current() > before


def test_an_unknown_entry_is_no_trouble():
    indexing.index([0, -1])
    indexing.index([])
    assert entries(organisation=0) == []


@pytest.fixture
def few_words():
    """An empty directory with a short list of words, so that writing it anew is quick."""
    Organisation.objects.all().delete()
    SearchWord.objects.all().delete()
    Synonym.objects.all().delete()
    Topic.objects.update(synonyms="", i18n={})
    indexing.index_terms()


def test_reindexing_comes_to_the_same_as_writing_entry_by_entry(few_words):
    for number in range(3):
        organisation = make_organisation(name=f"Qwimpel {number} e.V.", short_name="QW 1", native_name="Квимпел")
        make_offer(organisation, title="Zwabbelkurs", i18n={"title_tr": "Zwabbel kursu"})
        make_contact(organisation, role="Trompetenrat")
        indexing.index([organisation.pk])
    before = entries(), lexicon(*Origin.values)
    indexing.reindex()
    assert (entries(), lexicon(*Origin.values)) == before


def test_reindexing_forgets_what_is_gone(few_words):
    organisation = make_organisation(name="Qwimpel")
    Organisation.objects.filter(pk=organisation.pk).update(name="Zwabbel")
    indexing.reindex()
    assert (knows("qwimpel"), knows("zwabbel")) == (False, True)


def test_synonyms_lead_to_their_group_and_the_group_to_all_their_lexemes(few_words):
    synonym = Synonym.objects.create(words="Qwimpel\nZwabbel Wusel")
    indexing.index_terms()
    group = f"~g{synonym.pk}"
    assert lexicon(Origin.SYNONYM) == [
        ("qwimpel", group, 3),
        ("zwabbel wusel", group, 3),
        (group, "qwimpel", 3),
        (group, "zwabbel&wusel", 3),
    ]


def test_a_word_by_itself_is_no_group(few_words):
    """Else it would be taken for known, and nothing that looks like it would be tried."""
    Synonym.objects.create(words="Qwimpel\n!!!\nQwimpel")
    indexing.index_terms()
    assert lexicon(Origin.SYNONYM) == []


def test_synonyms_take_room_in_line_with_their_number(few_words):
    """Most of the lexicon, and most of the time to look a word up, would else be theirs."""
    words = [f"qwimpel{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    Synonym.objects.create(words="\n".join(words))
    indexing.index_terms()
    assert len(lexicon(Origin.SYNONYM)) <= 3 * len(words)


def listed():
    return set(SearchWord.objects.filter(origin=Origin.SYNONYM).values_list("pk", "shown"))


def test_only_words_that_changed_are_written(few_words):
    """Whatever is written burdens the index of the lexicon until the database has tidied up."""
    Synonym.objects.create(words="Qwimpel\nZwabbel")
    indexing.index_terms()
    before = listed()
    Synonym.objects.create(words="Wusel\nTrompete")
    indexing.index_terms()
    assert {shown for _pk, shown in listed() - before} == {"Wusel", "Trompete"}
    assert before - listed() == set()


def test_words_written_otherwise_are_shown_otherwise(few_words):
    synonym = Synonym.objects.create(words="Qwimpel\nZwabbel")
    indexing.index_terms()
    Synonym.objects.filter(pk=synonym.pk).update(words="QWIMPEL\nZwabbel")
    indexing.index_terms()
    assert {shown for _pk, shown in listed()} == {"QWIMPEL", "Zwabbel"}


def test_withdrawn_synonyms_are_forgotten(few_words):
    synonym = Synonym.objects.create(words="Qwimpel\nZwabbel")
    indexing.index_terms()
    synonym.delete()
    indexing.index_terms()
    assert lexicon(Origin.SYNONYM) == []


def lexemes(kind, organisation):
    document = SearchEntry.objects.get(kind=kind, organisation=organisation).document
    return {part.split("'")[1] for part in document.split() if not part.startswith("'#")}


def test_a_document_holds_all_public_texts_in_all_languages():
    organisation = make_organisation(
        name="Aqwa", short_name="BQ 7", native_name="Cqwa", summary="Dqwa", community="Eqwa", description="Fqwa",
        street="Gqwa", i18n={"name_tr": "Hqwa", "summary_ar": "Iqwa", "description_uk": "Jqwa"},
    )  # fmt: skip
    make_contact(organisation, role="Kqwa", i18n={"role_tr": "Lqwa"})
    make_offer(organisation, title="Mqwa", text="Nqwa", when="Oqwa", i18n={"title_pl": "Pqwa"})
    assert lexemes(1, organisation) == {"bq", "7", "bq7"} | {f"{letter}qwa" for letter in "acdefghijklmnop"}


def test_an_offers_document_holds_its_own_texts_and_the_name():
    organisation = make_organisation(name="Aqwa", description="Bqwa")
    make_offer(organisation, title="Cqwa", text="Dqwa", when="Eqwa", where="Fqwa", i18n={"text_tr": "Gqwa"})
    assert lexemes(2, organisation) == {f"{letter}qwa" for letter in "acdefg"}


def test_a_very_long_text_is_no_trouble():
    organisation = make_organisation(name="Aqwa", summary="dqwa " * 30, description="eqwa " * 40_000 + "ende")
    assert {"aqwa", "dqwa", "eqwa", "ende"} == lexemes(1, organisation)
