"""Programmes: who sees them, and their guideline as a part of what their calls publish."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from django.test import Client
from django.utils import translation

from grants import changes, publishing, terms
from grants.admin.programmes import ProgrammeForm
from grants.models import Call, Programme
from tests.grants.factories import make_call, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def again(call):
    return Call.objects.get(pk=call.pk)


def told(call):
    with translation.override("en"):
        return [(one.field, one.before, one.after) for event in changes.of(again(call)) for one in event.changes]


def test_without_a_guideline_the_terms_are_what_they_were():
    call = make_call()
    assert not {"guideline", "guideline_file"} & call.published.content["programme"].keys()
    assert terms.of_version(call.published).programme.guideline == {}


def test_a_changed_text_of_the_guideline_is_an_unpublished_change():
    call = make_call(make_programme(guideline="Alt"))
    assert publishing.has_changes(again(call)) is False
    Programme.objects.update(guideline="Neu")
    assert publishing.has_changes(again(call)) is True
    assert told(call) == [("text of the guideline", "Alt", "Neu")]


def test_a_changed_file_of_the_guideline_is_an_unpublished_change():
    call = make_call()
    call.programme.guideline_file.save("x.pdf", ContentFile(b"%PDF-1"))
    assert publishing.has_changes(again(call)) is True
    ((field, before, after),) = told(call)
    assert (field, before) == ("guideline as PDF", "")
    assert after.endswith(hashlib.sha256(b"%PDF-1").hexdigest()[:16])
    publishing.publish(again(call), None)
    assert publishing.has_changes(again(call)) is False
    call.programme.guideline_file.save("x.pdf", ContentFile(b"%PDF-2"))
    assert publishing.has_changes(again(call)) is True


def form(content, name):
    made = make_programme()
    data = {"slug": made.slug, "code": made.code, "name": made.name, "financing": "deficit"}
    kind = modelform_factory(Programme, ProgrammeForm, fields=[*data, "guideline_file"])
    return kind(data, {"guideline_file": SimpleUploadedFile(name, content)}, instance=made)


WRONG = [("x.pdf", b"<script>"), ("x.png", b"\x89PNG\r\n\x1a\n"), ("x.html", b"x")]


@pytest.mark.parametrize(("name", "content"), WRONG)
def test_only_a_readable_pdf_is_a_guideline(name, content):
    assert "guideline_file" in form(content, name).errors


@pytest.mark.parametrize(
    ("fields", "has_call", "there"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"ended": True}, False, True),
        ({"guideline": "Wer darf"}, False, True),
    ],
)
def test_a_programme_is_public_once_there_is_something_to_read(fields, has_call, there):
    programme = make_programme(**fields)
    make_call(programme, publish=has_call)
    make_call(programme, publish=has_call)
    path = f"/en/foerderung/programme/{programme.slug}/"
    assert (Client().get(path).status_code == 200) is there
    assert Client().get("/en/foerderung/").content.decode().count(f'href="{path}"') == there
    assert (f"/programme/{programme.slug}/" in Client().get("/sitemap-programme.xml").content.decode()) is there
