"""The fingerprint that a letter shows: printed in groups, as a QR code, and as people type it again."""

import re
from io import BytesIO

import segno
from django.utils.translation import gettext

LENGTH = 64
GROUP = 8
SEPARATORS = re.compile(r"[\s.:_-]+")
AT_THE_END = re.compile(r"[0-9a-f]{64}(?=/?$)")


class NoFingerprint(ValueError):
    """Says in words why what was typed cannot be one."""


def address(page, fingerprint):
    """Of the page that confirms the letter."""
    return f"{page.rstrip('/')}/{fingerprint}/"


def grouped(fingerprint):
    return " ".join(fingerprint[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def picture(text):
    """A QR code as SVG."""
    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=2, scale=4
    )
    return buffer.getvalue().decode()


def read(typed):
    """The fingerprint, 64 hexadecimal digits; with spaces and in capitals if need be, or at the end of an address.

    Raises NoFingerprint.
    """
    found = SEPARATORS.sub("", typed).lower()
    if at_the_end := AT_THE_END.search(found):
        if len(found) == LENGTH or "/" in found:
            return at_the_end[0]
    if not found:
        raise NoFingerprint(gettext("Type the fingerprint that stands in the letter."))
    if wrong := "".join(dict.fromkeys(re.sub("[0-9a-f]", "", found))):
        words = gettext("A fingerprint has only the digits 0 to 9 and the letters a to f, not “%(signs)s”.")
        raise NoFingerprint(words % {"signs": wrong[:10]})
    words = gettext("A fingerprint has 64 characters; this has %(number)d.")
    raise NoFingerprint(words % {"number": len(found)})
