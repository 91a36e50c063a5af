"""The texts of letters that staff write: their versions, whether they are in order, and how they are filled.

Paragraphs are separated by blank lines; a line of its own that begins with "## " is a heading. A value stands in
braces, a brace of the text itself is doubled. Nothing but the plain name of a placeholder is ever looked at: what a
format could do more (attributes, places, conversions, widths) is refused.
"""

import re
from string import Formatter

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from ..models import LetterKind, LetterText
from .letter_values import MAY_BE_EMPTY, REQUIRED, placeholders

HEADING = "## "
GAP = re.compile(r"\n[ \t]*\n\s*")
LINE_ENDS = re.compile(r"\r\n?")
WITH_REMEDIES = {
    LetterKind.AWARD,
    LetterKind.PARTIAL,
    LetterKind.REJECTION,
    LetterKind.REVOCATION,
    LetterKind.REFUSED,
}
FIELDS = ("title", "body", "remedies")


class Overtaken(Exception):
    """Somebody else has written a version since; nothing was saved."""


class NoText(Exception):
    """There is no text for letters of this kind."""


# Versions


def newest(kind):
    """The text that letters of the kind are made of; raises NoText."""
    found = LetterText.objects.filter(kind=kind).order_by("-number").first()
    if found is None:
        raise NoText(kind)
    return found


def number_of(kind):
    """Of the newest version; 0 without one."""
    return LetterText.objects.filter(kind=kind).order_by("-number").values_list("number", flat=True).first() or 0


def write(kind, user, seen, **texts):
    """The next version after the one whose number was `seen`. Raises Overtaken for the second of two writers."""
    if seen != number_of(kind):
        raise Overtaken
    try:
        with transaction.atomic():
            return LetterText.objects.create(kind=kind, number=seen + 1, made_by=user, **texts)
    except IntegrityError:
        raise Overtaken from None


# What is wrong with a text, in words


def wrong(kind, title, body, remedies):
    """{field: [what is wrong]}, without fields that are in order."""
    texts = {"title": title, "body": body, "remedies": remedies}
    found = {name: wrong_placeholders(kind, text, inline=name == "title") for name, text in texts.items()}
    if not found["body"]:
        found["body"] = missing(kind, body)
    if kind in WITH_REMEDIES and not remedies.strip():
        words = gettext("Write the instruction on remedies: a letter of this kind says what can be done against it.")
        found["remedies"].append(words)
    return {name: words for name, words in found.items() if words}


def wrong_placeholders(kind, text, inline=False):
    known = {one.key: one for one in placeholders(kind)}
    found = []
    for paragraph in paragraphs(text):
        try:
            pieces = list(pieces_of(paragraph))
        except ValueError:
            found.append(unbalanced(paragraph))
            continue
        found += [words for piece in pieces if (words := wrong_piece(known, piece, inline or len(pieces) > 1))]
    return list(dict.fromkeys(found))


def wrong_piece(known, piece, is_among_others):
    """A piece is what Formatter.parse gives of a text or a placeholder."""
    literal, name, spec, conversion = piece
    if name is None:
        return ""
    written = "{%s%s%s}" % (name, f"!{conversion}" if conversion else "", f":{spec}" if spec else "")  # noqa: UP031
    if name not in known or conversion or spec:
        return gettext("%(written)s cannot be filled in: there is no such placeholder.") % {"written": written}
    if known[name].alone and (is_among_others or literal.strip()):
        return gettext("%(written)s is a table or list and stands alone in a paragraph.") % {"written": written}
    return ""


def unbalanced(paragraph):
    start = paragraph if len(paragraph) <= 60 else f"{paragraph[:60]}…"
    words = gettext("A brace is not closed or not opened in “%(start)s”. Double it if it is meant as a brace.")
    return words % {"start": start}


def missing(kind, body):
    used = {name for paragraph in paragraphs(body) for _literal, name, *_rest in pieces_of(paragraph)}
    meanings = {one.key: one.meaning for one in placeholders(kind)}
    words = gettext("{%(key)s} is missing: %(meaning)s.")
    return [words % {"key": key, "meaning": meanings[key]} for key in REQUIRED[LetterKind(kind)] if key not in used]


# Filling


def paragraphs(text):
    return [part.strip() for part in GAP.split(normal(text)) if part.strip()]


def normal(text):
    """With the line ends that browsers change."""
    return LINE_ENDS.sub("\n", text)


def pieces_of(paragraph):
    return Formatter().parse(paragraph)


def filled(text, values, parts=None):
    """The parts of templates/letters/frame.typ; a heading with nothing below it is left out, like an empty text."""
    found = [one for paragraph in paragraphs(text) for one in filled_paragraph(paragraph, values, parts or {})]
    return [one for place, one in enumerate(found) if one["kind"] != "part" or leads(found, place)]


def leads(found, place):
    return place + 1 < len(found) and found[place + 1]["kind"] != "part"


def filled_paragraph(paragraph, values, parts):
    if paragraph.startswith(HEADING):
        heading, _line, rest = paragraph.removeprefix(HEADING).partition("\n")
        below = filled_paragraph(rest, values, parts) if rest.strip() else []
        return [{"kind": "part", "title": inline(heading.strip(), values)}, *below]
    name = alone_in(paragraph)
    if name in parts:
        return parts[name]
    return [{"kind": "text", "text": text}] if (text := inline(paragraph, values).strip()) else []


def alone_in(paragraph):
    """The placeholder that is all of the paragraph, or None."""
    (literal, name, *_rest), *more = pieces_of(paragraph)
    return name if not literal and not more else None


def inline(text, values):
    """Values are put in as they are: braces in them mean nothing."""
    return "".join(literal + (values[name] if name else "") for literal, name, *_rest in pieces_of(text))


def empty(kind, texts, values):
    """{placeholder: meaning} of what the letter cannot do without and has no value for."""
    found = [one for text in texts for one in paragraphs(text)]
    needed = {name for one in found if not alone_in(one) for _literal, name, *_rest in pieces_of(one)}
    needed |= set(REQUIRED[LetterKind(kind)]) - MAY_BE_EMPTY
    return {one.key: str(one.meaning) for one in placeholders(kind) if one.key in needed and values.get(one.key) == ""}
