"""Hits: what is looked for, and the entries that answer it, best first.

Ranking looks at the first RANKED candidates: in a city these are all there are, and in a country no frequent word
takes longer than that.
"""

from dataclasses import dataclass

from django.db import connection

from . import facets
from .models import SearchEntry

RANKED = 2_000

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

    @property
    def condition(self):
        """SQL and parameters of the rows that answer it."""
        parts, params = ["kind = %s"], [self.kind]
        if self.words:
            parts, params = [*parts, "document @@ %s::tsquery"], [*params, self.words]
        for group in self.choices.groups:
            parts, params = [*parts, "facets && %s::int[]"], [*params, self.choices.of(group)]
        if self.kind == SearchEntry.Kind.OFFER:
            # Offers end at midnight, whether or not anything is written anew.
            parts, params = [*parts, "coalesce(upper(offered) > %s::date, true)"], [*params, self.today]
        if self.choices.now:
            parts, params = [*parts, "offered @> %s::date"], [*params, self.today]
        return " AND ".join(parts), params


@dataclass(frozen=True)
class Found:
    organisation_id: int
    offer_id: int | None
    facets: list


def hits(question, sort, limit, offset=0):
    """The hits, best first; `sort` is a key of ORDER, anything else means by relevance."""
    condition, params = question.condition
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


def rows(statement, params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


ALIKE = """
SELECT organisation_id
FROM (
    SELECT organisation_id, name_key, facets FROM organisations_searchentry
    WHERE kind = %s AND facets && %s::int[] AND organisation_id <> %s LIMIT 500
) AS candidate
ORDER BY (SELECT count(*) FROM unnest(facets) AS number WHERE number = ANY(%s::int[])) DESC, name_key
LIMIT %s
"""


def alike(organisation_id, numbers, limit):
    """Ids of the organisations that share most of these facet values."""
    return (
        [pk for (pk,) in rows(ALIKE, [SearchEntry.Kind.ORGANISATION, numbers, organisation_id, numbers, limit])]
        if numbers
        else []
    )
