"""Writes what the search reads. Only what every visitor may see comes in here.

Whoever changes an entry calls `index([pk])`; whoever changes a vocabulary or synonyms calls `index_terms()`.
`manage.py reindex` makes everything anew.
"""

from collections import defaultdict
from datetime import timedelta
from itertools import chain

from django.db import connection, transaction
from django.db.models import Prefetch, Value
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from . import facets, words
from .models import (
    Contact,
    DirectoryVersion,
    Language,
    Offer,
    Organisation,
    SearchEntry,
    SearchWord,
    Synonym,
    TargetGroup,
    Topic,
    UnpublishedEntry,
)
from .models.fields import NameKey

Origin = SearchWord.Origin
COLUMNS = ("origin", "word", "lexeme", "shown", "entries")
BATCH = 500
# PostgreSQL keeps at most 256 positions of a lexeme and none beyond 16,383.
LAST_POSITION = 16_383


@transaction.atomic
def index(pks):
    """Writes the entries of these organisations anew; what is no longer public vanishes from the search."""
    # Two people who save the same entry wait for each other here instead of writing it twice.
    locked = Organisation.objects.select_for_update().filter(pk__in=list(pks)).order_by("pk")
    pks = list(locked.values_list("pk", flat=True))
    former = lexemes_of(pks)
    write(pks)
    forget(former - lexemes_of(pks))
    DirectoryVersion.renew()


def write(pks):
    SearchEntry.objects.filter(organisation__in=pks).delete()
    UnpublishedEntry.objects.filter(organisation__in=pks).delete()
    UnpublishedEntry.objects.bulk_create(map(unpublished, facts_of(unpublished_organisations(pks))))
    organisations = facts_of(Organisation.objects.published().filter(pk__in=pks))
    SearchEntry.objects.bulk_create(chain.from_iterable(map(entries, organisations)))
    learn(Origin.TEXT, chain.from_iterable(map(vocables, organisations)))
    learn(Origin.SOUND, chain.from_iterable(map(sounds, organisations)))


@transaction.atomic
def index_terms():
    """Brings the words of the vocabularies and the office's synonyms up to date; most stay as they are."""
    # Two people who save their words at the same time wait for each other here.
    DirectoryVersion.renew()
    listed = SearchWord.objects.filter(origin__in=[Origin.TERM, Origin.SYNONYM])
    known = {tuple(row): pk for pk, *row in listed.values_list("pk", *COLUMNS)}
    wanted = set(counted(Origin.TERM, chain.from_iterable(map(term_words, term_groups()))))
    wanted.update(counted(Origin.SYNONYM, chain.from_iterable(map(synonym_words, Synonym.objects.all()))))
    SearchWord.objects.filter(pk__in=[pk for row, pk in known.items() if row not in wanted]).delete()
    add(wanted - known.keys())


