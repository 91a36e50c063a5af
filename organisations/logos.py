"""Pictures that people upload: made anew from their pixels, so that nothing else of the file is published or kept."""

import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from . import validators
from .models import Organisation, ProposedChange

LONGEST_SIDE = 800  # pixels
LARGE = 400_000  # bytes
PROPOSED = "proposed"
SALT = "organisations.logos"
KEPT_FOR = timedelta(days=2)


def re_encoded(file):
    """The picture as a new file with a random name; raises ValidationError for what is no fitting picture."""
    validators.logo(file)
    try:
        with Image.open(file, formats=validators.LOGO_FORMATS) as image:
            kind, picture = image.format, pixels(image)
    except (OSError, SyntaxError, ValueError):
        raise ValidationError(_("This file is damaged. Please choose another one.")) from None
    return ContentFile(*encoded(picture, kind))


def pixels(image):
    """Upright, at most LONGEST_SIDE high and wide, in plain colours, without anything that is not a pixel."""
    upright = ImageOps.exif_transpose(image)
    picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    return plain


def encoded(picture, kind):
    """(bytes, name); a large PNG becomes a WebP, which is as good and much smaller."""
    options = {"PNG": {"optimize": True}, "JPEG": {"quality": 88, "optimize": True}, "WEBP": {"quality": 88}}
    buffer = BytesIO()
    picture.save(buffer, kind, **options[kind])
    if kind == "PNG" and buffer.tell() > LARGE:
        return encoded(picture, "WEBP")
    return buffer.getvalue(), f"{uuid.uuid4().hex}.{kind.lower()}"


def keep(file):
    """Puts a re-encoded picture where proposed ones wait; returns its path."""
    return default_storage.save(f"{PROPOSED}/{file.name}", file)


def token(path, organisation):
    """Lets a form name a picture that was uploaded with it before; only for this organisation."""
    return signing.dumps([organisation.pk, path], salt=SALT) if path else ""


def path_of(token, organisation):
    """The path behind the token, "" if it is none or the picture is gone."""
    try:
        owner, path = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return ""
    return path if owner == organisation.pk and default_storage.exists(path) else ""


def tidy(now=None):
    """Deletes pictures that were uploaded and never proposed; returns how many."""
    old = unused(now or timezone.now())
    for path in old:
        default_storage.delete(path)
    return len(old)


def unused(now):
    """Their paths, once they are some days old."""
    known = {*Organisation.objects.exclude(logo="").values_list("logo", flat=True)}
    known |= {*ProposedChange.objects.filter(thing="", field="logo").values_list("after", flat=True)}
    paths = [f"{PROPOSED}/{name}" for name in waiting_files()]
    return [p for p in paths if p not in known and default_storage.get_modified_time(p) < now - KEPT_FOR]


def waiting_files():
    return default_storage.listdir(PROPOSED)[1] if default_storage.exists(PROPOSED) else []


def stem(path):
    """Names a picture in addresses."""
    return Path(path).stem


def kind_of(path):
    """The media type of a picture in the storage."""
    return f"image/{Path(path).suffix.removeprefix('.')}"
