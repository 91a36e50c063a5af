"""Synthetic associations by the hundred thousand, to measure the search far beyond a city.

Texts are drawn from the demo directory's words, frequent ones often, so that queries meet realistic crowds; names are
made of syllables, so that the lexicon grows with the number of entries. The same number gives the same entries.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction

from . import demonstration, facets, indexing, words
from .models import DirectoryVersion, Language, Organisation, Quarter, SearchWord, TargetGroup, Topic

SOURCE = "Messung (erfunden)"
BATCH = 5_000
NEXT_ID = "SELECT setval(pg_get_serial_sequence('organisations_organisation', 'id'), %s)"
SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa si ta".split()
)
KINDS_OF_NAME = "Kulturverein Elternverein Frauentreff Sportverein Bildungswerk Nachbarschaftstreff Chor".split()
COLUMNS = (
    "id uuid slug kind state name short_name native_name department legal_form register_court register_number summary"
    " description community district_id quarter_id address_public street postcode city rooms hours_note access_note"
    " website social_links logo logo_alt source basis confirmed_on created_at changed_at"
).split()
ENTRY_COLUMNS = "kind organisation_id name_key confirmed_on facets offered document".split()
THROUGH = {"topics": "topic_id", "target_groups": "targetgroup_id", "languages": "language_id"}


class NotEmpty(Exception):
    """The database holds organisations that were not made for measuring."""


@dataclass
class Materials:
    """What entries are made of: words with their frequency, and the ids of places and terms."""

    words: list
    weights: list
    quarters: list
    terms: dict

    @classmethod
    def gather(cls):
        texts = [text for facts in demonstration.associations() for text in german_texts(facts)]
        counted = Counter(word for text in texts for word in words.words(text))
        terms = {name: list(model.objects.values_list("pk", flat=True)) for name, model in TERMS.items()}
        quarters = list(Quarter.objects.values_list("pk", "district_id"))
        return cls(list(counted), list(counted.values()), quarters, terms)


TERMS = {"topics": Topic, "target_groups": TargetGroup, "languages": Language}


def german_texts(facts):
    yield from (facts["summary"]["de"], facts["description"]["de"])
    yield from (offer[field]["de"] for offer in facts["offers"] for field in ("title", "text"))


@dataclass
class Entry:
    number: int
    name: str
    summary: str
    description: str
    place: tuple
    terms: dict
    confirmed_on: date


def fill(total, report=lambda done: None):
    """Adds synthetic associations until there are `total`; refuses beside any others but the starting content."""
    if Organisation.objects.exclude(source__in=[SOURCE, "Seite der Stadt Darmstadt"]).exists():
        raise NotEmpty
    materials, start = Materials.gather(), Organisation.objects.filter(source=SOURCE).count()
    for first in range(start, total, BATCH):
        write([make(number, materials) for number in range(first, min(first + BATCH, total))])
        report(min(first + BATCH, total))
    indexing.recount()
    DirectoryVersion.renew()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def make(number, materials):
    random = Random(number)
    made_up = "".join(random.choice(SYLLABLES) for _syllable in range(4)).capitalize()
    drawn = random.choices(materials.words, materials.weights, k=55)
    return Entry(
        number=number,
        name=f"{made_up} {random.choice(KINDS_OF_NAME)} {random.choice(materials.words)}",
        summary=" ".join(drawn[:12]),
        description=" ".join(drawn[12:]),
        place=random.choice(materials.quarters),
        terms={name: draw(random, ids) for name, ids in materials.terms.items()},
        confirmed_on=date(2026, 11, 1) - timedelta(days=random.randrange(700)),
    )


def draw(random, ids):
    """One to four terms; the first of a vocabulary are the frequent ones, as in life."""
    return sorted({ids[int(len(ids) * random.random() ** 2)] for _draw in range(random.randint(1, 4))})


@transaction.atomic
def write(made):
    base = (Organisation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    numbered = [(base + position, entry) for position, entry in enumerate(made)]
    copy("organisations_organisation", COLUMNS, (organisation_row(pk, entry) for pk, entry in numbered))
    for name, column in THROUGH.items():
        table = getattr(Organisation, name).through._meta.db_table
        rows = ((pk, term) for pk, entry in numbered for term in entry.terms[name])
        copy(table, ["organisation_id", column], rows)
    copy("organisations_searchentry", ENTRY_COLUMNS, (entry_row(pk, entry) for pk, entry in numbered))
    learn(made)
    with connection.cursor() as cursor:
        cursor.execute(NEXT_ID, [base + len(made)])


def organisation_row(pk, entry):
    quarter, district = entry.place
    empty = ""
    values = {name: empty for name in COLUMNS} | {
        "id": pk,
        "uuid": uuid.UUID(int=entry.number + 1),
        "slug": f"messung-{entry.number}",
        "kind": "association",
        "state": "published",
        "name": entry.name,
        "legal_form": "ev",
        "summary": entry.summary[:200],
        "description": entry.description,
        "district_id": district,
        "quarter_id": quarter,
        "address_public": True,
        "social_links": [],
        "source": SOURCE,
        "basis": "public",
        "confirmed_on": entry.confirmed_on,
        "created_at": "2026-11-01",
        "changed_at": "2026-11-01",
    }
    return [values[name] for name in COLUMNS]


def entry_row(pk, entry):
    quarter, district = entry.place
    groups = {"topics": facets.TOPIC, "target_groups": facets.TARGET_GROUP, "languages": facets.LANGUAGE}
    numbers = [groups[name].number(term) for name, terms in entry.terms.items() for term in terms]
    numbers += [facets.DISTRICT.number(int(district)), facets.QUARTER.number(int(quarter)), facets.KIND.number(0)]
    texts = (("A", [entry.name]), ("C", [entry.summary]), ("D", [entry.description]))
    offered = "{[2026-01-01,2027-12-31)}" if entry.number % 3 else "{}"
    document = indexing.document(texts, numbers)
    return (1, pk, words.folded(entry.name), entry.confirmed_on, sorted(numbers), offered, document)


def learn(made):
    texts = (text for entry in made for text in (entry.name, entry.summary, entry.description))
    used = {word for text in texts for word in words.words(text)}
    found = (
        (spelling, lexeme, word)
        for word in used
        for spelling in words.spellings(word)
        for lexeme in words.lexemes(word)
    )
    indexing.learn(SearchWord.Origin.TEXT, found)


def copy(table, columns, rows):
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)
