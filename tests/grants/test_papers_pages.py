"""The page of the papers, and the files themselves, as members and the office meet them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from grants.models import Document
from tests.darmstadt_mso.lib.uploads import samples
from tests.factories import make_member, make_organisation, make_user
from tests.members import as_, english, page, said
from tests.office import let_in
from tests.pages import by_class, main, text, tree

from .factories import make_application
from .paperwork import add, make_call_for_papers, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def application():
    return make_application(make_organisation(), make_call_for_papers(), title="Sprachcafé")


@pytest.fixture
def user(application):
    return make_member(application.organisation)


@pytest.fixture
def browser(client, user):
    return as_(client, user)


def url(application, name="papers", *args):
    return english(reverse(f"grants:{name}", args=[application.handle, *args]))


def send(browser, application, name, content, paper="satzung", **typed):
    data = {"paper": paper, "file": samples.sent(name, content), **typed}
    return browser.post(url(application, "upload", paper), data)


def section(page, paper):
    return next(one for one in page.iter("section") if one.get("id") == f"anlage-{paper}")


def badges(page):
    return {text(one.find(".//h2")): text(by_class(one, "badge")[0]) for one in by_class(page, "paper")}


def errors(page, paper):
    return [text(one).removeprefix("Error: ") for one in by_class(section(page, paper), "error")]


def stored():
    return default_storage.listdir("documents")[1] if default_storage.exists("documents") else []


# The page


def test_each_paper_is_told_with_what_is_missing(browser, application, user):
    add(application, user, "gruendung", pages=2)
    shown = page(browser, url(application))
    assert badges(shown) == {
        "Satzung": "still missing",
        "Freistellungsbescheid": "still missing",
        "Gründungsprotokoll": "attached",
        "Angebote": "optional",
    }
    assert "So wie sie im Register steht." in text(section(shown, "satzung"))


def test_an_attached_file_is_told_with_name_size_and_pages(browser, application):
    answer = send(browser, application, "C:\\Eigenes\\Satzung 2026.pdf", samples.plain_pdf(12))
    assert answer["Location"] == f"{url(application)}#anlage-satzung"
    facts = text(by_class(section(page(browser, url(application)), "satzung"), "paper-file")[0])
    assert facts.startswith("Satzung 2026.pdf PDF · 2.7 KB · 12 pages added by")


def test_pictures_have_a_preview_and_others_have_none(browser, application):
    send(browser, application, "foto.jpg", samples.picture("JPEG", (2000, 1000)))
    send(browser, application, "brief.pdf", samples.plain_pdf())
    shown = section(page(browser, url(application)), "satzung")
    (picture,) = [one.get("src") for one in shown.iter("img")]
    answer = browser.get(picture)
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/jpeg", "default-src 'none'; sandbox")
    with Image.open(BytesIO(answer.content)) as small:
        assert small.size == (480, 240)
    brief = Document.objects.get(name="brief.pdf")
    assert browser.get(url(application, "document_preview", brief.key)).status_code == 404


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("leer.pdf", lambda: b"", "The file is empty. Please choose another one."),
        (
            "bild.pdf",
            samples.picture,
            "The name ends with “.pdf”, but it is a PNG file. Please give it the right ending.",
        ),
        (
            "geheim.pdf",
            samples.encrypted_pdf,
            "The file is protected with a password, so the office could not read it. "
            "Please save it without protection.",
        ),
    ],
)
def test_a_refused_file_is_explained_beside_its_field_and_leaves_nothing(
    browser, application, user, name, make, reason
):
    add(application, user, "angebot")
    answer = send(browser, application, name, make())
    shown = main(tree(answer))
    assert answer.status_code == 422
    assert errors(shown, "satzung") == [reason]
    assert errors(shown, "freistellung") == []
    assert badges(shown)["Angebote"] == "attached"
    assert (Document.objects.count(), len(stored())) == (1, 1)


def test_a_file_that_is_too_large_is_explained_in_words_too(browser, application, settings):
    settings.UPLOAD_MAX_BYTES = 1 << 20
    answer = send(browser, application, "film.pdf", b"%PDF-" + bytes(3_000_000))
    words = "The file is larger than 1 MB. Please choose a smaller one, for example with fewer pictures."
    assert (answer.status_code, errors(main(tree(answer)), "satzung")) == (422, [words])


def test_nothing_chosen_and_several_files_are_explained(browser, application):
    answer = browser.post(url(application, "upload", "satzung"), {"paper": "satzung"})
    assert errors(main(tree(answer)), "satzung") == ["Choose a file first."]
    files = [samples.sent(f"{number}.pdf", samples.plain_pdf(number)) for number in (1, 2)]
    answer = browser.post(url(application, "upload", "satzung"), {"paper": "satzung", "file": files})
    words = "These were several files. Please send them one after the other."
    assert errors(main(tree(answer)), "satzung") == [words]


def test_the_date_typed_stays_when_the_file_is_refused(browser, application):
    answer = send(browser, application, "leer.pdf", b"", "freistellung", valid_until="2031-05-04")
    field = next(one for one in tree(answer).iter("input") if one.get("name") == "valid_until")
    assert field.get("value") == "2031-05-04"


@pytest.mark.parametrize("typed", ["04.05.2031", "2031-05-04"])
def test_a_notice_is_valid_until_the_day_that_stands_on_it(browser, application, typed):
    send(browser, application, "bescheid.pdf", samples.plain_pdf(), "freistellung", valid_until=typed)
    assert str(Document.objects.get().valid_until) == "2031-05-04"


def test_an_expired_notice_is_not_taken(browser, application):
    past = timezone.localdate() - timedelta(days=1)
    answer = send(browser, application, "bescheid.pdf", samples.plain_pdf(), "freistellung", valid_until=past)
    words = "This paper has expired. Please choose the valid one, or ask the office."
    assert errors(main(tree(answer)), "freistellung") == [words]
    assert stored() == []


def test_who_sends_a_signed_pdf_is_told(browser, application):
    send(browser, application, "satzung.pdf", samples.signed_pdf())
    told, warned = said(browser)
    assert told == "“satzung.pdf” is attached."
    assert warned.startswith("The PDF was signed electronically.")


def test_as_many_files_as_allowed_leave_no_form(browser, application, user):
    for number in range(5):
        add(application, user, pages=number + 1)
    shown = section(page(browser, url(application)), "satzung")
    assert list(shown.iter("form")) == []
    answer = send(browser, application, "sechs.pdf", samples.plain_pdf(6))
    assert errors(main(tree(answer)), "satzung") == [
        "There are 5 files already, which is the most for one paper. Please remove one first."
    ]
    assert len(stored()) == 5


def test_an_upload_without_log_in_says_which_file_to_choose_again(application, user):
    browser = Client()
    page_url = f"http://testserver{url(application)}"
    data = {"paper": "satzung", "file": samples.sent("Satzung.pdf", samples.plain_pdf())}
    answer = browser.post(url(application, "upload", "satzung"), data, headers={"referer": page_url})
    assert answer["Location"] == f"/en/konto/login/?next={url(application)}"
    as_(browser, user)
    notices = [text(one) for one in by_class(tree(browser.get(url(application))), "notice")]
    assert any("Please choose this file again: Satzung.pdf." in one for one in notices)
    assert stored() == []


def test_the_address_of_an_upload_leads_to_the_page(browser, application):
    assert browser.get(url(application, "upload", "satzung"))["Location"] == f"{url(application)}#anlage-satzung"
    assert browser.get(url(application, "upload", "nichts")).status_code == 404


# On file


def test_what_is_on_file_is_offered_and_used_by_one_click(browser, application, user):
    sent = add(application, user, "freistellung", valid_until=timezone.localdate()).document
    following = make_application(application.organisation, application.call)
    offer = by_class(section(page(browser, url(following)), "freistellung"), "paper-kept")[0]
    assert text(offer).startswith("We have this on file from you: Satzung.pdf, sent on")
    assert "valid until" in text(offer)
    browser.post(url(following, "reuse", "freistellung"), {"document": sent.key})
    assert badges(page(browser, url(following)))["Freistellungsbescheid"] == "attached"


def test_an_expired_paper_is_said_to_be_expired(browser, application, user):
    yesterday = timezone.localdate() - timedelta(days=1)
    sent = add(application, user, "freistellung", valid_until=yesterday).document
    following = make_application(application.organisation, application.call)
    offer = by_class(section(page(browser, url(following)), "freistellung"), "paper-kept")[0]
    assert text(offer).startswith("What we have on file from you has expired.")
    assert list(offer.iter("button")) == []
    browser.post(url(following, "reuse", "freistellung"), {"document": sent.key})
    assert said(browser) == ["This paper is not on file any more, or has expired. Please choose a file."]
    assert badges(page(browser, url(application)))["Freistellungsbescheid"] == "still missing"


# Removing


def test_removing_asks_first(browser, application, user, django_capture_on_commit_callbacks):
    document = add(application, user, "angebot").document
    address = url(application, "remove_document", document.key)
    assert "Remove “Satzung.pdf”?" in text(page(browser, address))
    assert Document.objects.count() == 1
    for _double_click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert browser.post(address).status_code == 302
    assert (Document.objects.count(), stored()) == (0, [])
    assert said(browser) == ["“Satzung.pdf” is removed."]


# After the submission


def test_a_submitted_application_shows_its_papers_and_changes_none(browser, application, user):
    document = add(application, user).document
    draft_url, remove_url = url(application), url(application, "remove_document", document.key)
    submit(application)
    assert browser.get(draft_url)["Location"] == url(application)
    shown = page(browser, url(application))
    assert [list(one.iter("form")) + by_class(one, "button") for one in by_class(shown, "paper")] == [[]] * 4
    for deed in (
        lambda: browser.post(remove_url),
        lambda: send(browser, application, "b.pdf", samples.plain_pdf(2)),
        lambda: browser.post(url(application, "reuse", "satzung"), {"document": document.key}),
    ):
        assert deed().status_code == 302
        assert said(browser) == ["The application was submitted. Its papers can no longer be changed."]
    assert (application.attachments.count(), len(stored())) == (1, 1)


# The files


def test_a_file_comes_back_under_its_own_name_and_runs_nothing(browser, application):
    send(browser, application, "Änderung عقد.pdf", samples.plain_pdf())
    answer = browser.get(url(application, "document", Document.objects.get().key))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    name = "%C3%84nderung%20%D8%B9%D9%82%D8%AF.pdf"
    assert {header: answer[header] for header in SAFE} == SAFE | {
        "Content-Disposition": f"attachment; filename*=utf-8''{name}"
    }


SAFE = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def statuses(document, application):
    """Of a stranger, another association, somebody who left, a member, and the office."""
    left = make_member(application.organisation)
    left.memberships.update(since="2020-01-01", until="2021-01-01")
    people = [make_user(), make_member(make_organisation()), left, make_member(application.organisation)]
    browsers = [as_(Client(), person) for person in people] + [let_in(Client(), make_user("Förderung"))]
    answers = [browser.get(url(application, "document", document.key)) for browser in browsers]
    for answer in answers:
        list(answer)  # so that its file is closed
    return [answer.status_code for answer in answers]


def test_files_are_read_by_members_and_after_the_submission_by_the_office(application, user):
    document = add(application, user).document
    assert statuses(document, application) == [404, 404, 404, 200, 404]
    submit(application)
    assert statuses(document, application) == [404, 404, 404, 200, 200]


def test_the_office_reads_nothing_of_what_is_only_on_file(application, user):
    other = add(make_application(application.organisation, application.call), user).document
    submit(application)
    assert statuses(other, application) == [404, 404, 404, 200, 404]


def test_files_of_another_application_are_not_at_this_address(browser, application, user):
    other = make_application(application.organisation, application.call)
    document = add(other, user, "angebot").document
    assert browser.get(url(application, "document", document.key)).status_code == 404


def test_a_file_that_is_gone_is_not_found(browser, application, user):
    document = add(application, user).document
    default_storage.delete(document.file.name)
    assert browser.get(url(application, "document", document.key)).status_code == 404


def test_a_key_that_no_database_takes_is_not_on_file(browser, application):
    answer = browser.post(url(application, "reuse", "satzung"), {"document": "a\0b"}, follow=True)
    assert "This paper is not on file any more" in text(main(tree(answer)))
