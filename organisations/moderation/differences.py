"""How two texts differ, word by word, for people: each side with what is only there marked."""

import re
from difflib import SequenceMatcher
from itertools import chain, groupby

SPACE_BEHIND = re.compile(r"[^\s.,;:!?()„“”»«،؛؟]+\s*|\S\s*|\s+")
LINE = re.compile(r"[^\n]*\n?")
# Below this likeness two texts are told whole, because a patchwork of single words helps nobody.
LIKE = 0.35
# Comparing many more words than these would keep the reader waiting; such texts are compared by lines.
MOST_WORDS = 2_500


def compare(before, after, by_lines=False):
    """(pieces of the one, pieces of the other), each a list of (whether it is only there, text)."""
    one, other = (pieces(text, by_lines) for text in (before, after))
    if not by_lines and max(len(one), len(other)) > MOST_WORDS:
        return compare(before, after, by_lines=True)
    keys = [[piece.strip() for piece in side] for side in (one, other)]
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    if not by_lines and matcher.ratio() < LIKE:
        return marked(before), marked(after)
    return sides(one, other, list(bridged(matcher.get_opcodes(), keys[0])))


def pieces(text, by_lines):
    return [piece for piece in (LINE if by_lines else SPACE_BEHIND).findall(text) if piece]


def marked(text):
    return [(True, text)] if text else []


def bridged(steps, words):
    """Commas and single short words that both have between two changes belong to the change."""
    for place, (kind, start, end, *rest) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1
        is_short = len("".join(words[start:end])) <= 3
        yield kind == "equal" and not (is_between and is_short), start, end, *rest


def sides(one, other, steps):
    before = [(not same, "".join(one[start:end])) for same, start, end, _from, _to in steps]
    after = [(not same, "".join(other[start:end])) for same, _from, _to, start, end in steps]
    return joined(before), joined(after)


def joined(found):
    """Neighbours of the same kind as one piece; the blanks behind a change are no part of it."""
    return merged(chain.from_iterable(map(trimmed, merged(found))))


def merged(found):
    groups = groupby((piece for piece in found if piece[1]), key=lambda piece: piece[0])
    return [(changed, "".join(text for _changed, text in group)) for changed, group in groups]


def trimmed(piece):
    changed, text = piece
    body = text.rstrip() if changed else text
    return (changed, body), (False, text[len(body) :])


def differs_in_spaces_only(before, after):
    return before != after and before.split() == after.split()
