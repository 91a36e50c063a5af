"""How many entries each facet value has under the other choices.

Counting looks at the first COUNTED entries of a selection: in a city these are all there are; beyond, numbers say
"2,000+". The whole list is counted exactly, once per version of the directory.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from . import facets
from .search import Question, rows

COUNTED = 2_000
# Beside the numbers of facet values, which are positive.
TOTAL, NOW = -1, -2

COUNTING = """
(WITH candidate AS MATERIALIZED (
    SELECT facets, offered @> %s::date AS now FROM organisations_searchentry WHERE {condition} LIMIT {limit}
)
SELECT %s, number, count(*) FROM (SELECT unnest(facets) AS number FROM candidate) AS each GROUP BY number
UNION ALL SELECT %s, {total}, count(*) FROM candidate
UNION ALL SELECT %s, {now}, count(*) FROM candidate WHERE now)"""


@dataclass(frozen=True)
class Tally:
    """The counts of one selection; `limit` is where counting stopped, None if it did not."""

    by_number: dict
    limit: int | None = None

    @property
    def capped(self):
        return self.limit is not None and self.by_number[TOTAL] > self.limit

    @property
    def total(self):
        return self.of(TOTAL)

    def of(self, number):
        found = self.by_number.get(number, 0)
        return min(found, self.limit) if self.limit else found


@dataclass(frozen=True)
class Counts:
    """The tally of the hits under "", and of each facet that is chosen from, counted as if it were not."""

    tallies: dict

    @property
    def total(self):
        return self.tallies[""].total

    @property
    def total_capped(self):
        return self.tallies[""].capped

    @property
    def now(self):
        return self.of_group(facets.NOW).of(NOW)

    def of(self, number):
        return self.of_group(facets.group_of(number).key).of(number)

    def of_group(self, key):
        return self.tallies.get(key, self.tallies[""])


def counts(question, version):
    whole = whole_list(question.kind, question.today, version)
    selections = {"": question} | {key: replace(question, choices=rest) for key, rest in question.choices.others()}
    narrow = {key: one for key, one in selections.items() if one.words or one.choices}
    return Counts(dict.fromkeys(selections, whole) | (tallies(narrow, COUNTED) if narrow else {}))


@lru_cache(16)
def whole_list(kind, today, version):
    """The tally of a whole list, kept as long as the directory's version lasts."""
    return tallies({"": Question(kind, facets.Choices(), today)}, None)[""]


def tallies(questions, limit):
    """A tally for each question, all in one statement."""
    parts, params = [], []
    for key, question in questions.items():
        condition, values = question.condition
        stop = "ALL" if limit is None else limit + 1
        parts.append(COUNTING.format(condition=condition, limit=stop, total=TOTAL, now=NOW))
        params += [question.today, *values, key, key, key]
    counted = {key: {} for key in questions}
    for key, number, n in rows(" UNION ALL ".join(parts), params):
        counted[key][number] = n
    return {key: Tally(by_number, limit) for key, by_number in counted.items()}
