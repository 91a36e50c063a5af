"""Two editors on one entry: the second is told, sees both versions and loses nothing."""

import pytest
from django.test import Client

from organisations.models import Organisation, Topic
from tests.factories import make_contact, make_organisation, make_user
from tests.office import let_in
from tests.organisations.test_admin import form_of, url_of
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return let_in(client, make_user("Redaktion", first_name="Berta"))


@pytest.fixture
def colleague():
    return let_in(Client(), make_user("Leitung", first_name="Anna"))


def errors(answer):
    return [text(one) for one in by_class(tree(answer), "errorlist")]


def field(answer, name):
    """What stands in a field of the page."""
    found = next(one for one in tree(answer).iter() if one.get("name") == name)
    return (found.text or "").strip() if found.tag == "textarea" else found.get("value")


def test_the_second_is_told_who_changed_what_and_nothing_is_overwritten(editor, colleague):
    organisation = make_organisation(name="Anis", summary="Alt")
    mine = form_of(editor, url_of(organisation)) | {"name": "Meins"}
    theirs = form_of(colleague, url_of(organisation)) | {"name": "Ihres"}
    assert colleague.post(url_of(organisation), theirs).status_code == 302
    answer = editor.post(url_of(organisation), mine)
    words = text(main(tree(answer)))
    assert Organisation.objects.get(pk=organisation.pk).name == "Ihres"
    assert [word for word in ("Anna", "Anis", "Ihres") if word not in words] == []
    assert field(answer, "name") == "Meins"
    assert any("Hier steht inzwischen „Ihres“" in error for error in errors(answer))


def test_whoever_has_read_it_may_save(editor, colleague):
    organisation = make_organisation(name="Anis")
    mine = form_of(editor, url_of(organisation)) | {"name": "Meins"}
    colleague.post(url_of(organisation), form_of(colleague, url_of(organisation)) | {"name": "Ihres"})
    answer = editor.post(url_of(organisation), mine)
    again = mine | {"_seen": field(answer, "_seen")}
    assert editor.post(url_of(organisation), again).status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).name == "Meins"


def test_what_only_the_other_one_changed_is_taken_over_into_the_form(editor, colleague):
    organisation = make_organisation(
        name="Anis", street="Altweg 1", postcode="64283", step_free=None, address_public=True
    )
    mine = form_of(editor, url_of(organisation)) | {"name": "Meins"}
    changed = {"street": "Neuweg 2", "step_free": "true", "district": "100", "name_tr": "Anason"}
    theirs = form_of(colleague, url_of(organisation)) | changed
    assert colleague.post(url_of(organisation), theirs).status_code == 302
    answer = editor.post(url_of(organisation), mine)
    shown = form_of_answer(answer)
    assert {name: shown[name] for name in changed} == changed
    assert editor.post(url_of(organisation), shown).status_code == 302
    saved = Organisation.objects.get(pk=organisation.pk)
    assert (saved.name, saved.street, saved.step_free, saved.district_id, saved.name_tr) == (
        *("Meins", "Neuweg 2", True, "100"),
        "Anason",
    )


def form_of_answer(answer):
    class Page:
        def get(self, url):
            return answer

    return form_of(Page(), "")


def test_a_contact_that_somebody_else_changed_counts_too(editor, colleague):
    organisation = make_organisation()
    contact = make_contact(organisation, role="Kasse")
    mine = form_of(editor, url_of(organisation))
    theirs = form_of(colleague, url_of(contact)) | {"phone": "06151 1"}
    assert colleague.post(url_of(contact), theirs).status_code == 302
    answer = editor.post(url_of(organisation), mine)
    assert answer.status_code == 200
    assert "06151 1" in text(main(tree(answer)))


def test_a_topic_that_somebody_else_added_counts_too(editor, colleague):
    organisation = make_organisation()
    mine = form_of(editor, url_of(organisation))
    organisation.topics.add(Topic.objects.first())
    assert editor.post(url_of(organisation), mine).status_code == 200
    assert list(organisation.topics.all()) == [Topic.objects.first()]


def test_ones_own_saves_one_after_the_other_are_no_conflict(editor):
    organisation = make_organisation(name="Anis")
    for name in ("Birne", "Citrone"):
        assert (
            editor.post(url_of(organisation), form_of(editor, url_of(organisation)) | {"name": name}).status_code == 302
        )
    assert Organisation.objects.get(pk=organisation.pk).name == "Citrone"


def test_vocabularies_and_texts_are_guarded_as_well(editor, colleague):
    topic = Topic.objects.get(code="sport")
    mine = form_of(editor, url_of(topic)) | {"name": "Meins"}
    Topic.objects.filter(pk=topic.pk).update(name="Ihres")
    assert editor.post(url_of(topic), mine).status_code == 200
    assert Topic.objects.get(code="sport").name == "Ihres"