@transaction.atomic
def reindex(report=lambda done: None):
    """Writes the whole search anew; `report` is called with the number of organisations done so far."""
    SearchWord.objects.all().delete()
    SearchEntry.objects.all().delete()
    pks = list(Organisation.objects.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        write(pks[start : start + BATCH])
        report(min(start + BATCH, len(pks)))
    recount()
    index_terms()


def lexemes_of(pks):
    """All lexemes that the entries of these organisations carry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(tsvector_to_array(document)) FROM organisations_searchentry"
            " WHERE organisation_id = ANY(%s)",
            [pks],
        )
        return {lexeme for (lexeme,) in cursor.fetchall()}


FORGET = """
DELETE FROM organisations_searchword AS word
WHERE lexeme = ANY(%s) AND origin = ANY(%s)
  AND NOT EXISTS (SELECT FROM organisations_searchentry WHERE document @@ quote_literal(word.lexeme)::tsquery)
"""


def forget(lexemes):
    """Takes words out of the lexicon that no entry has any more, so that nobody is offered a withdrawn name."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [sorted(lexemes), [Origin.TEXT, Origin.SOUND]])


RECOUNT = """
UPDATE organisations_searchword AS word SET entries = counted.ndoc
FROM ts_stat('SELECT document FROM organisations_searchentry') AS counted
WHERE counted.word = word.lexeme AND word.origin = %s
"""


def recount():
    """How many entries have each word, for the order of guesses."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [Origin.TEXT])


def facts_of(organisations):
    """The organisations with exactly those relations that everybody may see once they are published."""
    terms = ("languages", "topics", "target_groups")
    offers = Offer.objects.current().prefetch_related(*terms)
    return organisations.select_related("district", "quarter").prefetch_related(
        *terms, Prefetch("offers", offers), Prefetch("contacts", Contact.objects.public())
    )


def unpublished_organisations(pks):
    """What only the office may find; entries that were merged are found by the one they were merged into."""
    hidden = Organisation.objects.exclude(state__in=[Organisation.State.PUBLISHED, Organisation.State.MERGED])
    return hidden.filter(pk__in=pks)


def unpublished(organisation):
    """For the office's own search; its words never come into the lexicon."""
    texts, numbers = (
        organisation_texts(organisation, organisation.offers.all()),
        facets.organisation_numbers(organisation),
    )
    return UnpublishedEntry(organisation=organisation, document=document(texts, numbers))


def entries(organisation):
    offers = list(organisation.offers.all())
    own = set(facets.organisation_numbers(organisation))
    offered = set(chain.from_iterable(map(facets.term_numbers, offers)))
    yield entry(
        organisation,
        kind=SearchEntry.Kind.ORGANISATION,
        name=organisation.name,
        facets=sorted(own | offered),
        offered=Multirange(map(days, offers)),
        document=document(organisation_texts(organisation, offers), own | offered),
    )
    for offer in offers:
        numbers = offer_numbers(offer, organisation)
        yield entry(
            organisation,
            kind=SearchEntry.Kind.OFFER,
            offer=offer,
            name=offer.title,
            facets=sorted(numbers),
            offered=Multirange([days(offer)]),
            document=document(offer_texts(offer, organisation), numbers),
        )


def entry(organisation, name, **fields):
    return SearchEntry(
        organisation=organisation, confirmed_on=organisation.confirmed_on, name_key=NameKey(Value(name)), **fields
    )


def offer_numbers(offer, organisation):
    """An offer's own terms, with the organisation's place and kind; languages are inherited where it names none."""
    numbers = set(facets.term_numbers(offer)) | set(facets.place_numbers(organisation))
    numbers.add(facets.KIND.number(facets.KINDS.index(organisation.kind)))
    if not any(map(facets.LANGUAGE.has, numbers)):
        numbers |= {facets.LANGUAGE.number(language.pk) for language in organisation.languages.all()}
    return numbers


def days(offer):
    end = offer.active_to + timedelta(days=1) if offer.active_to else None
    return Range(offer.active_from, end, "[)")


def texts(thing, field):
    """The field in every language it is written in."""
    return [getattr(thing, field), *(text for key, text in (thing.i18n or {}).items() if is_translation(key, field))]


def is_translation(key, field):
    return key.rpartition("_")[0] == field


def organisation_texts(organisation, offers):
    """What the entry says, by weight: A the names, B its offers, C in short, D everything else that is public."""
    yield "A", [*name_texts(organisation), *abbreviations(organisation)]
    yield "B", chain.from_iterable(texts(offer, "title") for offer in offers)
    yield "C", [*texts(organisation, "summary"), *texts(organisation, "community")]
    yield "D", [*texts(organisation, "description"), *place_texts(organisation)]
    yield "D", chain.from_iterable(texts(contact, "role") for contact in organisation.contacts.all())
    yield "D", chain.from_iterable(texts(offer, "text") + texts(offer, "when") for offer in offers)


def name_texts(organisation):
    return [*texts(organisation, "name"), organisation.short_name, organisation.native_name]


def abbreviations(organisation):
    """The short name in one piece ("MK 07" as "MK07") and the initials of the name."""
    return ["".join(words.words(organisation.short_name)), words.initials(organisation.name)]


def place_texts(organisation):
    places = [place for place in (organisation.district, organisation.quarter) if place]
    street = [organisation.street] if organisation.has_public_address else []
    return [*chain.from_iterable(texts(place, "name") for place in places), *street]


def offer_texts(offer, organisation):
    yield "A", texts(offer, "title")
    yield "B", name_texts(organisation)
    yield "C", texts(offer, "text")
    yield "D", [*texts(offer, "when"), *texts(offer, "where"), *place_texts(organisation)]


def document(weighted_texts, numbers):
    """The search document as PostgreSQL reads a tsvector: 'lexeme':position+weight.

    Words of weight D go without position, which ranks the same and keeps the rows narrow.
    """
    places, position = defaultdict(list), 0
    for weight, passages in weighted_texts:
        for word in chain.from_iterable(words_of(weight, passage) for passage in passages):
            position += 1
            for lexeme in words.lexemes(word):
                places[lexeme] += [f"{min(position, LAST_POSITION)}{weight}"] if weight != "D" else []
    for number in numbers:
        places[facets.lexeme(number)] += []
    return " ".join(
        f"'{lexeme}':{','.join(found[:256])}" if found else f"'{lexeme}'" for lexeme, found in places.items()
    )


def vocables(organisation):
    """The lexicon's rows for every word of the entry."""
    for weight, passages in organisation_texts(organisation, organisation.offers.all()):
        for word in {word for passage in passages for word in words_of(weight, passage)}:
            yield from rows_of(word)


def words_of(weight, passage):
    """Names with every word, texts without fillers: "der" must not answer to the Turkish "ders"."""
    return words.words(passage) if weight == "A" else words.meaningful(passage)


def rows_of(word):
    """(word as it is looked up, lexeme, how it is written)"""
    return [(spelling, lexeme, word) for spelling in words.spellings(word) for lexeme in words.lexemes(word)]


def sounds(organisation):
    """(sound, lexeme, word) for every word of the names; marked by whether the word is written in Latin letters."""
    for word in set(chain.from_iterable(map(words.words, name_texts(organisation)))):
        if sound := words.sound(words.folded(word)):
            yield from ((sound_key(sound, words.is_latin(word)), lexeme, word) for lexeme in words.lexemes(word))


def sound_key(sound, latin):
    return f"~{'l' if latin else 'n'}{sound}"


def term_groups():
    for group, model in ((facets.LANGUAGE, Language), (facets.TOPIC, Topic), (facets.TARGET_GROUP, TargetGroup)):
        yield from ((group, term) for term in model.objects.all())


def term_words(group_and_term):
    group, term = group_and_term
    lexeme = facets.lexeme(group.number(term.pk))
    synonyms = chain.from_iterable(text.splitlines() for text in texts(term, "synonyms"))
    for phrase in chain(texts(term, "name"), synonyms, [getattr(term, "native", "")]):
        yield from ((spelling, lexeme, phrase) for spelling in phrase_spellings(phrase))


def synonym_words(synonym):
    """Each spelling leads to the group, and the group to all its lexemes; a word by itself is no group."""
    lexemes = {phrase: lexeme for phrase in synonym.words.splitlines() if (lexeme := phrase_lexeme(phrase))}
    group = group_key(synonym)
    for phrase, lexeme in lexemes.items() if len(lexemes) > 1 else ():
        yield group, lexeme, phrase
        yield from ((spelling, group, phrase) for spelling in phrase_spellings(phrase))


def group_key(synonym):
    return f"~g{synonym.pk}"


def phrase_spellings(phrase):
    """The phrase as it is looked up: folded words with single spaces, without fillers; ae, oe, ue also as umlauts."""
    variants = [words.spellings(word) for word in words.meaningful(phrase) if words.spellings(word)]
    return {" ".join(max(word, key=len) for word in variants), " ".join(min(word, key=len) for word in variants)} - {""}


def phrase_lexeme(phrase):
    return "&".join(min(words.lexemes(word)) for word in words.meaningful(phrase) if words.lexemes(word))


def learn(origin, found):
    """Adds words to the lexicon; those that it has already stay as they are until the next recount."""
    add(counted(origin, found))


def counted(origin, found):
    """Rows of the lexicon in the order of COLUMNS, each word and lexeme once."""
    counts, shown = defaultdict(int), {}
    for word, lexeme, written in found:
        counts[word, lexeme] += 1
        shown.setdefault((word, lexeme), written)
    return [(origin.value, *key, shown[key], entries) for key, entries in counts.items()]


def add(rows):
    # Sorted, so that two who add the same words do not wait for each other in a circle.
    made = [SearchWord(**dict(zip(COLUMNS, row, strict=True))) for row in sorted(rows)]
    SearchWord.objects.bulk_create(made, ignore_conflicts=True)
