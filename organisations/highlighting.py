"""Shows why an entry was found: the words that match, marked."""

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from . import words

AROUND = 70


def highlight(text, lexemes):
    """The text as HTML with <mark> around every word that carries one of the lexemes."""
    if not lexemes:
        return conditional_escape(text)
    parts, position = [], 0
    for word in words.WORD.finditer(text):
        if carries(word.group(), lexemes):
            parts += [
                conditional_escape(text[position : word.start()]),
                f"<mark>{conditional_escape(word.group())}</mark>",
            ]
            position = word.end()
    return mark_safe("".join([*parts, conditional_escape(text[position:])]))  # noqa: S308 — every part is escaped


def carries(word, lexemes):
    if word.casefold() in words.FILLERS:
        return False
    return any(not lexemes.isdisjoint(words.lexemes(found)) for found in words.words(word))


def excerpt(passages, lexemes):
    """The place of the first matching word in these passages, with what stands around it; "" if there is none."""
    for passage in passages:
        for word in words.WORD.finditer(passage) if lexemes else ():
            if carries(word.group(), lexemes):
                return highlight(around(passage, word.start(), word.end()), lexemes)
    return ""


def around(passage, start, end):
    left = passage.rfind(" ", 0, max(start - AROUND, 0)) + 1 if start > AROUND else 0
    right = passage.find(" ", end + AROUND) if end + AROUND < len(passage) else -1
    piece = passage[left : right if right >= 0 else None].replace("\n", " ").strip()
    return ("… " if left else "") + piece + (" …" if right >= 0 else "")
