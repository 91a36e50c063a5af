import pytest
from django.http import QueryDict
from django.utils import translation

from organisations import facets
from organisations.facets import Choices
from organisations.models import DirectoryVersion, Language, SearchEntry, Topic
from tests.factories import make_offer, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    return facets.vocabulary(DirectoryVersion.current())


def chosen(address, vocabulary):
    """The choices an address makes, as readable pairs."""
    return facets.parameters(facets.choices(QueryDict(address), vocabulary), vocabulary)


def test_several_values_of_several_facets_are_read(vocabulary):
    address = "sprache=tr&sprache=ar&thema=sport&zielgruppe=women&stadtteil=100&viertel=110&art=umbrella&jetzt=1"
    assert chosen(address, vocabulary) == [
        ("sprache", "tr"),
        ("sprache", "ar"),
        ("thema", "sport"),
        ("zielgruppe", "women"),
        ("stadtteil", "100"),
        ("viertel", "110"),
        ("art", "umbrella"),
        ("jetzt", "1"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "sprache=xx",
        "sprache=",
        "sprache=%00",
        "thema=tr",
        "jetzt=yes",
        "stadtteil=999",
        "art=%F0",
        "x=tr",
        "Sprache=tr",
    ],
)
def test_values_that_do_not_exist_are_passed_over(vocabulary, address):
    assert chosen(f"{address}&sprache=tr", vocabulary) == [("sprache", "tr")]


def test_a_value_named_twice_is_chosen_once(vocabulary):
    assert chosen("sprache=tr&sprache=tr", vocabulary) == [("sprache", "tr")]


def test_the_same_choices_have_one_address(vocabulary):
    one = chosen("thema=sport&sprache=ar&jetzt=1&sprache=de", vocabulary)
    other = chosen("jetzt=1&sprache=de&sprache=ar&thema=sport", vocabulary)
    assert one == other == [("sprache", "de"), ("sprache", "ar"), ("thema", "sport"), ("jetzt", "1")]


def test_endless_values_cost_no_endless_work(vocabulary):
    many = "&".join(["sprache=xx"] * 900)
    assert chosen(f"sprache=tr&{many}&sprache=ar", vocabulary) == [("sprache", "tr")]


def test_a_value_is_added_and_taken_away():
    one = facets.LANGUAGE.number(1)
    assert Choices((5,), now=True).toggled(one) == Choices((5, one), now=True)
    assert Choices((5, one), now=True).toggled(one) == Choices((5,), now=True)


def test_a_facet_is_taken_away_whole():
    numbers = (facets.LANGUAGE.number(1), facets.LANGUAGE.number(2), facets.TOPIC.number(1))
    left = Choices(numbers, now=True).without(facets.LANGUAGE)
    assert left == Choices((facets.TOPIC.number(1),), now=True)
    assert (left.groups, bool(left), bool(Choices())) == ([facets.TOPIC], True, False)


def test_no_two_values_share_a_number(vocabulary):
    values = [value for group in vocabulary.by_group.values() for value in group]
    assert len({value.number for value in values}) == len(values) > 100
    assert [value for value in values if not value.group.has(value.number)] == []


@pytest.mark.parametrize(
    "language, label", [("de", "Türkisch"), ("en", "Turkish"), ("ar", "التركية"), ("ja", "Türkisch")]
)
def test_labels_are_in_the_readers_language_else_in_german(vocabulary, language, label):
    with translation.override(language):
        assert vocabulary.by_code["sprache", "tr"].label == label


def test_the_vocabulary_is_read_once_per_version(django_assert_num_queries):
    facets.vocabulary(DirectoryVersion.current())
    with django_assert_num_queries(1):
        facets.vocabulary(DirectoryVersion.current())
    DirectoryVersion.renew()
    with django_assert_num_queries(6):
        facets.vocabulary(DirectoryVersion.current())


def codes(entry, vocabulary):
    return {(vocabulary.by_number[n].group.key, vocabulary.by_number[n].code) for n in entry.facets}


def test_an_organisation_has_its_own_terms_and_those_of_its_offers(vocabulary):
    organisation = make_organisation(
        topics=Topic.objects.filter(code="sport"), kind="umbrella", district_id="100", quarter_id="110"
    )
    make_offer(organisation, topics=Topic.objects.filter(code="work"), languages=Language.objects.filter(code="tr"))
    entry = SearchEntry.objects.get(organisation=organisation, kind=SearchEntry.Kind.ORGANISATION)
    assert codes(entry, vocabulary) == {
        *[("thema", "sport"), ("thema", "work"), ("sprache", "tr")],
        *[("stadtteil", "100"), ("viertel", "110"), ("art", "umbrella")],
    }


@pytest.mark.parametrize("own, has", [(["tr"], {("sprache", "tr")}), ([], {("sprache", "ar"), ("sprache", "fa")})])
def test_an_offer_has_its_organisations_languages_where_it_names_none(vocabulary, own, has):
    organisation = make_organisation(
        topics=Topic.objects.filter(code="sport"), languages=Language.objects.filter(code__in=["ar", "fa"])
    )
    offer = make_offer(organisation, languages=Language.objects.filter(code__in=own))
    assert codes(SearchEntry.objects.get(offer=offer), vocabulary) == has | {("art", "association")}


def test_whoever_is_in_a_quarter_is_in_its_district(vocabulary):
    """Also where the form says no more than the quarter."""
    organisation = make_organisation(quarter_id="110", district=None)
    entry = SearchEntry.objects.get(organisation=organisation)
    assert codes(entry, vocabulary) == {("stadtteil", "100"), ("viertel", "110"), ("art", "association")}
