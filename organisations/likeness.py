"""What two names of organisations have in common, beyond spelling, endings, order and script.

>>> alike(telling("Türkischer Elternverein Darmstadt e. V."), telling("Tuerkischer Eltern-Verein"))
True
>>> alike(telling("Türkischer Elternverein"), telling("Griechischer Elternverein"))
False
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from . import words

# Names and words of which what they mean is kept in memory.
KEPT = 50_000
# So few letters may be a short name.
SHORT = 7
SAYING_NOTHING = frozenset(
    """verein vereine vereinigung ev e v eingetragener gemeinnutziger gemeinnutzige ggmbh gmbh ug
    darmstadt darmstadter darmstadts""".split()
)
ORIGIN = re.compile("isch(?:e[nrsm]?)?$")
# A word that only describes makes no name by itself.
DESCRIBING = re.compile(f"{ORIGIN.pattern}|^(deutsch|international|interkulturell|multikulturell)")
HEAD = re.compile(r"\s[–—|-]\s|[:(]")
BRACKETED = re.compile(r"\(([^\W\d_]{2,10})\)")
LEGAL_FORM = re.compile(r"\b(e\. ?V\.|eV|g?GmbH)")
IN_COMPOUNDS = re.compile(r"(?<=\w)verein\b")
COMPOUND = re.compile("-(?=verein)", re.I)


def telling_words(text):
    found = words.meaningful(COMPOUND.sub("", text))
    return [word for word in found if not words.spellings(word) & SAYING_NOTHING] or found


@lru_cache(KEPT)
def telling(text):
    """The folded words that tell one name from others."""
    return tuple(filter(None, map(words.folded, telling_words(text))))


@lru_cache(KEPT)
def titles_of(name):
    """((telling words, whether they are in Latin letters), …)"""
    parts = {name, HEAD.split(name)[0]}
    return tuple((title, is_latin(part)) for part in parts if (title := telling(part)))


@lru_cache(KEPT)
def short_forms_of(name, short_name):
    """The short name, one in brackets behind the name, or the name itself where that is so short."""
    own = {compact(short_name), *map(compact, BRACKETED.findall(name))} - {""}
    return frozenset(own or {short for title, _latin in titles_of(name) if len(short := "".join(title)) < SHORT})


@lru_cache(KEPT)
def initials_of(name):
    """What people may call it: the initials of its words, with and without those that say little or nothing."""
    whole = [LEGAL_FORM.sub("", name), IN_COMPOUNDS.sub(" Verein", LEGAL_FORM.sub("", name))]
    texts = (text for one in whole for text in (one, " ".join(words.meaningful(one)), " ".join(telling_words(one))))
    return frozenset(map(words.initials, texts)) - {""}


def is_latin(text):
    return text.isascii() or all(map(words.is_latin, words.words(text)))


@lru_cache(KEPT)
def compact(text):
    """A short name in one piece, with single letters: “D.E.V. Darmstadt” as “dev”."""
    found = [words.folded(word) for word in words.words(LEGAL_FORM.sub("", text))]
    return "".join([word for word in found if len(word) < 2 or word not in SAYING_NOTHING] or found)


@lru_cache(KEPT)
def sound(title):
    return "".join(map(words.sound, title))


def alike(one, other):
    """Whether two names share nearly all of their telling words, or one of them continues the other."""
    if "".join(one) == "".join(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    left, shared = list(longer), 0
    for word in shorter:
        if twin := next((candidate for candidate in left if near(word, candidate)), None):
            left.remove(twin)
            shared += len(word) + len(twin)
    if shared >= 0.8 * sum(map(len, one + other)):
        return True
    contained = len(longer) - len(left) == len(shorter)
    return contained and (len(shorter) > 1 or is_name(shorter[0]) and near(shorter[0], longer[0]))


def is_name(word):
    return len(word) > 4 and not DESCRIBING.search(word)


@lru_cache(KEPT)
def near(one, other):
    """Whether two words are the same but for the ending or a slip."""
    if one == other or stem(one) == stem(other):
        return True
    if one[0] != other[0] or not similar_length(one, other) or are_two_origins(one, other):
        return False
    return not slips(one).isdisjoint(slips(other)) or SequenceMatcher(None, one, other).ratio() >= 0.85


def similar_length(one, other):
    return min(len(one), len(other)) > 4 and abs(len(one) - len(other)) < 3


def are_two_origins(one, other):
    """A letter makes the difference between “iranisch” and “irakisch”; one too few or two swapped are a slip."""
    roots = [ORIGIN.sub("", word) for word in (one, other) if ORIGIN.search(word)]
    return len(roots) == 2 and len(roots[0]) == len(roots[1]) and sorted(roots[0]) != sorted(roots[1])


stem = lru_cache(KEPT)(words.stem)


@lru_cache(KEPT)
def slips(word):
    """The word, and what is left with one letter less: two words with a slip between them have one in common."""
    return frozenset({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def sounds_alike(one, other):
    """For names in two scripts."""
    return sound(one) == sound(other) and len(sound(one)) > 4
