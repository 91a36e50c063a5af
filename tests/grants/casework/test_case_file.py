"""The case file as a whole: its head, its parts in order, and who has it."""

import pytest
from django.urls import reverse

from grants.admin import case as case_file
from grants.models import Application
from organisations.models import Organisation
from tests.grants.cases import case_worker, make_case, second_person, tied_case_worker
from tests.members import english
from tests.office import let_in
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
State = Application.State


def address(case, name="change"):
    return english(reverse(f"admin:grants_application_{name}", args=[case.pk]))


def page(client, url, **query):
    return main(tree(client.get(url, query)))


def officer_of(case):
    return Application.objects.get(pk=case.pk).officer


def test_the_head_tells_what_one_asks_first(client):
    case = make_case(State.CHECKING)
    user = case_worker()
    Application.objects.filter(pk=case.pk).update(officer=user)
    (found,) = by_class(page(let_in(client, user), address(case)), "case-head")
    for words in (case.reference, "Kulturverein Asmara", case.call.title, "€375.00", "formal check", "Frida Förder"):
        assert words in text(found)
    assert "version 1 of its rules" in text(found) and "no day promised" in text(found)


def test_the_list_of_parts_leads_to_each_part_in_its_order(client):
    found = page(let_in(client, case_worker()), address(make_case(State.CHECKING)))
    (contents,) = by_class(found, "case-contents")
    parts = by_class(found, "case-part")
    headings = [text(next(part.iter("h2"))) for part in parts]
    assert links(contents) == [(title, f"#{part.get('id')}") for title, part in zip(headings, parts, strict=True)]
    keys = [part.get("id") for part in parts]
    assert keys[:3] == ["steps", "standing", "sent"] and keys[-1] == "story"


def test_every_module_of_the_file_has_its_place():
    names = [module.__name__.rpartition(".")[2] for module in case_file.MODULES]
    assert len(names) == len(set(names)) and names[:3] == ["steps", "standing", "sent"]
    paths = [page.path for page in case_file.pages()]
    assert len(paths) == len(set(paths))


def test_it_tells_what_was_sent_and_what_the_entry_says_since(client):
    case = make_case()
    Organisation.objects.filter(pk=case.organisation_id).update(name="Ganz anders")
    found = page(let_in(client, second_person()), address(case))
    sent = next(part for part in by_class(found, "case-part") if part.get("id") == "sent")
    for words in ("Version 1", "Nachbarschaftsheim", "Kulturverein Asmara", "Ganz anders", "has changed since"):
        assert words in text(sent)


def test_each_version_has_its_pdf(client):
    case = make_case()
    let_in(client, case_worker())
    urls = [reverse("admin:grants_application_version", args=[case.pk, number]) for number in (1, 2)]
    answers = [client.get(url) for url in urls]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].content.startswith(b"%PDF-")


# Who has it


def test_a_case_is_handed_to_another_case_worker(client):
    case, user, colleague = make_case(State.CHECKING), case_worker(), case_worker(first_name="Olga")
    let_in(client, user).post(address(case, "officer"), {"officer": colleague.pk})
    assert officer_of(case) == colleague


def test_only_active_case_workers_who_are_not_tied_can_have_it(client):
    case, user = make_case(State.CHECKING), case_worker()
    others = [second_person(), tied_case_worker(case), case_worker(is_active=False)]
    found = page(let_in(client, user), address(case, "officer"))
    offered = {option.get("value") for option in found.iter("option")} - {""}
    assert offered == {str(user.pk)}
    for other in others:
        assert client.post(address(case, "officer"), {"officer": other.pk}).status_code == 422
    assert officer_of(case) is None


def test_the_second_person_hands_nothing_on(client):
    case = make_case(State.CHECKING)
    user = case_worker()
    assert let_in(client, second_person()).post(address(case, "officer"), {"officer": user.pk}).status_code == 403
    assert officer_of(case) is None
