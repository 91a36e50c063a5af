"""What somebody may have meant: from typed words to the lexemes that entries carry.

Each typed word becomes an `Asked`: alternatives that are certain (the word itself, a vocabulary's word, a synonym) and
alternatives that are likely (beginnings, parts of compounds, endings of other languages, sounds of names). A phrase of
the vocabularies and a compound that no entry has are also asked by their single words. Only where nothing is known at
all, the nearest spellings are tried.
"""

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from django.db import connection

from . import words
from .indexing import sound_key
from .models import SearchWord

Origin = SearchWord.Origin
# Words that somebody may type: no sounds and no groups of synonyms.
TYPED = "word NOT LIKE '~%%'"
# The lexemes of what was found: its own, or all of the group of synonyms that it names.
LEXEMES = """
unnest(CASE WHEN found.lexeme NOT LIKE '~%%' THEN ARRAY[found.lexeme] ELSE
  ARRAY(SELECT member.lexeme FROM organisations_searchword AS member WHERE member.word = found.lexeme) END)
"""
MAX_TYPED = 200
MAX_WORDS = 8
MAX_CORRECTED = 3
MANY, FEW = 40, 5
# How a word of the lexicon was found, the surest first.
SAME, STEM, BEGINNING, ENDING, PART, LISTED, SHORTER, IN_PHRASE, SOUND = range(9)
CERTAIN = {SAME, STEM}
GUESSES = {SHORTER, IN_PHRASE, SOUND}
LINKING = ("", "s", "n", "en", "es", "er", "e")
SEPARABLE = ("aus", "ein", "auf", "mit", "vor", "ver", "nach", "ab", "an", "um", "zu")


@dataclass
class Asked:
    """A typed word or phrase and the lexemes that answer it; `parts` are its words where it is more than one."""

    typed: str
    certain: set = field(default_factory=set)
    likely: set = field(default_factory=set)
    parts: list = field(default_factory=list)
    corrected: str = ""

    @property
    def lexemes(self):
        return self.certain | self.likely

    @property
    def all_parts(self):
        """A tsquery for entries that have every part; "" where there are no parts or one is unknown."""
        known = self.parts and all(part.lexemes for part in self.parts)
        return f"({'&'.join(alternatives(part.lexemes) for part in self.parts)})" if known else ""

    @property
    def tsquery(self):
        options = [alternatives(self.lexemes)] if self.lexemes else []
        options += [self.all_parts] if self.all_parts else []
        return f"({'|'.join(options)})" if options else ""


@dataclass
class Understanding:
    asked: list
    ignored: list

    @property
    def corrected(self):
        return [(asked.typed, asked.corrected) for asked in self.asked if asked.corrected]

    @property
    def pieces(self):
        """The words and the parts of phrases and compounds, one by one."""
        return [piece for asked in self.asked for piece in ([asked, *asked.parts] if asked.lexemes else asked.parts)]

    @property
    def lexemes(self):
        """All single lexemes that may stand in a hit, for highlighting."""
        return {part for piece in self.pieces for lexeme in piece.lexemes for part in lexeme.split("&")}

    @property
    def all_words(self):
        """What an entry with everything must match, as PostgreSQL reads a tsquery; "" when nothing can be asked."""
        return "&".join(asked.tsquery for asked in self.asked)

    @property
    def groups(self):
        """One tsquery for each piece: where some suffice, entries with most of them come first."""
        return tuple(alternatives(piece.lexemes) for piece in self.pieces if piece.lexemes)

    @property
    def some_words(self):
        return "|".join(self.groups)

    @property
    def very_words(self):
        """Only the very words and their synonyms, without whole topics, for the ranking."""
        certain = {lexeme for piece in self.pieces for lexeme in piece.certain if not lexeme.startswith("#")}
        return alternatives(certain) if certain else ""

    @property
    def favourites(self):
        """Phrases word by word: an entry with all of them comes before one of the same topic."""
        return tuple(asked.all_parts for asked in self.asked if asked.certain and asked.all_parts)


def alternatives(lexemes):
    return f"({'|'.join(map(quoted, sorted(lexemes)))})"


def quoted(lexeme):
    parts = "&".join(f"'{part}'" for part in lexeme.split("&"))
    return f"({parts})" if "&" in lexeme else parts


def understand(typed):
    """Reads what was typed: one query to the lexicon, and a few more where it does not know a word."""
    found = [word for word in words.meaningful(typed[:MAX_TYPED])[:MAX_WORDS] if words.folded(word)]
    known = look_up([*found, *phrases(found)])
    asked = [known[part] for part in dict.fromkeys(merge(found, known))]
    for ask in asked:
        ask.parts = [known[word] for word in ask.typed.split()] if " " in ask.typed else []
    correct([ask for ask in asked if not ask.tsquery])
    return Understanding([ask for ask in asked if ask.tsquery], [ask.typed for ask in asked if not ask.tsquery])


