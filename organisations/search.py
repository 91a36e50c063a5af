"""Hits and counts. One GIN index answers the words and the facets of a query together.

Ranking looks at the first RANKED candidates and counting at the first COUNTED: in a city both are all there are, and
in a country no query grows beyond them.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from . import facets

RANKED = 2_000
COUNTED = 10_000
TOTAL, NOW = -1, -2

ORDER = {
    "name": "name_key, id",
    "bestaetigt": "confirmed_on DESC NULLS LAST, name_key, id",
}


@dataclass(frozen=True)
class Question:
    """What is looked for: organisations or offers, with which choices, on which day, with which words."""

    kind: int
    choices: facets.Choices
    today: object
    words: str = ""
    certain: str = ""
    # Entries that match most of these come first.
    favourites: tuple = ()

    def condition(self, choices=None):
        """SQL and parameters of the rows that answer it, under other choices if given."""
        choices = self.choices if choices is None else choices
        parts, params = ["kind = %s"], [self.kind]
        if self.words:
            parts, params = [*parts, "document @@ %s::tsquery"], [*params, self.words]
        for group in choices.groups:
            parts, params = [*parts, "facets && %s::int[]"], [*params, choices.of(group)]
        if choices.now:
            parts, params = [*parts, "offered @> %s::date"], [*params, self.today]
        return " AND ".join(parts), params


@dataclass(frozen=True)
class Counts:
    """How many entries each facet value has under the other choices; `capped` where there are more than counted."""

    by_number: dict
    capped_groups: frozenset

    @property
    def total(self):
        return min(self.by_number.get(TOTAL, 0), COUNTED)

    @property
    def total_capped(self):
        return self.by_number.get(TOTAL, 0) > COUNTED

    def of(self, number):
        return self.by_number.get(number, 0)

    def is_capped(self, group):
        return group in self.capped_groups


@dataclass(frozen=True)
class Found:
    organisation_id: int
    offer_id: int | None
    facets: list


def hits(question, sort, limit, offset=0):
    """The hits, best first; `sort` is a key of ORDER, anything else means by relevance."""
    condition, params = question.condition()
    if sort in ORDER or not question.words:
        order, more = ORDER.get(sort, ORDER["name"]), []
    else:
        order, more = relevance(question)
        condition += f" LIMIT {RANKED}"
    statement = f"""
        SELECT organisation_id, offer_id, facets
        FROM (SELECT * FROM organisations_searchentry WHERE {condition}) AS candidate
        ORDER BY {order} LIMIT %s OFFSET %s"""
    return [Found(*row) for row in rows(statement, [*params, *more, limit, offset])]


def relevance(question):
    """Entries with most of the words first, then those that have the very words, in names before texts."""
    several = "".join(" + 10 * (document @@ %s::tsquery)::int" for _favourite in question.favourites)
    rank = f"2 * ts_rank(document, %s::tsquery, 1) + ts_rank(document, %s::tsquery, 1){several}"
    return f"{rank} DESC, name_key, id", [question.certain or question.words, question.words, *question.favourites]


def reachable(question, sort, counts):
    """How many hits pages lead to: a relevance order knows only its candidates."""
    return min(counts.total, RANKED) if question.words and sort not in ORDER else counts.total


def counts(question, version):
    """The counts under this question; those of the whole list are kept as long as the directory's version lasts."""
    if not question.words and not question.choices:
        return counts_of_everything(question, version)
    return count(question)


@lru_cache(16)
def counts_of_everything(question, version):
    return count(question)


COUNTING = """
(WITH candidate AS MATERIALIZED (
    SELECT facets, offered @> %s::date AS now FROM organisations_searchentry WHERE {condition} LIMIT {limit}
)
SELECT %s, number, count(*) FROM candidate, unnest(facets) AS number WHERE number BETWEEN %s AND %s GROUP BY number
UNION ALL SELECT %s, {total}, count(*) FROM candidate
UNION ALL SELECT %s, {now}, count(*) FROM candidate WHERE now)"""


def count(question):
    """Counts every facet value in one statement: a facet that is chosen from is counted as if it were not."""
    chosen = question.choices
    scopes = [("", chosen, 0, facets.END)]
    scopes += [(group.key, chosen.without(group), group.start, group.start + facets.SPAN) for group in chosen.groups]
    scopes += [(facets.NOW, facets.Choices(chosen.numbers), 0, 0)] * chosen.now
    parts, params = [], []
    for key, choices, start, end in scopes:
        condition, values = question.condition(choices)
        parts.append(COUNTING.format(condition=condition, limit=COUNTED + 1, total=TOTAL, now=NOW))
        params += [question.today, *values, key, start, end, key, key]
    return merged(rows(" UNION ALL ".join(parts), params), {key for key, *_rest in scopes})


def merged(found, scopes):
    """Takes each facet's counts from its own scope, or from the common one."""
    counted = {(scope, number): n for scope, number, n in found}
    by_number = {number: n for scope, number, n in found if scope == scope_of(number, scopes)}
    capped = {group for group in facets.GROUPS if counted[(group.key if group.key in scopes else "", TOTAL)] > COUNTED}
    return Counts(by_number, frozenset(capped))


def scope_of(number, scopes):
    """The key of the scope in which a number is counted; "" is the common one."""
    if number == NOW:
        key = facets.NOW
    else:
        key = next((group.key for group in facets.GROUPS if group.has(number)), "")
    return key if key in scopes else ""


def rows(statement, params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


ALIKE = """
SELECT organisation_id
FROM (
    SELECT organisation_id, name_key, facets FROM organisations_searchentry
    WHERE kind = 1 AND facets && %s::int[] AND organisation_id <> %s LIMIT 500
) AS candidate
ORDER BY (SELECT count(*) FROM unnest(facets) AS number WHERE number = ANY(%s::int[])) DESC, name_key
LIMIT %s
"""


def alike(organisation_id, numbers, limit):
    """Ids of the organisations that share most of these facet values."""
    return [pk for (pk,) in rows(ALIKE, [numbers, organisation_id, numbers, limit])] if numbers else []
