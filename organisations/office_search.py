"""The office's search: what residents find, and besides it what only staff may see."""

from django.db.models import Q
from django.http import QueryDict

from . import facets, search, words
from .models import DirectoryVersion, Organisation, SearchEntry
from .results import Request, Results
from .understanding import MAX_TYPED, quoted, understand

FIRST = 500
UNPUBLISHED = """
SELECT organisation_id FROM organisations_unpublishedentry
WHERE document @@ %s::tsquery ORDER BY ts_rank(document, %s::tsquery) DESC, organisation_id LIMIT %s
"""


def find(typed):
    """Ids of organisations: those with this very number, person or address, then what residents find, then the rest."""
    typed = " ".join(typed.replace("\0", " ").split())[:MAX_TYPED]
    return list(dict.fromkeys([*by_identifiers(typed), *published(typed), *unpublished(typed)])) if typed else []


def published(typed):
    """Exactly what the public list answers to the same words."""
    version = DirectoryVersion.current()
    request = Request.of(QueryDict.fromkeys(["q"], typed), facets.vocabulary(version))
    results = Results(SearchEntry.Kind.ORGANISATION, "", request, version)
    return [hit.organisation_id for hit in search.hits(results.question, request.sort, FIRST)]


def unpublished(typed):
    """Entries that have every word, as it is, as a beginning, or as the directory understands it."""
    asked = [word_query(word) for word in words.meaningful(typed)]
    if not asked or not all(asked):
        return []
    query = "&".join(asked)
    return [pk for (pk,) in search.rows(UNPUBLISHED, [query, query, FIRST])]


def word_query(word):
    known = {lexeme for asked in understand(word).asked for lexeme in asked.lexemes}
    options = [*map(quoted, sorted(known)), *(f"'{stem}':*" for stem in sorted(words.lexemes(word)))]
    return f"({'|'.join(options)})" if options else ""


def by_identifiers(typed):
    """Register number, and the people and addresses of all contacts, internal ones too."""
    wanted = Q()
    for fact in ("register_number", "contacts__person", "contacts__email", "contacts__phone"):
        wanted |= Q(**{f"{fact}__icontains": typed})
    return Organisation.objects.filter(wanted).values_list("pk", flat=True).distinct()[:FIRST]
