"""What opening a file gives, and the words for files that cannot be opened."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Opened:
    """`content` is the file made anew. `pages` are pages, or sheets of a workbook; `note` is for who sent the file."""

    content: bytes
    pages: int | None = None
    note: str = ""


def broken():
    words = _("The file is damaged or not complete. Please open it on your device, save it anew and choose it again.")
    return ValidationError(words, code="broken")


def encrypted():
    words = _(
        "The file is protected with a password, so the office could not read it. Please save it without protection."
    )
    return ValidationError(words, code="encrypted")


def polyglot():
    words = _(
        "The file holds other things beside its own content, as dangerous files do. Please save it anew and choose the "
        "new file."
    )
    return ValidationError(words, code="polyglot")


def unpacks_too_large():
    words = _("Opened, the file would be much too large. Please save it anew, or send its content as PDF.")
    return ValidationError(words, code="bomb")


def with_macros():
    words = _(
        "The file holds macros, scripts or embedded programs, which we do not take. Please save it as PDF or without "
        "macros."
    )
    return ValidationError(words, code="macros")
