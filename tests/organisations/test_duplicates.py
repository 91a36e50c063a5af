"""Which entries may be the same organisation twice, and why."""

import pytest
from django.utils import translation

from organisations import duplicates
from organisations.duplicates import Facts, dialled, likely, likely_for_facts, likely_for_many, site
from organisations.models import Organisation
from tests.factories import make_contact, make_organisation

pytestmark = pytest.mark.django_db


def entry(**fields):
    return make_organisation(index=False, **{"name": "Kranichhaus – Ukrainischer Kulturverein e.V."} | fields)


def why(facts):
    """{name of the entry: reasons in English}"""
    with translation.override("en"):
        return {organisation.name: told for organisation, told in likely_for_facts(facts)}


@pytest.mark.parametrize("name", ["Kranichhaus", "Ukrainischer Kulturverein Darmstadt", "Kranichaus Kulturverein"])
def test_a_similar_name_is_told(name):
    found = entry()
    assert why(Facts(name)) == {found.name: ["similar name"]}


def test_a_name_with_other_words_that_say_nothing_is_the_same():
    found = entry()
    assert why(Facts("Verein Kranichhaus Ukrainischer Kultur-Verein e. V. in Darmstadt")) == {found.name: ["same name"]}


def test_a_name_is_recognised_in_its_own_language_translated_and_in_another_script():
    native = entry(native_name="Журавлиний дім", name_en="Crane House")
    choir, women = entry(name="Хор «Серебряная роса»"), entry(name="Берегыня Хор")
    assert why(Facts("Журавлиний дім")) == {native.name: ["similar name"]}
    assert why(Facts("Crane House")) == {native.name: ["similar name"]}
    assert why(Facts("Mondkrug", other_names=("Журавлиний дім",))) == {native.name: ["similar name"]}
    assert why(Facts("Bereginia Khor")) == {women.name: ["similar name"]}
    assert why(Facts("Khor Serebryanaya rosa")) == {choir.name: ["same name"]}


def test_a_single_word_is_recognised_with_two_letters_swapped():
    found = entry(name="Mondkrug e.V.")
    assert why(Facts("Modnkrug e.V.")) == {found.name: ["similar name"]}


def test_a_name_that_differs_says_nothing():
    entry()
    assert why(Facts("Ukrainischer Frauenverein")) == {}
    assert why(Facts("")) == {}


@pytest.mark.parametrize(
    "number", ["VR 1234", "VR1234", "1234", "vr 01234", "VR-Nr. 1234", "Vereinsregister Nr. 12 34"]
)
@pytest.mark.parametrize("court", ["", "Darmstadt", "Amtsgericht Darmstadt", "AG Darmstadt"])
def test_the_register_number_is_recognised_however_it_is_written(number, court):
    found = entry(register_court="Darmstadt", register_number="VR 1234")
    assert why(Facts("Mondkrug", register_court=court, register_number=number)) == {
        found.name: ["same register number"]
    }


@pytest.mark.parametrize(
    "court, number",
    [
        ("Frankfurt am Main", "VR 1234"),
        ("Darmstadt", "HRB 1234"),
        ("Darmstadt", "VR 12345"),
        ("Darmstadt", "beantragt"),
    ],
)
def test_another_register_is_another_number(court, number):
    entry(register_court="Darmstadt", register_number="VR 1234")
    assert why(Facts("Mondkrug", register_court=court, register_number=number)) == {}


def test_two_without_a_number_do_not_have_the_same():
    entry(register_number="beantragt")
    assert why(Facts("Mondkrug", register_number="beantragt")) == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://kranichhaus.example",
        "http://www.Kranichhaus.example/",
        "kranichhaus.example/de/",
        "https://kranichhaus.example/index.php",
        "https://kranichhaus.example/kontakt",
    ],
)
def test_the_website_is_recognised_however_it_is_written(url):
    found = entry(website="https://kranichhaus.example/")
    assert why(Facts("Mondkrug", websites=("", url))) == {found.name: ["same website"]}


def test_another_page_of_a_host_that_both_share_says_nothing():
    found = entry(website="https://vereine.example/kranichhaus", social_links=["https://www.facebook.com/Kranichhaus/"])
    assert why(Facts("Mondkrug", websites=("https://vereine.example/mondkrug",))) == {}
    assert why(Facts("Mondkrug", websites=("https://facebook.com/mondkrug", "https://facebook.com"))) == {}
    assert why(Facts("Mondkrug", websites=("https://facebook.com/kranichhaus/fotos",))) == {}
    assert why(Facts("Mondkrug", websites=("https://m.facebook.com/kranichhaus",))) == {found.name: ["same website"]}


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://facebook.com/", None),
        ("https://facebook.com/profile.php?id=7", ("facebook.com", "/profile.php?id=7")),
        ("https://verein.example/start.html", ("verein.example", "")),
        ("https://verein.example/seite?von=mail", ("verein.example", "/seite")),
        ("http://[", None),
        ("   ", None),
    ],
)
def test_websites_are_compared_by_host_and_path(url, expected):
    assert site(url) == expected


@pytest.mark.parametrize("phone", ["06151 99-3581", "+49 6151 993581", "0049 (0)6151/99 35 81", "+49 (6151) 99-3581"])
def test_the_telephone_number_is_recognised_however_it_is_written(phone):
    found = entry()
    make_contact(found, phone="+49 6151 99-3581", email="")
    assert why(Facts("Mondkrug", phones=(phone,))) == {found.name: ["same telephone number"]}


def test_a_number_too_short_to_tell_is_none():
    assert [dialled(phone) for phone in ("", "13-3581", "+49 6151 1335")] == ["", "", "061511335"]


