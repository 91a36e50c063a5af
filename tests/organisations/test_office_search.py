"""The office finds what residents find, and what nobody else may see."""

import pytest

from organisations import indexing, office_search
from organisations.models import Organisation, SearchWord, Topic
from organisations.understanding import closest
from tests.factories import make_contact, make_organisation, make_user
from tests.office import let_in
from tests.pages import hits, tree

pytestmark = pytest.mark.django_db


def found(typed):
    names = dict(Organisation.objects.values_list("pk", "name"))
    return [names[pk] for pk in office_search.find(typed)]


@pytest.mark.parametrize("state", ["draft", "pending", "hidden", "dissolved"])
def test_unpublished_entries_are_found_by_every_word_and_its_beginning(state):
    make_organisation(name="Qwimpelverein", summary="Fahrräder reparieren", state=state)
    answers = [found(typed) for typed in ("qwimpelverein", "qwimp", "Fahrrad", "reparieren", "Fahrrad qwimpel")]
    assert answers == [["Qwimpelverein"]] * 5


def test_an_entry_that_lacks_one_of_the_words_is_not_found():
    make_organisation(name="Qwimpelverein", state="draft")
    assert (found("qwimpelverein"), found("qwimpelverein zwabbel")) == (["Qwimpelverein"], [])


def test_published_entries_come_in_the_order_of_the_site_and_before_the_others(client):
    make_organisation(name="Zwabbelkreis", description="Auch mit Qwimpel")
    make_organisation(name="Qwimpelkreis")
    make_organisation(name="Entwurf Qwimpel", state="draft")
    site = hits(client.get("/organisationen/", {"q": "qwimpel"}))
    assert len(site) == 2
    assert found("qwimpel") == [*site, "Entwurf Qwimpel"]


def test_the_words_of_a_topic_find_unpublished_entries_too():
    make_organisation(name="Qwimpelverein", state="draft", topics=[Topic.objects.get(code="sport")])
    assert "Qwimpelverein" in found("Sport")


@pytest.mark.parametrize("typed", ["VR 4711", "erika@privat.example", "Erika Must"])
def test_internal_facts_find_their_entry(typed):
    organisation = make_organisation(name="Anis", register_number="VR 4711")
    make_contact(organisation, person="Erika Muster", email="erika@privat.example", public=False)
    make_organisation(name="Birne")
    assert found(typed)[0] == "Anis"


def test_nothing_of_an_unpublished_entry_reaches_residents(client):
    organisation = make_organisation(name="Qwimpelverein")
    Organisation.objects.filter(pk=organisation.pk).update(state="hidden")
    indexing.index([organisation.pk])
    assert found("qwimpelverein") == ["Qwimpelverein"]
    assert hits(client.get("/organisationen/", {"q": "qwimpelverein"})) == []
    assert "Qwimpelverein" not in closest("qwimpelverein")
    assert SearchWord.objects.filter(word__contains="qwimpel").count() == 0


def test_merged_entries_are_out_of_the_way():
    keeper = make_organisation(name="Qwimpelverein")
    make_organisation(name="Qwimpelverein alt", state="merged", merged_into=keeper)
    assert found("qwimpelverein") == ["Qwimpelverein"]


def test_the_whole_search_written_anew_is_the_same():
    make_organisation(name="Qwimpelverein", state="draft")
    indexing.reindex()
    assert found("qwimpelverein") == ["Qwimpelverein"]


@pytest.mark.parametrize("typed", ["'", "\\", "a'b", ":*", "!&|", "\0", "  ", "%", "😀"])
def test_odd_characters_find_nothing_and_break_nothing(typed):
    make_organisation(name="Anis", state="draft")
    assert "Anis" not in found(typed)


def rows(answer):
    return [
        "".join(cell.itertext()).strip() for cell in tree(answer).iter("th") if "field-name" in cell.get("class", "")
    ]


def test_the_list_of_the_administration_searches_so(client):
    make_organisation(name="Anis", summary="Fahrräder", state="pending")
    make_organisation(name="Birne")
    editor = let_in(client, make_user("Redaktion"))
    assert rows(editor.get("/admin/organisations/organisation/", {"q": "fahrrad"})) == ["Anis"]
    answer = editor.get("/admin/organisations/organisation/", {"q": "fahrrad", "state": "published"})
    assert rows(answer) == []
