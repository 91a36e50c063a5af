"""Pictures, made anew from their pixels: no place where it was taken, no camera, nothing behind the picture."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .opening import Opened, broken, polyglot

LONGEST_SIDE = 4000  # pixels; a page of A4 at 340 dots per inch
PREVIEW_SIDE = 480
OPTIONS = {"PNG": {"optimize": True}, "JPEG": {"quality": 88, "optimize": True}}
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Whatever Pillow stumbles over in a damaged file.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError)
UNREADABLE += (OverflowError, ZeroDivisionError, struct.error, zlib.error)


def opened_png(content):
    return opened(content, "PNG")


def opened_jpeg(content):
    return opened(content, "JPEG")


def opened(content, kind):
    if is_something_else_too(content):
        raise polyglot()
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            refuse_too_many_pixels(*image.size)
            return Opened(encoded(pixels(image, LONGEST_SIDE), kind))
    except TOO_LARGE:
        raise too_many_pixels() from None
    except UNREADABLE:
        raise broken() from None


def is_something_else_too(content):
    """A ZIP archive reads from its end, a PDF may begin a little later. Telephones add more after the picture."""
    return zipfile.is_zipfile(BytesIO(content)) or b"%PDF-" in content[:1024]


def refuse_too_many_pixels(width, height):
    if width * height > settings.UPLOAD_MAX_PIXELS:
        raise too_many_pixels()


def too_many_pixels():
    words = _("The picture has more than %(most)d million pixels. Please choose a smaller one.")
    return ValidationError(words, code="pixels", params={"most": settings.UPLOAD_MAX_PIXELS // 1_000_000})


def pixels(image, longest):
    """Upright, in plain colours, without anything that is not a pixel."""
    image.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(image)
    picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    return plain


def encoded(picture, kind):
    buffer = BytesIO()
    picture.save(buffer, kind, **OPTIONS[kind])
    return buffer.getvalue()


def preview(file):
    """A small picture of one that was taken in."""
    with Image.open(file, formats=list(OPTIONS)) as image:
        return encoded(pixels(image, PREVIEW_SIDE), image.format)
