"""People of the office who are tied to an association: they say so, the case is gone for them, the head ends it."""

import pytest
from django.urls import reverse

from grants.casework import conflicts
from grants.models import Application, Conflict, Document
from grants.workflow import NotPossible
from tests.factories import make_organisation
from tests.grants.cases import case_worker, head, make_case, second_person, tied_case_worker
from tests.grants.paperwork import make_with_picture
from tests.members import english
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
State = Application.State
LIST = "/admin/grants/application/"
CONFLICTS = "/en/admin/grants/conflict/"


def address(case, name):
    return english(reverse(f"admin:grants_application_{name}", args=[case.pk]))


def end_of(conflict):
    return english(reverse("admin:grants_conflict_end", args=[conflict.pk]))


def declare(client, case, **typed):
    return client.post(address(case, "conflict"), {"reason": "Schwester im Vorstand", "sure": "on"} | typed)


def test_whoever_declares_it_is_led_to_the_list_and_the_case_is_gone(client):
    case, user = make_case(State.CHECKING), case_worker()
    Application.objects.filter(pk=case.pk).update(officer=user)
    answer = declare(let_in(client, user), case)
    assert answer["Location"].removeprefix("/en") == LIST
    assert "You no longer see the applications" in text(main(tree(client.get(f"/en{LIST}"))))
    found = Conflict.objects.get()
    assert (found.user, found.organisation, found.reason) == (user, case.organisation, "Schwester im Vorstand")
    assert client.get(address(case, "change")).status_code == 302
    pages = ("pdf", "officer", "conflict", "dossier")
    assert {client.get(address(case, name)).status_code for name in pages} == {404}
    assert Application.objects.get(pk=case.pk).officer is None


@pytest.mark.parametrize("left_out", ["reason", "sure"])
def test_it_is_declared_with_a_reason_and_a_tick(client, left_out):
    case = make_case()
    answer = declare(let_in(client, case_worker()), case, **{left_out: ""})
    assert (answer.status_code, Conflict.objects.count()) == (422, 0)
    assert len(by_class(tree(answer), "has-error")) == 1


def test_opening_the_page_declares_nothing(client):
    let_in(client, second_person()).get(address(make_case(), "conflict"))
    assert Conflict.objects.count() == 0


def test_said_twice_is_said_once():
    case, user = make_case(), case_worker()
    first = conflicts.declare(user, case.organisation, "a")
    assert conflicts.declare(user, case.organisation, "b") == first


def test_the_head_ends_it_and_the_person_sees_the_cases_again(client):
    case, user = make_case(), case_worker()
    conflict = conflicts.declare(user, case.organisation, "Nachbar")
    assert "Nachbar" in text(main(tree(let_in(client, head()).get(CONFLICTS))))
    assert client.get(end_of(conflict)).status_code == 200
    assert Conflict.objects.open().count() == 1
    assert client.post(end_of(conflict)).status_code == 302
    assert Conflict.objects.open().count() == 0
    assert list(Application.objects.for_office(user)) == [case]
    assert client.post(end_of(conflict)).status_code == 404


def test_nobody_ends_their_own(client):
    person = head()
    conflict = conflicts.declare(person, make_organisation(), "x")
    found = main(tree(let_in(client, person).get(CONFLICTS)))
    assert "End it" not in text(found)
    assert client.post(end_of(conflict)).status_code == 403
    with pytest.raises(NotPossible):
        conflicts.end(conflict, person)
    assert Conflict.objects.open().count() == 1


@pytest.mark.parametrize("who", [case_worker, second_person])
def test_only_the_head_reads_and_ends_them(client, who):
    conflict = conflicts.declare(case_worker(), make_organisation(), "x")
    let_in(client, who())
    assert [client.get(CONFLICTS).status_code, client.post(end_of(conflict)).status_code] == [403, 403]
    with pytest.raises(NotPossible):
        conflicts.end(conflict, who())


def test_what_ended_is_listed_on_demand(client):
    conflict = conflicts.declare(case_worker(), make_organisation(), "Nachbar")
    conflicts.end(conflict, person := head())
    let_in(client, person)
    pages = [text(main(tree(client.get(url)))) for url in (CONFLICTS, f"{CONFLICTS}?ended=yes")]
    assert ["Nachbar" in page for page in pages] == [False, True]


# Documents on the members' pages


def opened(client, url):
    """What answers; its file is closed."""
    answer = client.get(url)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


@pytest.mark.parametrize("name", ["document", "document_preview"])
def test_staff_read_a_document_and_tied_staff_do_not(client, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path
    application = make_with_picture(make_organisation(), sent=True)
    url = reverse(f"grants:{name}", args=[application.reference, Document.objects.get().key])
    declared = case_worker()
    conflicts.declare(declared, application.organisation, "x")
    assert [opened(let_in(client, user), url) for user in (case_worker(), declared)] == [200, 404]


def test_staff_who_speak_for_the_association_read_documents_as_its_people(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    application = make_with_picture(make_organisation(), sent=True)
    url = reverse("grants:document", args=[application.reference, Document.objects.get().key])
    assert opened(let_in(client, tied_case_worker(application)), url) == 200
