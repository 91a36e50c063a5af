"""Letters as PDF/A-2a and PDF/UA-1: a template of typst below templates/letters, filled with plain data.

    pdf.make("call.typ", data, language=user.language, title="Ausschreibung 2026")

The data reach typst as JSON alone: a text is a value there and never markup.
"""

import json
import logging

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language_info, gettext

from . import fonts

__all__ = ["make"]
LETTERS = settings.BASE_DIR / "templates" / "letters"
STANDARDS = ["a-2a", "ua-1"]

logger = logging.getLogger(__name__)


def make(template, data, *, language="de", title, at=None):
    """The bytes of a PDF dated `at` (now): the same data and moment give the same bytes.

    A letter is never refused for its characters: what no font of ours can draw becomes "[?]".
    """
    letter, at = {"data": data, "title": title, **frame(language)}, at or timezone.now()
    for way in fonts.WAYS[:-1]:
        try:
            return compiled(template, everywhere(way, letter), at)
        except typst.TypstError as error:
            logger.warning("%s is written with simpler characters: %s", template, type(error).__name__)
    return compiled(template, everywhere(fonts.WAYS[-1], letter), at)


def frame(language):
    """What is the same in every letter of a language."""
    with translation.override(language):
        return {
            "language": language,
            "rtl": get_language_info(language)["bidi"],
            "portal": settings.SITE_NAME,
            # Translators: the words in braces stay.
            "page": gettext("Page {page} of {pages}"),
            "fonts": fonts.FAMILIES,
        }


def everywhere(change, value):
    """The same value with all its texts changed."""
    if isinstance(value, dict):
        return {key: everywhere(change, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [everywhere(change, inner) for inner in value]
    return change(value) if isinstance(value, str) else value


def compiled(template, letter, at):
    """One compiler for each letter, because threads cannot share one; they share the fonts."""
    return typst.compile(
        LETTERS / template,
        root=LETTERS,
        font_paths=fonts.opened(),
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )
