"""Words as the search compares them: folded over scripts and spellings, stemmed, and reduced to their sound.

>>> folded("Türkçe"), folded("Алиса"), folded("Tuerkisch")
('turkce', 'alisa', 'tuerkisch')
>>> sorted(lexemes("Tuerkische"))
['turkisch']
>>> sound("alisa") == sound("alice")
True
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

MAX_WORD = 60
WORD = re.compile(r"[^\W_]+")
IGNORED = re.compile("['’ʼ`´\u00ad\u200b-\u200f\u0640]")
GERMAN_DIGRAPH = re.compile("(?<![aeq])([aou])e(?=[^ui])")
ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_ARTICLE = re.compile("^(?:و|ب|ل|ف|ك)?ال(?=.{3})")
# Letters that one keyboard has and another writes differently.
ARABIC_LETTERS = str.maketrans("أإآٱىیكکةۀؤئگپچژ", "ااااييككههويكبجز")
# Filler words of the languages in which most is written and typed; everything else may carry meaning.
FILLERS = frozenset(
    """werden wird wurde haben hat kann können möchte will suche suchen brauche brauchen gibt es mein meine meinen mir
    mich bitte finden i my we need want looking find some is there can
    der die das den dem des ein eine einen einem einer eines und oder für fuer mit von vom zu zum zur im in am an auf
    bei beim aus ist sind ich wir sie es wie wo was wer the of for and or to at with a an is are where how
    ve ile için bir icin і та в у на для с и или что где як де z dla w na i lub se cu pentru si și di la il per e
    con en el los las de du des pour et un une des من في على و الى إلى از به در با برای""".split()
)

_german = snowballstemmer.stemmer("german")


def words(text):
    """The words of a text as they are written there."""
    return [word[:MAX_WORD] for word in WORD.findall(IGNORED.sub("", unicodedata.normalize("NFKC", text)))]


def _plain(text):
    return IGNORED.sub("", unicodedata.normalize("NFKC", text).replace("İ", "i").casefold())


def meaningful(text):
    """The words that carry meaning; where there is nothing else, the filler words too."""
    found = words(text)
    return [word for word in found if word.casefold() not in FILLERS] or found


@lru_cache(20_000)
def folded(word):
    """The word in plain Latin letters and digits: accents dropped, other scripts transliterated."""
    if ARABIC.search(word):
        word = ARABIC_ARTICLE.sub("", _without_marks(word).translate(ARABIC_LETTERS))
    return re.sub("[^a-z0-9]", "", anyascii(_plain(word)).lower()).replace("ph", "f")[:MAX_WORD]


def _without_marks(word):
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@lru_cache(20_000)
def spellings(word):
    """Folded spellings under which the word may be known: as written, and with ae, oe, ue read as umlauts."""
    word = _plain(word)
    return frozenset(filter(None, (folded(word), folded(GERMAN_DIGRAPH.sub(r"\1", word)))))


@lru_cache(20_000)
def lexemes(word):
    """The stems under which entries carry the word; German rules, which leave most foreign words alone."""
    word = _plain(word)
    return frozenset(filter(None, map(stem, {word, GERMAN_DIGRAPH.sub(r"\1", word)})))


def stem(word):
    """The Snowball stem, but never shorter than four letters, so that the Turkish "ders" is no "der".

    A word on "-kurs", of which this directory is full, keeps its s: it is no genitive.
    """
    if word.endswith("kurs"):
        return folded(word)
    found = folded(_german.stemWord(word))
    return found if len(found) > 3 else folded(word)


SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        ("sch|sh|tsch|ch(?=[ei])|zh|dsch|tz|ts|ks|x|z", "s"),
        ("c(?=[eiy])", "s"),
        ("ck|ch|kh|gh|q|c|g", "k"),
        ("ph|v|f", "f"),
        ("th|dh|d", "t"),
        ("p", "b"),
        ("dj|j", "s"),
        ("(?<!^)[wyh]", ""),
        ("[aeiou]", ""),
    ]
]
REPEATED = re.compile(r"(.)\1+")


@lru_cache(20_000)
def sound(word):
    """What is left of a folded name over every transliteration: its consonants, coarsely. Empty below two."""
    for pattern, replacement in SOUNDS:
        word = pattern.sub(replacement, word)
    word = REPEATED.sub(r"\1", word)
    return word if len(word) > 1 else ""


def is_latin(word):
    return all(unicodedata.name(letter, "").startswith(("LATIN", "DIGIT")) for letter in word)


def initials(name):
    """What people call a long name: the first letters of its words, "" below three.

    >>> initials("Deutsch-Eritreischer Verein e.V.")
    'dev'
    """
    parts = [folded(word)[:1] for word in words(re.sub(r"\be\. ?V\.", "", name))]
    return "".join(parts) if len(parts) > 2 else ""
