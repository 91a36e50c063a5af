"""The fonts of letters (Latin, Greek, Cyrillic, Arabic, Ethiopic) and what becomes of characters that none can draw.

Fonts of the machine are never used: a letter looks the same wherever it is made.
"""

import functools
import re
import unicodedata
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import justmytype_intl_africa
import typst
from fontTools.ttLib import TTFont

FAMILIES = ["Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic"]
FILES = [
    Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf",
    Path(fontpkg_noto_sans_arabic.__file__).parent / "files" / "NotoSansArabic[wdth,wght].ttf",
    Path(justmytype_intl_africa.__file__).parent / "fonts/ofl/notosansethiopic" / "NotoSansEthiopic[wdth,wght].ttf",
]
UNKNOWN = "[?]"
# Kept although they draw nothing: they join or separate letters.
SILENT = "\n\u200b\u200c\u200d"
# PDF/A knows no byte order marks.
FORBIDDEN = "\ufeff\ufffe"
BREAKS = re.compile(r"\r\n?|[\v\f\u2028\u2029\x85]")
MISSING = "\0"
MISSING_RUN = re.compile("\0[\0\u200d]*")


@functools.cache
def opened():
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(file.parent) for file in FILES}),
    )


@functools.cache
def drawn():
    """Every character that a font of ours has."""
    return frozenset(sign for file in FILES for sign in signs(file))


def signs(file):
    with TTFont(file, lazy=True) as font:
        return map(chr, font.getBestCmap())


def legible(text):
    """As written, as far as a font has its characters."""
    return told(text, known)


def unmarked(text):
    """Without marks: a font may have them and be unable to put them on this letter."""
    return told(text, lambda sign: "" if unicodedata.category(sign).startswith("M") else known(sign))


def western(text):
    """Nothing but what every letter can hold."""
    return told(text, lambda sign: sign if sign in "\n€" or " " <= sign <= "~" or "À" <= sign <= "ž" else MISSING)


def told(text, change):
    lines = unicodedata.normalize("NFC", BREAKS.sub("\n", text)).replace("\t", " ")
    return MISSING_RUN.sub(UNKNOWN, "".join(map(change, lines)))


def known(sign):
    if sign in SILENT or (sign in drawn() and sign not in FORBIDDEN):
        return sign
    return "" if is_about_others(sign) else MISSING


def is_about_others(sign):
    """Says how its neighbours are shown, as the selectors behind an emoji do."""
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


WAYS = (legible, unmarked, western)
