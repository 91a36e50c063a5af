"""Which files are taken: by their ending, by their first bytes and by really opening them, all three."""

from collections.abc import Callable
from dataclasses import dataclass

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import office_files, pdfs, pictures
from .names import ending
from .opening import Opened, encrypted

ZIP = b"PK\x03\x04"
# Office files of before 2007, and newer ones behind a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb"}


@dataclass(frozen=True)
class Kind:
    name: str
    content_type: str
    endings: tuple[str, ...]
    signature: bytes
    opened: Callable[[bytes], Opened]


KINDS = (
    Kind("PDF", "application/pdf", ("pdf",), b"%PDF-", pdfs.opened),
    Kind("JPEG", "image/jpeg", ("jpg", "jpeg"), b"\xff\xd8\xff", pictures.opened_jpeg),
    Kind("PNG", "image/png", ("png",), b"\x89PNG\r\n\x1a\n", pictures.opened_png),
    Kind("ODT", office_files.ODT, ("odt",), ZIP, office_files.opened_odt),
    Kind("DOCX", office_files.DOCX, ("docx",), ZIP, office_files.opened_docx),
    Kind("XLSX", office_files.XLSX, ("xlsx",), ZIP, office_files.opened_xlsx),
)
NAMES = ", ".join(kind.name for kind in KINDS)
# For the browser's choice of files.
ACCEPT = ",".join(f".{one}" for kind in KINDS for one in kind.endings)


def kind_of(name):
    """The kind that the name promises; raises ValidationError for one that is not taken."""
    for kind in KINDS:
        if ending(name) in kind.endings:
            return kind
    raise ValidationError(refusal(ending(name)), code="ending", params={"kinds": NAMES})


def refusal(found):
    if found in MACROS:
        return _("Files with macros are not taken. Please save the file as PDF.")
    if found in {"doc", "xls", "ppt", "pptx", "odp", "ods", "rtf", "txt", "pages", "numbers"}:
        return _("Files of this kind are not taken. Please save the file as PDF. We take: %(kinds)s.")
    if found in {"heic", "heif", "webp", "gif", "tif", "tiff", "bmp", "svg"}:
        return _("Pictures of this kind are not taken. Please save the picture as JPEG. We take: %(kinds)s.")
    return _("Files of this kind are not taken. We take: %(kinds)s.")


def refuse_disguise(kind, content):
    """Judged by the very first bytes: something before them makes it another file for another program."""
    if content.startswith(kind.signature):
        return
    if content.startswith(OLD_OFFICE) and kind.signature == ZIP:
        raise encrypted()
    words = _("The name ends with “.%(ending)s”, but the content is something else.")
    found = filetype.guess_extension(content)
    if found in kind.endings or not found:
        words = _("By its content this is no file of the kind %(kind)s. Please save it anew, or choose another one.")
    elif found in {one for other in KINDS for one in other.endings}:
        words = _("The name ends with “.%(ending)s”, but it is a %(found)s file. Please give it the right ending.")
    params = {"ending": kind.endings[0], "kind": kind.name, "found": found and found.upper()}
    raise ValidationError(words, code="disguise", params=params)
