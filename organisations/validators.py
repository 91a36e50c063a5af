"""Rules for single values that models and forms share."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

LOGO_MAX_BYTES = 2 * 1024 * 1024
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")

phone = RegexValidator(
    r"^\+?[0-9][0-9 ()/\-]{4,29}$",
    _("Write the telephone number with digits, spaces and hyphens, for example +49 6151 12345."),
)
postcode = RegexValidator(r"^[0-9]{5}$", _("A postcode has five digits."))

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text):
    """Accepts what stays in its line: an address on a line of its own becomes a button in mails."""
    if CONTROL.search(text):
        raise ValidationError(_("Write this on a single line, without line breaks and tabs."))


MAX_PHRASE, MAX_PHRASES = 100, 2_000  # bytes, which the indexes of the search can hold


def phrases(text):
    """Accepts phrases, one per line: each up to MAX_PHRASE bytes, together up to MAX_PHRASES."""
    if any(len(line.encode()) > MAX_PHRASE for line in text.splitlines()):
        raise ValidationError(_("A line is too long. Write one word or short phrase per line."))
    if len(text.encode()) > MAX_PHRASES:
        raise ValidationError(_("These are too many words for one group. Please make two."))


def picture_format(file):
    """PNG, JPEG or WEBP, from the picture itself; "" if it is none of them."""
    try:
        with Image.open(file, formats=LOGO_FORMATS) as image:
            return image.format
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return ""
    finally:
        file.seek(0)


def logo(file):
    """Accepts PNG, JPEG and WebP up to 2 MB and 4,000 pixels a side, judged by opening the picture."""
    if file.size > LOGO_MAX_BYTES:
        raise ValidationError(_("The picture is larger than 2 MB. Please choose a smaller one."))
    try:
        with Image.open(file, formats=LOGO_FORMATS) as image:
            image.verify()
            width, height = image.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("This file is no picture in PNG, JPEG or WebP format.")) from None
    finally:
        file.seek(0)
    if max(width, height) > 4000:
        raise ValidationError(_("The picture is wider or higher than 4,000 pixels."))
