"""How well the search finds what people look for, measured with judged pairs of queries and entries."""

import csv
from collections import defaultdict
from dataclasses import dataclass

from .facets import Choices
from .models import DirectoryVersion, Organisation, SearchEntry
from .results import Request, Results

AT = 10


@dataclass(frozen=True)
class Judgement:
    kind: str
    query: str
    names: tuple


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1: how much of the wanted is among the first ten; 1 divided by the first wanted's rank."""

    judgement: Judgement
    recall: float
    reciprocal_rank: float
    missing: tuple


def read(path):
    """Judged pairs from a CSV file with the columns kind, query, entries (names separated by " | ")."""
    with open(path, encoding="utf-8", newline="") as file:
        return [
            Judgement(row["kind"], row["query"], tuple(row["entries"].split(" | "))) for row in csv.DictReader(file)
        ]


def evaluate(judgements):
    """A Score for each judgement, from the same search that the public list uses."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    version = DirectoryVersion.current()
    return [score(judgement, first_ten(judgement.query, version), names) for judgement in judgements]


def first_ten(query, version):
    results = Results(SearchEntry.Kind.ORGANISATION, "", Request(query, Choices(), "relevanz", 1), version)
    return [hit.organisation_id for hit in results.found[:AT]]


def score(judgement, found, names):
    shown = [names[pk] for pk in found]
    wanted = set(judgement.names)
    ranks = [rank for rank, name in enumerate(shown, 1) if name in wanted]
    return Score(
        judgement,
        len(wanted & set(shown)) / min(len(wanted), AT),
        1 / ranks[0] if ranks else 0.0,
        tuple(sorted(wanted - set(shown))),
    )


def by_kind(scores):
    """(kind, number, recall, mean reciprocal rank) per kind of query, and for all together last."""
    groups = defaultdict(list)
    for one in scores:
        groups[one.judgement.kind].append(one)
    yield from ((kind, *means(group)) for kind, group in sorted(groups.items()))
    yield ("all", *means(scores))


def means(scores):
    return (
        len(scores),
        sum(s.recall for s in scores) / len(scores),
        sum(s.reciprocal_rank for s in scores) / len(scores),
    )
