"""Whether a text goes on from another, so that nothing is lost where it takes its place; {name: [texts]} both."""

from os.path import commonprefix

# Characters: so much is taken back while mending a slip.
SLIP = 20


def removed(old, new):
    """How many characters of the old text the new one no longer has."""
    return sum(
        removed_of(text, place(new.get(name, []), n)) for name, texts in old.items() for n, text in enumerate(texts)
    )


def place(texts, n):
    return texts[n] if n < len(texts) else ""


def removed_of(old, new):
    if old in new:
        return 0
    begins = len(commonprefix([old, new]))
    ends = len(commonprefix([old[begins:][::-1], new[begins:][::-1]]))
    return len(old) - begins - ends


def goes_on(old, new):
    return removed(old, new) <= SLIP


def is_same(one, other):
    """Fields that were left empty do not count."""
    return filled(one) == filled(other)


def filled(typed):
    return {name: texts for name, texts in typed.items() if any(texts)}