def phrases(found):
    """Two or three neighbours, which the lexicon may know as one."""
    return [" ".join(found[i : i + length]) for length in (2, 3) for i in range(len(found) - length + 1)]


def merge(found, known):
    """Joins neighbours that the lexicon knows as one phrase ("dil kursu"), longest first."""
    position = 0
    while position < len(found):
        spans = [found[position : position + length] for length in (3, 2, 1)]
        span = next(span for span in spans if len(span) == 1 or known[" ".join(span)].lexemes)
        yield " ".join(span)
        position += len(span)


def look_up(parts):
    """An Asked for each part, with what the lexicon knows of it."""
    asked = [Asked(part) for part in dict.fromkeys(parts)]
    rows = [(number, *row) for number, ask in enumerate(asked) for row in traits(ask.typed)]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(LOOK_UP.format(rows=",".join([ROW] * len(rows))), [value for row in rows for value in row])
            for number, found in groupby(sorted(cursor.fetchall()), key=itemgetter(0)):
                take(asked[number], {(lexeme, how) for _number, lexeme, how in found})
    return {ask.typed: ask for ask in asked}


def take(ask, found):
    """Sorts the lexemes by how they were found; guesses count only where nothing better is known."""
    ask.certain = {lexeme for lexeme, how in found if how in CERTAIN}
    better = {lexeme for lexeme, how in found if how not in GUESSES}
    ask.likely = (better or {lexeme for lexeme, _how in found}) - ask.certain


ROW = "(%s, %s::text[], %s::text[], %s::text[], %s::text[], %s::text, %s::text)"
# Of every way to find a word there are MANY at most, so that no way crowds out another; of the beginnings of listed
# words FEW, since each stands for a whole topic or a group of synonyms.
LOOK_UP = f"""
SELECT DISTINCT asked.number, {LEXEMES}, found.how
FROM (VALUES {{rows}}) AS asked (number, spellings, stems, shorter, sounds, beginning, pattern),
LATERAL (
  SELECT lexeme, how, row_number() OVER (PARTITION BY how ORDER BY entries DESC, word) AS place
  FROM (
    SELECT *, CASE
      WHEN word = ANY(spellings) THEN {SAME}
      WHEN origin = {Origin.TEXT:d} AND lexeme = ANY(stems) THEN {STEM}
      WHEN origin = {Origin.TEXT:d} AND starts_with(word, beginning) THEN {BEGINNING}
      WHEN origin = {Origin.TEXT:d} AND length(beginning) > 3
        AND word ~ (beginning || '(e|n|s|en|er|es|em|ern|nen|in|innen)?$') THEN {ENDING}
      WHEN origin = {Origin.TEXT:d} AND length(beginning) > 5 AND strpos(word, beginning) > 0 THEN {PART}
      WHEN starts_with(word, beginning) AND strpos(word, ' ') = 0 THEN {LISTED}
      WHEN word = ANY(shorter) THEN {SHORTER}
      WHEN strpos(word, beginning) > 0 AND strpos(word, ' ') > 0 THEN {IN_PHRASE}
      WHEN word = ANY(sounds) THEN {SOUND}
    END AS how
    FROM organisations_searchword
    WHERE word = ANY(spellings || shorter || sounds) OR lexeme = ANY(stems) OR word LIKE pattern
  ) AS met WHERE how IS NOT NULL
) AS found
WHERE place <= CASE how WHEN {LISTED} THEN {FEW} ELSE {MANY} END
"""


def traits(part):
    """What rows of the lexicon may be known by: spellings, stems, shorter spellings, sounds, a beginning, a pattern."""
    if " " in part:
        return [([" ".join(map(words.folded, part.split()))], [], [], [], None, None)]
    spellings, stems = sorted(words.spellings(part)), sorted(words.lexemes(part))
    shorter = [short for spelling in spellings for short in shortened(spelling)]
    known_by = (spellings, stems, shorter, sounds(part, spellings[0]))
    beginnings = {stem for stem in stems if len(stem) > 3} or spellings
    return [(*known_by, beginning, pattern) for beginning in beginnings for pattern in patterns(beginning)]


def patterns(beginning):
    """The index knows where three letters stand, and of fewer only where words begin with them."""
    return [f"%{beginning}%"] if len(beginning) > 2 else [f"{beginning}%", f"% {beginning}%"]


