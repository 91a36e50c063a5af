import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from darmstadt_mso.lib.uploads import pictures, preview

from . import samples


def test_pictures_stand_upright_and_tell_nothing_of_place_and_camera():
    photograph = samples.photograph()
    assert b"Camera of Darmstadt" in photograph
    with Image.open(BytesIO(pictures.opened_jpeg(photograph).content)) as after:
        assert (after.format, after.size, dict(after.getexif())) == ("JPEG", (20, 40), {})
    assert b"Camera of Darmstadt" not in pictures.opened_jpeg(photograph).content


def test_what_a_telephone_appends_to_a_photograph_is_dropped():
    assert b"ftypmp4" not in pictures.opened_jpeg(samples.photograph() + b"ftypmp4" * 10).content


def test_large_photographs_become_smaller(monkeypatch):
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 100)
    with Image.open(BytesIO(pictures.opened_jpeg(samples.picture("JPEG", (400, 200))).content)) as after:
        assert after.size == (100, 50)


@pytest.mark.parametrize("size", [(50, 41), (1, 2001)])
def test_pixels_are_limited(settings, size):
    settings.UPLOAD_MAX_PIXELS = 2000
    pictures.opened_png(samples.picture(size=(50, 40)))
    with pytest.raises(ValidationError) as refused:
        pictures.opened_png(samples.picture(size=size))
    assert refused.value.code == "pixels"


def test_a_picture_that_would_fill_the_memory_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValidationError) as refused:
        pictures.opened_png(samples.picture(size=(100, 100)))
    assert refused.value.code == "pixels"


def test_transparent_pictures_stay_so():
    buffer = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(BytesIO(pictures.opened_png(buffer.getvalue()).content)) as after:
        assert (after.mode, after.getpixel((0, 0))[3]) == ("RGBA", 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_previews_are_small_pictures_of_the_same_kind(kind):
    with Image.open(BytesIO(preview(BytesIO(samples.picture(kind, (2000, 1000)))))) as small:
        assert (small.format, small.size) == (kind, (480, 240))


@pytest.mark.parametrize(
    "error", [struct.error, zlib.error, TypeError, KeyError, OverflowError, ZeroDivisionError, OSError]
)
def test_whatever_a_damaged_picture_does_to_its_reader_is_said_in_words(monkeypatch, error):
    def stumble(image):
        raise error

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", stumble)
    with pytest.raises(ValidationError) as refused:
        pictures.opened_jpeg(samples.picture("JPEG"))
    assert refused.value.code == "broken"
