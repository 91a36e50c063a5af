"""What is taken out of a PDF, and what stays."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name

from darmstadt_mso.lib.uploads import pdfs

from . import samples

TRACES = [b"JavaScript", b"app.alert", b"Launch", b"calc.exe", b"SubmitForm", b"GoToR", b"passwd", b"embedded-program"]
TRACES += [b"EmbeddedFiles", b"OpenAction", b"/AA", b"/AF", b"XFA", b"RichMedia", b"evil.example"]


def readable(content):
    """Every object in the open, so that nothing hides in a packed stream."""
    with pikepdf.open(BytesIO(content)) as pdf:
        loose = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
        return samples.written(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.all, **loose)


def test_everything_that_runs_sends_or_hides_is_taken_out():
    before = readable(samples.dangerous_pdf())
    assert [one for one in TRACES if one not in before] == []
    after = readable(pdfs.opened(samples.dangerous_pdf()).content)
    assert [one for one in TRACES if one in after] == []


def test_links_into_the_web_stay():
    assert b"https://darmstadt.example/" in readable(pdfs.opened(samples.dangerous_pdf()).content)


def test_names_that_a_program_chose_stay():
    """A font may be called AA; it is no action."""
    pdf = samples.new_pdf()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(AA=font, AF=font))
    with pikepdf.open(BytesIO(pdfs.opened(samples.written(pdf)).content)) as found:
        assert set(found.pages[0].Resources.Font.keys()) == {"/AA", "/AF"}


def test_actions_do_not_hide_among_names():
    """The same object as a font's name and as what a click does is judged by the stricter."""
    pdf = samples.new_pdf()
    act = pdf.make_indirect(samples.action("Launch", F="calc.exe"))
    pdf.pages[0].Resources = Dictionary(Font=act)
    samples.link(pdf, act)
    assert b"calc.exe" not in readable(pdfs.opened(samples.written(pdf)).content)


def test_a_circle_of_objects_ends():
    pdf = samples.new_pdf()
    first = pdf.make_indirect(Dictionary(AA=1))
    first.Other = pdf.make_indirect(Dictionary(Back=first))
    pdf.Root.Circle = Array([first, first])
    assert b"/AA" not in readable(pdfs.opened(samples.written(pdf)).content)


def test_who_sends_a_signed_pdf_is_told_that_the_signature_is_lost():
    found = pdfs.opened(samples.signed_pdf())
    assert found.note == pdfs.SIGNATURE_LOST
    assert b"ByteRange" not in readable(found.content)
    assert pdfs.opened(samples.plain_pdf()).note == ""


def test_packed_object_streams_are_cleaned_too():
    with pikepdf.open(BytesIO(samples.dangerous_pdf())) as pdf:
        packed = samples.written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    after = readable(pdfs.opened(packed).content)
    assert [one for one in TRACES if one in after] == []


def test_pages_are_limited(settings):
    settings.UPLOAD_MAX_PAGES = 3
    assert pdfs.opened(samples.plain_pdf(3)).pages == 3
    with pytest.raises(ValidationError) as refused:
        pdfs.opened(samples.plain_pdf(4))
    assert refused.value.code == "pages"


def test_pages_that_grow_without_measure_are_refused(monkeypatch):
    monkeypatch.setattr(pdfs, "MOST_UNPACKED", 1000)
    pdf = samples.new_pdf()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, zlib.compress(b" " * 2000), Filter=Name.FlateDecode)
    with pytest.raises(ValidationError) as refused:
        pdfs.opened(samples.written(pdf))
    assert refused.value.code == "bomb"


def test_a_page_that_cannot_be_read_is_damaged():
    pdf = samples.new_pdf()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"no zlib at all", Filter=Name.FlateDecode)
    with pytest.raises(ValidationError) as refused:
        pdfs.opened(samples.written(pdf, compress_streams=False))
    assert refused.value.code == "broken"