def test_an_address_and_its_domain_are_recognised_but_no_public_domain():
    found, other = entry(website="https://kranichhaus.example"), entry(name="Blaue Feige")
    make_contact(found, email="Kranich@web.de", public=False)
    make_contact(other, email="vorstand@feige.example")
    domain = ["website or e-mail addresses at the same domain"]
    assert why(Facts("Mondkrug", emails=("kranich@web.de",))) == {found.name: ["same e-mail address"]}
    assert why(Facts("Mondkrug", emails=("mond@web.de",))) == {}
    assert why(Facts("Mondkrug", emails=("buero@kranichhaus.example",))) == {found.name: domain}
    assert why(Facts("Mondkrug", websites=("https://feige.example",))) == {other.name: domain}
    assert why(Facts("Mondkrug", emails=("vorstand@feige.example",))) == {other.name: ["same e-mail address"]}


def test_what_many_have_in_common_says_nothing():
    made = [entry(name=name) for name in "Anis Bohne Curry Dattel Erbse".split()]
    for one in made:
        make_contact(one, email=f"{one.name}@haus.example", phone="06151 99999")
    facts = Facts("Mondkrug", phones=("06151 99999",), emails=("mond@haus.example",))
    assert len(why(facts)) == duplicates.FEW == 5
    make_contact(entry(name="Fenchel"), phone="06151 99999")
    assert len(why(facts)) == 5
    assert why(Facts("Mondkrug", phones=("06151 99999",))) == {}


def test_short_names_and_initials():
    short, long = entry(short_name="UKV"), entry(name="Gesellschaft für Musik und Tanz e.V.")
    assert why(Facts("Mondkrug", short_name="U.K.V.")) == {short.name: ["same short name"]}
    assert why(Facts("UKV Darmstadt")) == {short.name: ["same short name"]}
    assert why(Facts("GMT e.V.")) == {long.name: ["short name like the initials"]}
    assert why(Facts("Mondkrug", short_name="GfMuT")) == {long.name: ["short name like the initials"]}
    Organisation.objects.filter(pk=long.pk).update(short_name="Klang")
    assert why(Facts("GMT e.V.")) == {}


def test_what_speaks_loudest_stands_first_with_all_reasons():
    similar, same = entry(), entry(name="Blaue Feige", register_number="VR 7", website="https://feige.example")
    facts = Facts("Kranichhaus", register_number="7", websites=("feige.example",))
    assert list(why(facts).items()) == [
        (same.name, ["same register number", "same website"]),
        (similar.name, ["similar name"]),
    ]


def test_no_more_than_asked_for():
    for _number in range(4):
        entry()
    assert len(likely_for_facts(Facts("Kranichhaus"))) == 4
    assert len(likely_for_facts(Facts("Kranichhaus"), limit=3)) == 3


def test_an_entry_is_no_duplicate_of_itself_and_merged_ones_never_show():
    one, other = entry(website="https://kranichhaus.example"), entry(state="hidden")
    make_contact(one, phone="06151 99999")
    gone = entry(state=Organisation.State.MERGED, merged_into=one)
    assert [organisation for organisation, _why in likely(one)] == [other]
    assert [organisation for organisation, _why in likely(other)] == [one]
    assert likely(gone) == []
    assert likely_for_facts(Facts("Mondkrug", phones=("06151 99999",), pk=one.pk)) == []


def test_contacts_of_an_entry_count():
    one, other = entry(name="Blaue Feige"), entry()
    for organisation in (one, other):
        make_contact(organisation, email="dieselbe@web.de")
    with translation.override("en"):
        assert likely(one) == [(other, ["same e-mail address"])]


def test_each_of_many_facts_gets_its_own_answer():
    one, other = entry(), entry(name="Blaue Feige")
    many = [Facts("Blaue Feige e.V."), Facts("Mondkrug"), Facts("Kranichhaus")]
    found = [[organisation for organisation, _why in answer] for answer in likely_for_many(many)]
    assert found == [[other], [], [one]]


def test_many_facts_cost_no_more_queries_than_one(django_assert_num_queries):
    for name in "Anis Bohne Curry Dattel Erbse".split():
        make_contact(entry(name=name))
    with django_assert_num_queries(3):
        likely_for_many([Facts(name) for name in "Anis Bohne Curry Dattel Erbse Fenchel".split()])


def test_what_was_read_before_can_be_used_again(django_assert_num_queries):
    found = entry()
    known = duplicates.Known(duplicates.entries())
    with django_assert_num_queries(1):
        assert [one for one, _why in likely_for_many([Facts("Kranichhaus")], known=known)[0]] == [found]


def test_nothing_in_the_demo_directory_is_taken_for_a_duplicate(demo):
    entries = Organisation.objects.exclude(state=Organisation.State.MERGED)
    assert entries.count() > 80
    assert {str(one): likely(one) for one in entries if likely(one)} == {}


def test_every_entry_of_the_demo_directory_is_recognised_by_a_misspelt_name(demo):
    """Two letters of its longest word swapped, and another legal form."""
    facts = [Facts(misspelt(one.name), pk=None) for one in Organisation.objects.all()]
    answers = likely_for_many(facts)
    missed = [facts[n].name for n, one in enumerate(Organisation.objects.all()) if one not in dict(answers[n])]
    assert missed == []


def misspelt(name):
    longest = max(name.replace("–", "-").replace("-", " ").split(), key=len)
    place = len(longest) // 2
    swapped = longest[:place] + longest[place + 1] + longest[place] + longest[place + 2 :]
    return name.replace(longest, swapped).replace("e.V.", "gGmbH")
