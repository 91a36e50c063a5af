"""Text documents and workbooks are read whole before they are taken."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from darmstadt_mso.lib.uploads import office_files

from . import samples

BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
SCRIPT = '<o:x xmlns:o="urn:o" xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"><s:event-listener/></o:x>'
LOADING = (
    '<o:x xmlns:o="urn:o" xmlns:l="http://www.w3.org/1999/xlink"><o:{element} l:href="https://evil.example/x"/></o:x>'
)
LOCKED = '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
EXTERNAL = samples.RELATION.format(kind="attachedTemplate", target="http://evil.example/a.dotm")
RENAMED = '<Override PartName="/word/Sch%C3%B6n.dat" ContentType="application/x+xml; charset=utf-8"/>'
BY_ENDING = '<Default Extension="DAT" ContentType="application/xml"/>'
WORD_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
EMBEDDED = {"word/embeddings/oleObject1.bin": b"x"}
NOT_TAKEN = {
    "macros by its declaration": (lambda: samples.docx(samples.WORD_WITH_MACROS), "macros"),
    "a macro by its name": (lambda: samples.docx(word__vbaProject_bin=b"x"), "macros"),
    "an embedded object": (lambda: samples.docx(word__embeddings__oleObject1_bin=b"x"), "macros"),
    "a program": (lambda: samples.docx(word__media__setup_exe=b"MZ"), "macros"),
    "another program's data": (
        lambda: samples.docx(xl__externalLinks__externalLink1_xml='<x xmlns="urn:x"><ddeLink/></x>'),
        "macros",
    ),
    "XML that is none": (lambda: samples.docx(word__styles_xml="<a><b></a>"), "broken"),
    "entities": (lambda: samples.docx(word__styles_xml=BOMB), "broken"),
    "a template in the net": (lambda: samples.related("attachedTemplate", "http://evil.example/a.dotm"), "remote"),
    "a template of a server": (lambda: samples.related("attachedTemplate", "file:///\\\\evil\\a.dotm"), "remote"),
    "a picture in the net": (lambda: samples.related("image", "https://evil.example/a.png"), "remote"),
}
NOT_TAKEN_ODT = {
    "Basic": ({"Basic/Standard/Module1.xml": "<a/>"}, "macros"),
    "Python": ({"Scripts/python/a.py": "1"}, "macros"),
    "what happens on an event": ({"styles.xml": SCRIPT}, "macros"),
    "a password": ({"META-INF/manifest2.xml": LOCKED}, "encrypted"),
    "a picture in the net": ({"styles.xml": LOADING.format(element="image")}, "remote"),
}


def code(open_file, content):
    with pytest.raises(ValidationError) as refused:
        open_file(content)
    return refused.value.code


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_documents_are_refused_with(what):
    make, reason = NOT_TAKEN[what]
    assert code(office_files.opened_docx, make()) == reason


@pytest.mark.parametrize("what", NOT_TAKEN_ODT)
def test_open_documents_are_refused_with(what):
    further, reason = NOT_TAKEN_ODT[what]
    assert code(office_files.opened_odt, samples.odt(**further)) == reason


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://darmstadt.example/"),
        ("attachedTemplate", "file:///C:\\Users\\Anna\\Verein.dotx"),
        ("attachedTemplate", "file:///C:/Verein.dotx"),
        ("attachedTemplate", "file:////Users/anna/Verein.dotx"),
    ],
)
def test_what_readers_click_on_and_what_lies_on_ones_own_disk_may_be_named(kind, target):
    assert office_files.opened_docx(samples.related(kind, target)).content


@pytest.mark.parametrize("declared", [RENAMED, BY_ENDING])
def test_parts_that_only_their_declaration_calls_xml_are_read_too(declared):
    types = samples.TYPES.format(samples.OVERRIDE.format(samples.WORD) + declared)
    members = office_files.unpacked(samples.docx()) | {"word/schön.dat": EXTERNAL.encode()}
    assert office_files.opened_docx(samples.archive(members)).content
    assert code(office_files.opened_docx, samples.archive(members | {"[Content_Types].xml": types})) == "remote"


def with_codes(*codes):
    begin = '<w:fldChar w:fldCharType="begin"/>'
    runs = "".join(begin + "".join(f"<w:instrText>{part}</w:instrText>" for part in code) for code in codes)
    return samples.docx(word__footer1_xml=f"<w:p {WORD_NAMES}>{runs}</w:p>")


@pytest.mark.parametrize(
    ("code_of_field", "reason"),
    [
        ([" DDEAUTO c:\\\\windows\\\\cmd.exe"], "macros"),
        (["D", "DE Excel"], "macros"),
        ([' INCLUDEPICTURE  "https://evil.example/a.png" \\* MERGEFORMAT'], "remote"),
        (['includetext "\\\\\\\\evil\\\\a.docx"'], "remote"),
    ],
)
def test_fields_that_run_or_load_something_are_refused(code_of_field, reason):
    assert code(office_files.opened_docx, with_codes([" PAGE "], code_of_field)) == reason
    simple = f"<w:fldSimple {WORD_NAMES} w:instr='{''.join(code_of_field)}'/>"
    assert code(office_files.opened_docx, samples.docx(word__footer1_xml=simple)) == reason


@pytest.mark.parametrize(
    "code_of_field",
    [
        [' HYPERLINK "https://darmstadt.example/dde" '],
        [' INCLUDEPICTURE "C:\\\\Users\\\\Anna\\\\logo.png" \\d '],
        [" TOC \\o ", '"1-3"'],
    ],
)
def test_other_fields_are_taken(code_of_field):
    assert office_files.opened_docx(with_codes(code_of_field)).content


def test_workbooks_are_limited_more_than_documents(monkeypatch):
    assert office_files.MOST_UNPACKED_XLSX == 25_000_000
    monkeypatch.setattr(office_files, "MOST_UNPACKED_XLSX", 3000)
    assert code(office_files.opened_xlsx, samples.xlsx()) == "bomb"


def test_links_of_an_open_document_may_lead_into_the_web():
    assert office_files.opened_odt(samples.odt(**{"styles.xml": LOADING.format(element="a")})).pages == 3


def test_how_a_workbook_is_printed_is_no_macro():
    members = office_files.unpacked(samples.xlsx()) | {"xl/printerSettings/printerSettings12.bin": b"x"}
    assert office_files.opened_xlsx(samples.archive(members)).pages == 2


def test_a_small_archive_with_a_huge_member_is_refused_unopened():
    bomb = samples.docx(word__media__image1_png=bytes(5_000_000))
    assert len(bomb) < 10_000
    assert code(office_files.opened_docx, bomb) == "bomb"


def test_all_members_together_are_limited(monkeypatch):
    monkeypatch.setattr(office_files, "MOST_UNPACKED", 3000)
    assert office_files.opened_docx(samples.docx(a_png=bytes(1000))).content
    assert code(office_files.opened_docx, samples.docx(a_png=bytes(1000), b_png=bytes(2000))) == "bomb"


def test_the_number_of_members_is_limited(monkeypatch):
    monkeypatch.setattr(office_files, "MOST_MEMBERS", 3)
    assert office_files.opened_docx(samples.docx(a_png=b"x")).content
    assert code(office_files.opened_docx, samples.docx(a_png=b"x", b_png=b"x")) == "bomb"


def test_a_member_that_promises_less_than_it_holds_is_damaged():
    content = bytearray(samples.docx())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.index(mark) + place
        content[at : at + 4] = (5).to_bytes(4, "little")
    assert code(office_files.opened_docx, bytes(content)) == "broken"


def test_locked_members_are_encrypted():
    content = bytearray(samples.docx())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + place] |= 1
    assert code(office_files.opened_docx, bytes(content)) == "encrypted"


def test_a_comment_of_the_archive_may_hold_anything_and_is_refused():
    buffer = BytesIO(samples.docx())
    with zipfile.ZipFile(buffer, "a") as file:
        file.comment = b"<html><script>1</script>"
    assert code(office_files.opened_docx, buffer.getvalue()) == "polyglot"


def test_what_lies_between_the_members_is_dropped():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file, zipfile.ZipFile(BytesIO(samples.docx())) as good:
        for one in good.infolist():
            file.writestr(one.filename, good.read(one))
            file.fp.write(b"<script>hidden</script>")
            file.start_dir = file.fp.tell()
    assert b"hidden" in buffer.getvalue()
    assert b"hidden" not in office_files.opened_docx(buffer.getvalue()).content


def test_a_cleaned_workbook_opens_as_before():
    workbook = openpyxl.load_workbook(BytesIO(office_files.opened_xlsx(samples.xlsx()).content))
    assert workbook.active["A1"].value == "Honorare"
