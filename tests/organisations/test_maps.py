"""The city as drawing: shaded by count, each area a link that filters, and the list as its equal."""

import pytest

from organisations.models import District, Organisation, Quarter
from tests.factories import make_organisation
from tests.pages import by_class, hits, text, tree

pytestmark = pytest.mark.django_db
LIST = "/organisationen/"


@pytest.fixture
def directory():
    Organisation.objects.all().delete()
    for number in range(4):
        make_organisation(name=f"Mitte {number}", district_id="100", quarter_id="110")
    make_organisation(name="Nord", district_id="200", quarter_id="210")
    make_organisation(name="Irgendwo")


def drawing(client, path=LIST):
    return by_class(tree(client.get(path)), "map")[0]


def areas(shown):
    """(name, shade, address) of each area that is a link, as a screen reader says it."""
    links = [one for one in shown.iter("a") if one.get("href")]
    return [(one.get("aria-label"), one.find("path").get("class").split("shade-")[1], one.get("href")) for one in links]


def test_each_district_is_a_link_that_filters_and_says_how_many(client, directory):
    found = areas(drawing(client))
    assert len(found) == District.objects.count() == 9
    assert found[0] == ("Darmstadt-Mitte: 4 Einträge", "5", f"{LIST}?stadtteil=100")
    assert found[1] == ("Darmstadt-Nord: 1 Eintrag", "2", f"{LIST}?stadtteil=200")
    assert {shade for _name, shade, _url in found[2:]} == {"0"}


def test_a_districts_link_leads_to_what_it_promised(client, directory):
    promised = [(label, url) for label, _shade, url in areas(drawing(client))]
    found = {label: len(hits(client.get(url))) for label, url in promised}
    assert {label for label, n in found.items() if f": {n} " not in label} == set()


def test_a_chosen_district_shows_its_quarters_and_the_way_back(client, directory):
    page = tree(client.get(f"{LIST}?stadtteil=100"))
    found = areas(by_class(page, "map")[0])
    assert len(found) == Quarter.objects.filter(district="100").count()
    assert found[0] == ("Stadtzentrum: 4 Einträge", "5", f"{LIST}?stadtteil=100&viertel=110")
    (around,) = [one for one in page.iter() if one.get("id") == "map"]
    assert ("Alle Stadtteile", LIST) in [(text(one), one.get("href")) for one in around.iter("a")]


def test_a_chosen_area_is_marked_and_its_link_takes_the_choice_back(client, directory):
    shown = drawing(client, f"{LIST}?stadtteil=100&viertel=110")
    (chosen,) = [one for one in shown.iter("a") if one.get("aria-current")]
    assert chosen.get("href") == f"{LIST}?stadtteil=100"


def test_two_chosen_districts_stay_on_the_citys_map(client, directory):
    shown = drawing(client, f"{LIST}?stadtteil=100&stadtteil=200")
    assert len(areas(shown)) == 9
    assert len([one for one in shown.iter("a") if one.get("aria-current")]) == 2


def test_the_map_keeps_the_other_choices(client, directory):
    found = areas(drawing(client, f"{LIST}?q=mitte&art=association"))
    assert found[1][2] == f"{LIST}?q=mitte&stadtteil=200&art=association"


def test_the_map_is_named_and_its_letters_are_for_the_eye_only(client, directory):
    (picture,) = drawing(client).iter("svg")
    (letters,) = [group for group in picture.iter("g") if group.get("aria-hidden") == "true"]
    assert (picture.get("role"), bool(picture.get("aria-label"))) == ("group", True)
    assert {one.tag for one in letters.iter("text")} == {"text"}
    assert [one for one in picture.iter("text") if one not in list(letters.iter("text"))] == []


def test_the_home_page_has_map_and_list_side_by_side(client, directory):
    page = tree(client.get("/"))
    listed = [
        (text(one.find("a")), int(text(by_class(one, "count")[0]))) for one in by_class(page, "map-list")[0].iter("li")
    ]
    drawn = [
        (label.partition(":")[0], int(label.split()[-2])) for label, _shade, _url in areas(by_class(page, "map")[0])
    ]
    assert listed == drawn
    assert listed[:2] == [("Darmstadt-Mitte", 4), ("Darmstadt-Nord", 1)]


@pytest.mark.parametrize("public, pins", [(True, 1), (False, 0)])
def test_an_entry_shows_its_quarter_and_a_pin_only_where_the_address_is_public(client, public, pins):
    organisation = make_organisation(
        district_id="100", quarter_id="110", street="Anisweg 3", latitude="49.8728", longitude="8.6512",
        address_public=public,
    )  # fmt: skip
    shown = drawing(client, organisation.get_absolute_url())
    assert (len(by_class(shown, "map-chosen")), len(by_class(shown, "map-pin"))) == (1, pins)
    assert areas(shown) == []


def test_an_entry_without_a_place_has_no_map(client):
    assert by_class(tree(client.get(make_organisation().get_absolute_url())), "map") == []
