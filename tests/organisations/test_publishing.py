"""Publishing, hiding and confirming many entries, with a page in between that says what will happen."""

import pytest
from django.utils import timezone

from darmstadt_mso.lib import history
from organisations.models import Organisation
from tests.factories import make_organisation, make_user
from tests.office import let_in
from tests.pages import hits, main, text, tree

pytestmark = pytest.mark.django_db
LIST = "/admin/organisations/organisation/"


@pytest.fixture
def erika():
    return make_user("Redaktion", first_name="Erika", last_name="Muster")


@pytest.fixture
def editor(client, erika):
    return let_in(client, erika)


def picked(action, *organisations, **more):
    return {"action": action, "_selected_action": [one.pk for one in organisations], **more}


def states(*organisations):
    found = dict(Organisation.objects.values_list("pk", "state"))
    return [found[one.pk] for one in organisations]


def test_the_page_in_between_names_what_will_happen_and_does_nothing(editor):
    ready, published = make_organisation(name="Anis", state="pending"), make_organisation(name="Birne")
    bare = make_organisation(name="Citrone", state="draft", basis="")
    words = text(main(tree(editor.post(LIST, picked("publish", ready, published, bare)))))
    expected = ("Veröffentlichen: 1 Eintrag", "Anis", "Birne: ist schon veröffentlicht", "Citrone: nennt noch nicht")
    assert [one for one in expected if one not in words] == []
    assert states(ready, published, bare) == ["pending", "published", "draft"]


def test_publishing_shows_the_possible_ones_to_residents_at_once(editor):
    ready = make_organisation(name="Qwimpelverein", state="pending")
    bare = make_organisation(name="Qwimpelkreis", state="draft", basis="")
    answer = editor.post(LIST, picked("publish", ready, bare, confirmed="yes"), follow=True)
    assert "1 Eintrag ist jetzt veröffentlicht." in text(main(tree(answer)))
    assert states(ready, bare) == ["published", "draft"]
    assert hits(editor.get("/organisationen/", {"q": "qwimpel"})) == ["Qwimpelverein"]


def test_hiding_takes_them_out_of_the_site_and_deletes_nothing(editor):
    entries = [make_organisation(name=f"Qwimpel {number}") for number in range(2)]
    editor.post(LIST, picked("hide", *entries, confirmed="yes"))
    assert (states(*entries), hits(editor.get("/organisationen/", {"q": "qwimpel"}))) == (["hidden"] * 2, [])


def test_the_office_itself_stays_on_the_site(editor):
    office = Organisation.objects.get(kind="office")
    editor.post(LIST, picked("hide", office, confirmed="yes"))
    assert states(office) == ["published"]


def test_confirming_notes_the_day_and_the_person(editor, erika):
    organisation = make_organisation(confirmed_on="2020-01-01")
    editor.post(LIST, picked("confirm", organisation, confirmed="yes"))
    organisation.refresh_from_db()
    assert (organisation.confirmed_on, organisation.confirmed_by) == (timezone.localdate(), erika)


def test_the_history_says_that_it_was_done_for_several_at_once(editor):
    organisation = make_organisation(state="pending")
    editor.post(LIST, picked("publish", organisation, confirmed="yes"))
    step = history.steps(list(history.rows(organisation)))[0]
    assert (step.who, step.way) == ("Erika Muster", "für mehrere zugleich")


@pytest.mark.parametrize("role", ["Förderung", "Entscheidung"])
def test_whoever_may_only_read_changes_nothing(client, role):
    organisation = make_organisation(state="pending")
    reader = let_in(client, make_user(role))
    assert "Veröffentlichen …" not in text(main(tree(reader.get(LIST))))
    reader.post(LIST, picked("publish", organisation, confirmed="yes"))
    assert states(organisation) == ["pending"]


def test_all_entries_of_a_filtered_list_can_be_picked(editor):
    entries = [make_organisation(state="pending") for _number in range(60)]
    other = make_organisation(state="draft")
    answer = editor.post(f"{LIST}?state=pending", picked("publish", entries[0], select_across="1"))
    assert "Veröffentlichen: 60 Einträge" in text(main(tree(answer)))
    assert states(other) == ["draft"]
