import pytest

from tests.factories import make_organisation
from tests.pages import by_class, links, tree

pytestmark = pytest.mark.django_db


def test_the_language_switch_keeps_the_page_and_what_was_chosen_on_it(client):
    page = tree(client.get("/en/organisationen/?q=sport&sprache=tr"))
    assert links(by_class(page, "languages")[0]) == [
        ("Deutsch", "/organisationen/?q=sport&sprache=tr"),
        ("English", "/en/organisationen/?q=sport&sprache=tr"),
        ("العربية", "/ar/organisationen/?q=sport&sprache=tr"),
    ]


def test_the_language_in_use_is_marked(client):
    switch = by_class(tree(client.get("/ar/")), "languages")[0]
    assert [link.get("lang") for link in switch.iter("a") if link.get("aria-current")] == ["ar"]


@pytest.mark.parametrize(
    "path, here", [("/", []), ("/angebote/", ["Angebote"]), ("/organisationen/{slug}/", ["Vereine"])]
)
def test_the_main_menu_shows_the_room_one_is_in(client, path, here):
    organisation = make_organisation()
    menu = by_class(tree(client.get(path.format(slug=organisation.slug))), "nav")[0]
    assert [link.text for link in menu.iter("a")] == ["Vereine", "Angebote", "Förderung", "Kontakt"]
    assert [link.text for link in menu.iter("a") if link.get("aria-current")] == here


@pytest.mark.parametrize("demo", [True, False])
def test_demo_content_is_marked_on_every_page(client, settings, demo):
    settings.DEMO = demo
    assert bool(by_class(tree(client.get("/kontakt/")), "demo")) is demo
