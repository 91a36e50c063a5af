"""The whole file as a ZIP: everything that is in it, with its checksum, and no names of people in the file names."""

import io
import json
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from grants.models import Application, Conflict
from tests.grants.cases import case_worker, make_case, tied_case_worker
from tests.grants.paperwork import add, make_call_for_papers
from tests.office import let_in

pytestmark = pytest.mark.django_db
State = Application.State


def address(case):
    return reverse("admin:grants_application_dossier", args=[case.pk])


def zip_of(client, case, user=None):
    answer = let_in(client, user or case_worker()).get(address(case))
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-akte.zip"'
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def text_of(content):
    """The words of a PDF's structure do not matter here, only its title and its pages."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        return str(paper.docinfo.get("/Title", "")), len(paper.pages)


def test_it_holds_the_submission_the_sheet_and_the_lists(client):
    case = make_case(State.CHECKING)
    packet = zip_of(client, case)
    assert sorted(packet.namelist()) == ["SHA256SUMS", "aktenblatt.pdf", "antrag-fassung-1.pdf", "manifest.json"]
    assert packet.testzip() is None
    title, pages = text_of(packet.read("aktenblatt.pdf"))
    assert case.reference in title and pages >= 1
    with pikepdf.open(io.BytesIO(packet.read("aktenblatt.pdf"))) as paper, paper.open_metadata() as about:
        assert (about.get("pdfaid:part"), str(paper.Root.Lang)) == ("2", "de")


def test_every_file_has_its_size_and_its_checksum(client):
    packet = zip_of(client, make_case())
    manifest = json.loads(packet.read("manifest.json"))
    sums = dict(reversed(line.split("  ")) for line in packet.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(packet.namelist()) - {"SHA256SUMS"}
    for name, told in sums.items():
        assert sha256(packet.read(name)).hexdigest() == told
    found = {(one["name"], one["size"], one["sha256"]) for one in manifest["files"]}
    assert found == {(name, len(packet.read(name)), sums[name]) for name in set(sums) - {"manifest.json"}}
    assert manifest["missing"] == [] and all(one["what"] for one in manifest["files"])


def sent_with_paper(name="Vertrag von Frau Erika Muster.pdf"):
    """A case of which one paper hangs on it, with somebody's name in that of its file."""
    case = make_case(call=make_call_for_papers())
    Application.objects.filter(pk=case.pk).update(state=State.DRAFT, reference=None, submitted_at=None)
    draft = Application.objects.get(pk=case.pk)
    attachment = add(draft, None)
    attachment.document.name = name
    attachment.document.save(update_fields=["name"])
    back = {"state": case.state, "reference": case.reference, "submitted_at": case.submitted_at}
    Application.objects.filter(pk=case.pk).update(**back)
    return case, attachment.document


def test_papers_are_as_they_were_uploaded_and_their_names_tell_nobody(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case, document = sent_with_paper()
    packet = zip_of(client, case)
    (name,) = [name for name in packet.namelist() if name.startswith("anlagen/")]
    with document.file.open() as file:
        assert (name, packet.read(name)) == ("anlagen/01-satzung.pdf", file.read())
    assert "Erika" not in " ".join(packet.namelist())
    assert "Erika Muster" in packet.read("manifest.json").decode()


def test_a_paper_whose_file_is_gone_is_named_as_missing(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case, document = sent_with_paper()
    default_storage.delete(document.file.name)
    packet = zip_of(client, case)
    assert [one["name"] for one in json.loads(packet.read("manifest.json"))["missing"]] == ["anlagen/01-satzung.pdf"]
    assert "anlagen/01-satzung.pdf" not in packet.namelist()


def test_nothing_is_left_behind(client, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    zip_of(client, make_case())
    assert list(Path(tmp_path).iterdir()) == []


def test_whoever_is_tied_to_the_association_gets_nothing(client):
    case = make_case()
    declared = case_worker()
    Conflict.objects.create(user=declared, organisation=case.organisation, reason="Schwester im Vorstand")
    found = [let_in(client, user).get(address(case)).status_code for user in (tied_case_worker(case), declared)]
    assert found == [404, 404]
