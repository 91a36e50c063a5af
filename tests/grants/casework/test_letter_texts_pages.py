"""The office's pages on the texts of letters, and the letters in a case file."""

import pytest
from django.test import Client

from grants.casework import letter_texts, letters
from grants.models import LetterKind, LetterText, Service
from tests.grants.cases import case_worker, head, make_case, tied_case_worker
from tests.grants.casework.lettering import issued, texts_of
from tests.office import let_in
from tests.pages import by_class, links, main, text, tree
from tests.papers import text_of

pytestmark = pytest.mark.django_db
LIST = "/en/admin/grants/lettertext/"
PAGE = f"{LIST}art/waiting/"
PREVIEW = f"{PAGE}vorschau/"


@pytest.fixture
def leader():
    return let_in(Client(), head())


def typed(**changes):
    newest = letter_texts.newest(LetterKind.WAITING)
    return texts_of(newest) | {"seen": newest.number} | changes


def page(client, path):
    return main(tree(client.get(path)))


def values(shown):
    """{name: what stands in the field}"""
    fields = [one for one in shown.iter() if one.tag in ("input", "textarea")]
    return {one.get("name"): one.get("value") if one.tag == "input" else one.text for one in fields}


def test_the_list_has_every_kind_with_its_newest_version(leader):
    letter_texts.write(LetterKind.WAITING, None, 1, title="Zweite", body="{reasons}", remedies="")
    shown = page(leader, LIST)
    assert [href for _words, href in links(shown) if "/art/" in href] == [f"{LIST}art/{one}/" for one in LetterKind]
    assert "Zweite" in text(shown) and "German, the official language" in text(shown)


def test_saving_makes_the_next_version(leader):
    before = letter_texts.newest(LetterKind.WAITING)
    answer = leader.post(PAGE, typed(title="Neuer Titel", body="Eins\r\n\r\n{reasons}"))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    after = letter_texts.newest(LetterKind.WAITING)
    assert (after.number, after.title, after.body) == (before.number + 1, "Neuer Titel", "Eins\n\n{reasons}")
    assert LetterText.objects.get(pk=before.pk).title == before.title != after.title
    assert after.made_by.get_full_name() == "Lena Leit"


def test_what_is_wrong_stands_beside_its_field_and_all_stays_typed(leader):
    answer = leader.post(PAGE, typed(title="{nobody}", body="Ohne {reasons.x}"))
    assert answer.status_code == 422
    shown = main(tree(answer))
    said = {one.get("id"): text(one) for one in by_class(shown, "errorlist")}
    assert said["id_title_error"] == "{nobody} cannot be filled in: there is no such placeholder."
    assert said["id_body_error"] == "{reasons.x} cannot be filled in: there is no such placeholder."
    assert (values(shown)["title"], values(shown)["body"].strip()) == ("{nobody}", "Ohne {reasons.x}")
    assert letter_texts.number_of(LetterKind.WAITING) == 1


def test_what_may_stand_in_it_is_explained(leader):
    aside = by_class(page(leader, PAGE), "letter-values")[0]
    keys = [text(one) for one in aside.iter("code")]
    assert keys == [f"{{{one.key}}}" for one in letters.placeholders(LetterKind.WAITING)]


def test_the_second_of_two_editors_reads_what_the_first_wrote_and_loses_nothing(leader):
    mine = typed(title="Meiner")
    leader.post(PAGE, typed(title="Der andere"))
    answer = leader.post(PAGE, mine)
    shown = main(tree(answer))
    assert answer.status_code == 422 and "Somebody else has written a version" in text(shown)
    assert "Der andere" in text(shown) and values(shown)["title"] == "Meiner"
    assert letter_texts.newest(LetterKind.WAITING).title == "Der andere"
    assert leader.post(PAGE, mine | {"seen": values(shown)["seen"]}).status_code == 302
    assert letter_texts.newest(LetterKind.WAITING).title == "Meiner"


def test_a_preview_shows_what_was_typed_with_a_case_and_saves_nothing(leader):
    case = make_case()
    answer = leader.post(PREVIEW, typed(title="Ganz neu", case=case.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    words = text_of(answer.content)
    assert "Ganz neu" in words and case.reference in words
    assert letter_texts.number_of(LetterKind.WAITING) == 1


def test_a_preview_of_a_wrong_text_is_the_page_with_everything_typed(leader):
    answer = leader.post(PREVIEW, typed(body="{nobody}", case=make_case().pk))
    assert answer.status_code == 422
    assert values(main(tree(answer)))["body"].strip() == "{nobody}"


def test_a_preview_is_made_of_no_case_that_one_may_not_read():
    case, tied = make_case(), head()
    client = let_in(Client(), tied)
    case.organisation.memberships.create(user=tied, role="editor")
    answer = client.post(PREVIEW, typed(case=case.pk))
    assert answer.status_code == 422 and case.reference not in answer.content.decode()


def test_whoever_may_not_write_reads(leader):
    worker = let_in(Client(), case_worker())
    shown = page(worker, PAGE)
    assert letter_texts.newest(LetterKind.WAITING).title in text(shown)
    assert "title" not in values(shown) and not list(shown.iter("textarea"))
    assert worker.post(PAGE, typed()).status_code == worker.post(PREVIEW, typed()).status_code == 403
    assert letter_texts.number_of(LetterKind.WAITING) == 1


def test_an_old_version_can_be_read(leader):
    first = letter_texts.newest(LetterKind.WAITING)
    leader.post(PAGE, typed(title="Neu"))
    assert first.title in text(page(leader, f"{PAGE}1/"))
    assert leader.get(f"{PAGE}9/").status_code == leader.get(f"{LIST}art/nothing/").status_code == 404
    assert leader.get(f"{LIST}{first.pk}/change/")["Location"] == f"{PAGE}1/"
    assert leader.post(f"{LIST}{first.pk}/change/").status_code == 403


# In the case file


def paper_url(notice):
    return f"/en/admin/grants/application/{notice.application_id}/briefe/{notice.key}.pdf"


def test_the_office_reads_a_letter_without_serving_it():
    notice = issued()
    answer = let_in(Client(), case_worker()).get(paper_url(notice))
    assert (answer.status_code, answer.content) == (200, letters.pdf_of(notice))
    assert not Service.objects.exclude(fetched_at=None).exists()


def test_whoever_is_tied_to_the_association_finds_no_letter():
    notice = issued()
    assert let_in(Client(), tied_case_worker(notice.application)).get(paper_url(notice)).status_code == 404


def test_the_letter_of_another_case_is_not_found():
    notice, other = issued(), make_case()
    path = paper_url(notice).replace(f"/{notice.application_id}/", f"/{other.pk}/")
    assert let_in(Client(), case_worker()).get(path).status_code == 404


def test_the_file_names_its_letters():
    notice = issued()
    shown = page(let_in(Client(), case_worker()), f"/en/admin/grants/application/{notice.application_id}/change/")
    assert ("Notice of award (PDF)", paper_url(notice)) in links(shown)
    assert notice.fingerprint[:8] in text(shown)
