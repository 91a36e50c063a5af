"""Writes what the rows of a list would make of the directory into it. The history is kept by the database."""

from itertools import chain, count

from .. import indexing
from ..demonstration import slug_of
from ..models import Contact, FormerSlug, Organisation
from .columns import COLUMNS
from .rows import TERMS

BATCH = 250
LONGEST_BASE = 110  # characters of an address before its number


def batches(things):
    return [things[start : start + BATCH] for start in range(0, len(things), BATCH)]


def save(drafts, user, progress):
    """Saves the drafts and writes them into the search; `progress` advances by two for each."""
    for draft in drafts:
        if "confirmed_on" in draft.changes:
            draft.organisation.confirmed_by = user
    new = [draft for draft in drafts if draft.is_new]
    give_addresses([draft.organisation for draft in new])
    for work, some in ((create, new), (update, [draft for draft in drafts if not draft.is_new])):
        for batch in batches(some):
            work(batch)
            progress.advance(len(batch))
    for batch in batches([draft.organisation.pk for draft in drafts]):
        indexing.index(batch)
        progress.advance(len(batch))


def create(drafts):
    Organisation.objects.bulk_create(draft.organisation for draft in drafts)
    Contact.objects.bulk_create(draft.contact for draft in drafts if draft.contact)
    for name in TERMS:
        field = Organisation._meta.get_field(name)
        through, column = getattr(Organisation, name).through, field.m2m_reverse_field_name()
        through.objects.bulk_create(
            through(organisation=draft.organisation, **{column: term})
            for draft in drafts
            for term in draft.terms.get(name, ())
        )


def update(drafts):
    for draft in drafts:
        filled = {COLUMNS[code] for code in draft.changes}
        own = {column.field for column in filled if not column.of_contact} - set(TERMS)
        own |= {"confirmed_by"} if "confirmed_on" in own else set()
        draft.organisation.save(update_fields=[*own, "changed_at"])
        for name in TERMS:
            if name in draft.changes:
                getattr(draft.organisation, name).set(draft.terms[name])
        update_contact(draft.contact, [column.field for column in filled if column.of_contact])


def update_contact(contact, fields):
    if fields:
        contact.save(update_fields=fields if contact.pk else None)


def give_addresses(organisations):
    """Addresses in the portal that are and were nobody else's."""
    bases = [slug_of(organisation.name) or "eintrag" for organisation in organisations]
    taken = taken_of(bases)
    for organisation, base in zip(organisations, bases, strict=True):
        numbered = (f"{base[:LONGEST_BASE]}-{number}" for number in count(2))
        organisation.slug = next(one for one in chain([base], numbered) if is_free(one, base, taken))
        taken.add(organisation.slug)


def is_free(slug, base, taken):
    return slug not in taken and (slug == base or not taken_of([slug]))


def taken_of(slugs):
    present = Organisation.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {*present, *FormerSlug.objects.filter(slug__in=slugs).values_list("slug", flat=True)}
