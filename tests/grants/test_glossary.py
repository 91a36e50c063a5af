"""The words of funding law, on their page and where they stand in a call."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from grants import glossary, words
from tests.grants.factories import make_call
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
GERMAN = "/foerderung/woerter/"


def words_of(client, path):
    return {one.get("id"): one for one in by_class(main(tree(client.get(path))), "words")[0]}


def test_every_word_has_its_own_name_and_an_explanation():
    keys = [term.key for term in glossary.TERMS]
    assert len(set(keys)) == len(keys) >= 26
    assert [term.key for term in glossary.TERMS if not (term.german and str(term.name) and str(term.explanation))] == []


def test_the_page_explains_every_word_in_the_order_of_the_german_ones(client):
    found = words_of(client, GERMAN)
    assert found.keys() == glossary.BY_KEY.keys()
    shown = [text(one.find("dt")) for one in found.values()]
    assert shown == sorted(shown, key=str.casefold)


def test_other_languages_show_the_german_word_too(client):
    heading = words_of(client, f"/en{GERMAN}")["eigenanteil"].find("dt")
    assert text(heading) == "Own contribution Eigenanteil"
    assert [one.get("lang") for one in heading.iter("bdi")] == ["de"]


def test_a_word_in_a_call_is_unfolded_in_place_and_leads_to_the_page(client):
    call = make_call(own_share=20)
    folds = by_class(main(tree(client.get(f"/en/foerderung/{call.slug}/"))), "term")
    fold = next(one for one in folds if "own contribution" in text(one.find("summary")))
    assert text(fold.find("summary")) == "What does “own contribution” mean?"
    assert str(glossary.BY_KEY["eigenanteil"].explanation) in text(fold.find("p"))
    assert links(fold) == [("All words", f"/en{GERMAN}#eigenanteil")]


def test_every_word_that_templates_and_rules_explain_is_known():
    folders = Path(settings.BASE_DIR, "templates").rglob("*.html")
    named = {key for path in folders for key in re.findall(r'{% term "([^"]+)"', path.read_text())}
    assert named | {*words.FINANCING_TERMS.values()} <= glossary.BY_KEY.keys()
    assert named


def test_a_word_that_is_not_known_is_an_error():
    with pytest.raises(KeyError):
        engines["django"].from_string('{% load grants %}{% term "nirgends" %}').render({})
