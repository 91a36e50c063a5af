"""Everybody may ask whether a letter is the office's; nobody learns from the answer whom it went to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from grants.casework import letter_codes, letter_files, letters
from grants.models import Notice
from grants.views import authenticity
from tests.grants.casework.lettering import Kind, issued
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
PAGE = "/en/echtheit/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def of(fingerprint):
    return f"{PAGE}{fingerprint}/"


def words(answer):
    return text(main(tree(answer)))


def send(client, content, name="brief.pdf"):
    return client.post(PAGE, {"datei": SimpleUploadedFile(name, content, "application/pdf")})


def test_a_letter_is_confirmed_by_kind_and_day(client):
    answer = client.get(of(issued(Kind.REJECTION).fingerprint))
    assert answer.status_code == 200
    assert "The office has issued a letter with this fingerprint" in words(answer)
    assert "Notice of rejection" in words(answer) and "20 November 2026" in words(answer)


def strings(value):
    if isinstance(value, dict):
        return [one for inner in value.values() for one in strings(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in strings(inner)]
    return [value] if isinstance(value, str) and len(value) > 3 else []


@pytest.mark.parametrize("by_file", [True, False])
def test_nothing_that_the_letter_says_of_anybody_stands_on_the_page(client, by_file):
    notice = issued()
    letter_files.keep(notice)
    asked = (lambda: send(client, letters.pdf_of(notice))) if by_file else (lambda: client.get(of(notice.fingerprint)))
    page = asked().content.decode()
    said = [*strings(notice.data["values"]), notice.data["signed"], *notice.data["recipient"], notice.application.title]
    names = [notice.application.organisation.slug, notice.key, str(notice.application.call), notice.decision.reasons]
    markers = [one for one in {*said, *names} if one not in ("Darmstadt", "20. November 2026")]
    assert len(markers) > 12
    assert [one for one in markers if one in page or one.replace("\u00a0", " ") in page] == []


def test_an_unknown_fingerprint_is_a_page_in_words_that_does_not_exist(client):
    issued()
    for unknown in ("0" * 64, "abc", "entwurf"):
        answer = client.get(of(unknown))
        assert answer.status_code == 404
        assert "No letter has this fingerprint" in words(answer)


def test_a_typed_fingerprint_leads_to_its_page(client):
    code = issued().fingerprint
    typed = letter_codes.grouped(code).upper()
    answer = client.get(PAGE, {"fingerabdruck": f" {typed} "})
    assert (answer.status_code, answer["Location"]) == (302, of(code))


def test_a_wrong_one_is_explained_beside_the_field_and_stays_typed(client):
    answer = client.get(PAGE, {"fingerabdruck": "xyz"})
    assert answer.status_code == 422
    page = main(tree(answer))
    assert "has only the digits 0 to 9 and the letters a to f, not “xyz”" in text(page)
    assert [one.get("value") for one in page.iter("input") if one.get("name") == "fingerabdruck"] == ["xyz"]


def test_the_file_of_a_letter_is_known_and_every_other_one_is_not(client):
    notice = issued()
    letter_files.keep(notice)
    paper = letters.pdf_of(notice)
    assert "This file is an authentic letter" in words(send(client, paper))
    changed = send(client, paper + b"\n")
    assert changed.status_code == 404 and "This file is not known to us" in words(changed)


def test_a_letter_without_file_is_not_known_by_an_empty_one(client):
    notice = issued()
    Notice.objects.filter(pk=notice.pk).update(pdf_sha256="")
    answer = send(client, b"")
    assert answer.status_code == 422 and "empty" in words(answer)


def test_a_file_is_never_kept(client, media):
    send(client, b"%PDF-1.7" + b"x" * 3_000_000)
    assert [one for one in media.rglob("*") if one.is_file()] == []


def test_what_is_too_large_is_said_so(client, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(client, b"x" * 5000)
    assert answer.status_code == 422 and "The file is too large" in words(answer)
    assert send(client, b"x" * 1000).status_code == 404


def test_nothing_sent_is_said_so(client):
    answer = client.post(PAGE)
    assert answer.status_code == 422 and "Choose the file of the letter." in words(answer)


def test_nobody_tries_many(client, monkeypatch):
    monkeypatch.setattr(authenticity, "PER_HOUR", 3)
    code = issued().fingerprint
    answers = [client.get(of(code)).status_code, send(client, b"x").status_code, client.get(of("0" * 64)).status_code]
    assert answers == [200, 404, 404]
    late = client.get(of(code))
    assert late.status_code == 429 and "Too many attempts" in words(late)
    assert send(client, b"x").status_code == 429
    assert client.get(PAGE).status_code == 200


def test_it_works_without_log_in_cookie_or_token_and_is_in_no_search_engine():
    notice, strict = issued(), Client(enforce_csrf_checks=True)
    for answer in (strict.get(PAGE), strict.get(of(notice.fingerprint)), strict.get(of("0")), send(strict, b"x")):
        assert not answer.cookies
        robots = [one.get("content") for one in tree(answer).iter("meta") if one.get("name") == "robots"]
        assert robots == ["noindex"]


def test_in_german_it_has_the_address_of_the_code(client):
    assert client.get(f"/echtheit/{issued().fingerprint}/").status_code == 200


def test_errors_are_summed_up(client):
    assert by_class(tree(client.get(PAGE, {"fingerabdruck": "x"})), "error-summary") != []