def sounds(part, spelling):
    """A word in another script may be meant by a Latin name, and the other way round."""
    heard = words.sound(spelling)
    scripts = (False,) if words.is_latin(part) else (False, True)
    return [sound_key(heard, latin) for latin in scripts] if heard else []


def shortened(spelling):
    """The word without an ending of up to three letters or a separable prefix ("ausleihen" as "leihen")."""
    ends = [spelling[:end] for end in range(max(4, len(spelling) - 3), len(spelling))]
    return ends + [spelling[len(p) :] for p in SEPARABLE if spelling.startswith(p) and len(spelling) - len(p) > 4]


def correct(unknown):
    """Gives words that nothing carries the lexemes of their parts or of what looks most like them."""
    for ask in unknown[:MAX_CORRECTED]:
        any(step(ask) for step in (one_slip, halves, same_beginning, two_slips))


def halves(ask):
    """Cuts a compound in two words of the lexicon: "Elterncafé" asks for "Eltern" and "Café"."""
    spelling = min(words.spellings(ask.typed), key=len)
    cuts = [(head, spelling[at:]) for at in range(3, len(spelling) - 2) for head in heads(spelling[:at])]
    known = known_words({part for cut in cuts for part in cut})
    both = [cut for cut in cuts if known.issuperset(cut)]
    if both:
        found = look_up(max(both, key=lambda cut: (min(map(len, cut)), len(cut[0]))))
        ask.parts = list(found.values())
    return bool(ask.tsquery)


def heads(part):
    """The part as it is and without its linking letters ("Arbeits" as "Arbeit")."""
    return {part.removesuffix(link) for link in LINKING if len(part.removesuffix(link)) > 2}


def known_words(parts):
    """Those of the parts that stand in the lexicon, as written or by their stem."""
    rows = SearchWord.objects.exclude(origin=Origin.SOUND)
    stems = {part: words.lexemes(part) for part in parts}
    exact = set(rows.filter(word__in=parts).values_list("word", flat=True))
    by_stem = set(rows.filter(lexeme__in=set().union(*stems.values())).values_list("lexeme", flat=True))
    return exact | {part for part in parts if stems[part] & by_stem}


ALIKE = f"""
SELECT {LEXEMES} FROM (
  SELECT lexeme FROM organisations_searchword WHERE word LIKE %s AND {TYPED} ORDER BY entries DESC, word LIMIT 20
) AS found
"""


def same_beginning(ask):
    """Words that begin alike ("Reparatur" and "reparieren"), also past the "ge" of a participle ("eingebürgert")."""
    for spelling in words.spellings(ask.typed):
        prefix = next((p for p in SEPARABLE if spelling.startswith(p + "ge")), None)
        spelling = prefix + spelling[len(prefix) + 2 :] if prefix else spelling
        beginning = spelling[: max(5, len(spelling) * 3 // 5)]
        with connection.cursor() as cursor:
            cursor.execute(ALIKE, [beginning + "%"])
            ask.likely |= {lexeme for (lexeme,) in cursor.fetchall()}
    return bool(ask.likely)


NEAREST = f"""
SELECT shown, {LEXEMES}, distance FROM (
  SELECT shown, lexeme, levenshtein_less_equal(word, %(word)s, %(most)s) AS distance
  FROM organisations_searchword
  WHERE word %% %(word)s AND {TYPED} AND length(word) BETWEEN %(shortest)s AND %(longest)s
    AND levenshtein_less_equal(word, %(word)s, %(most)s) <= %(most)s
  ORDER BY distance, entries DESC, word LIMIT 12
) AS found
"""


def one_slip(ask):
    return nearest(ask, 1)


def two_slips(ask):
    return nearest(ask, 2)


def nearest(ask, most):
    """Takes the nearest spelling: one slip is forgiven from four letters on, two from six."""
    word = words.folded(ask.typed)
    if len(word) < 2 + 2 * most:
        return False
    params = {"word": word, "most": most, "shortest": len(word) - most, "longest": len(word) + most}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, params)
        rows = cursor.fetchall()
    ask.likely = {lexeme for _shown, lexeme, distance in rows if distance == rows[0][2]}
    ask.corrected = rows[0][0] if rows else ""
    return bool(rows)


CLOSEST = f"""
SELECT shown FROM organisations_searchword
WHERE word %% %(word)s AND {TYPED} GROUP BY shown ORDER BY max(similarity(word, %(word)s)) DESC, shown LIMIT 3
"""


def closest(typed):
    """Up to three words of the directory that look most like what was typed."""
    word = " ".join(map(words.folded, words.words(typed[:MAX_TYPED])))
    with connection.cursor() as cursor:
        cursor.execute(CLOSEST, {"word": word})
        return [shown for (shown,) in cursor.fetchall()]
