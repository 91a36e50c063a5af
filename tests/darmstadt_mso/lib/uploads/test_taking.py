"""Which files are taken, and in which words the others are refused."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from darmstadt_mso.lib.uploads import ACCEPT, cleaned, take

from . import samples

GOOD = {
    "satzung.pdf": lambda: samples.plain_pdf(3),
    "FOTO.JPG": samples.photograph,
    "plan.png": samples.picture,
    "bericht.odt": samples.odt,
    "bericht.docx": lambda: samples.docx(docProps__app_xml="<Properties><Pages>4</Pages></Properties>"),
    "kosten.xlsx": samples.xlsx,
}
BAD = {
    "leer.pdf": (lambda: b"", "empty"),
    "programm.exe": (lambda: b"MZ" + bytes(100), "ending"),
    "seite.html": (lambda: b"<html>", "ending"),
    "ohne": (samples.plain_pdf, "ending"),
    "makros.docm": (samples.docx_with_macros, "ending"),
    "bild.pdf": (samples.picture, "disguise"),
    "brief.png": (samples.plain_pdf, "disguise"),
    "zip.docx": (lambda: samples.archive({"a.txt": "x"}), "disguise"),
    "tabelle.docx": (samples.xlsx, "disguise"),
    "brief.xlsx": (samples.docx, "disguise"),
    "brief.odt": (samples.docx, "disguise"),
    "alt.docx": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), "encrypted"),
    "html-davor.pdf": (lambda: b"<html><script>1</script>" + samples.plain_pdf(), "disguise"),
    "html-dahinter.pdf": (lambda: samples.plain_pdf() + b"<html><script>1</script>", "polyglot"),
    "zip-dahinter.pdf": (lambda: samples.plain_pdf() + samples.archive({"a.exe": "MZ"}), "polyglot"),
    "zip-dahinter.png": (lambda: samples.picture() + samples.archive({"a.exe": "MZ"}), "polyglot"),
    "verschluesselt.pdf": (samples.encrypted_pdf, "encrypted"),
    "gesperrt.pdf": (lambda: samples.encrypted_pdf(user=""), "encrypted"),
    "abgeschnitten.pdf": (lambda: samples.plain_pdf()[:-60], "broken"),
    "unsinn.pdf": (lambda: b"%PDF-1.7\nkaputt\n%%EOF\n", "broken"),
    "keine-seiten.pdf": (lambda: samples.plain_pdf(0), "broken"),
    "abgeschnitten.jpg": (lambda: samples.picture("JPEG", (400, 400))[:-100], "broken"),
    "abgeschnitten.png": (lambda: samples.picture(size=(400, 400))[:-40], "broken"),
    "abgeschnitten.docx": (lambda: samples.docx()[:-30], "broken"),
    "makros.docx": (samples.docx_with_macros, "macros"),
}


def code_of(name, content):
    with pytest.raises(ValidationError) as refused:
        take(samples.sent(name, content))
    return refused.value.code


def words_of(name, content):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        take(samples.sent(name, content))
    return refused.value.messages


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_taken(name):
    upload = take(samples.sent(name, GOOD[name]()))
    assert upload.name == name
    assert upload.size == len(upload.content) > 0
    assert upload.sha256 == hashlib.sha256(upload.content).hexdigest()
    assert (upload.scanned, upload.note) == (False, "")


def test_pages_and_sheets_are_counted():
    found = {name: take(samples.sent(name, make())).pages for name, make in GOOD.items()}
    assert list(found.values()) == [3, None, None, 3, 4, 2]


@pytest.mark.parametrize("name", GOOD)
def test_the_same_file_gives_the_same_content_twice(name):
    content = GOOD[name]()
    assert take(samples.sent(name, content)) == take(samples.sent(name, content))


@pytest.mark.parametrize("name", GOOD)
def test_what_was_taken_once_is_taken_again(name):
    upload = take(samples.sent(name, GOOD[name]()))
    assert take(samples.sent(name, upload.content)).content_type == upload.content_type


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused(name):
    make, code = BAD[name]
    assert code_of(name, make()) == code


def test_the_reason_is_said_in_words():
    assert words_of("bild.pdf", samples.picture()) == [
        "The name ends with “.pdf”, but it is a PNG file. Please give it the right ending."
    ]
    assert words_of("foto.heic", b"x") == [
        "Pictures of this kind are not taken. Please save the picture as JPEG. "
        "We take: PDF, JPEG, PNG, ODT, DOCX, XLSX."
    ]
    assert words_of("leer.pdf", b"") == ["The file is empty. Please choose another one."]


def test_a_file_may_have_exactly_the_most_bytes(settings):
    content = samples.plain_pdf()
    settings.UPLOAD_MAX_BYTES = len(content)
    assert take(samples.sent("a.pdf", content)).pages == 1
    settings.UPLOAD_MAX_BYTES = len(content) - 1
    assert code_of("a.pdf", content) == "size"


def test_browsers_offer_what_is_taken():
    assert ACCEPT == ".pdf,.jpg,.jpeg,.png,.odt,.docx,.xlsx"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Eigene Dateien\\Satzung.pdf", "Satzung.pdf"),
        ("../../etc/Satzung.pdf", "Satzung.pdf"),
        ("Satzung\r\nX-Evil: 1.pdf", "Satzung X-Evil: 1.pdf"),
        ("fdp.\u202egnp.exe", "fdp. gnp.exe"),
        ("So\u0308der\u0000.pdf", "Söder.pdf"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
        ("عقد تأسيس.pdf", "عقد تأسيس.pdf"),
    ],
)
def test_names_lose_what_nobody_sees(name, shown):
    assert cleaned(name) == shown
