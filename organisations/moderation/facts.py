"""An entry as plain values that JSON can hold, and the way back.

A fact has a key (thing, field). The thing is "" for the organisation, "contact:<id>" or "offer:<uuid>" for a part of
it; "contact:new-<hex>" and "offer:new-<hex>" are parts that do not exist yet. The field "" stands for a whole part: its
value is {field: value}, or None where there is none. Translations are fields with the language behind an underscore.
Places and terms are given by their codes, days and times in ISO format, the logo by its path in the storage.
"""

from datetime import date, time

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models

from ..models import Contact, Offer, OpeningHours, Organisation

PLAIN = (
    *("name", "short_name", "native_name", "department", "legal_form", "founded", "register_court", "register_number"),
    *("website", "social_links", "summary", "description", "community", "topics", "target_groups", "languages"),
    *("district", "quarter", "address_public", "street", "postcode", "city", "rooms"),
    *("step_free", "accessible_toilet", "hearing_loop", "access_note", "hours_note", "logo", "logo_alt"),
)
OPENING_HOURS = "opening_hours"
PARTS = {
    "contact": (Contact, ("role", "person", "phone", "email", "fax", "languages", "public")),
    "offer": (
        Offer,
        (
            *("title", "text", "topics", "target_groups", "languages", "when", "where", "online"),
            *("active_from", "active_to", "cost", "cost_note", "childcare"),
        ),
    ),
}
KEYS = {"contact": "pk", "offer": "uuid"}
# Of a trusted association these are published at once.
LOW_RISK = (OPENING_HOURS, "hours_note")


def read(organisation):
    """All facts of the entry, parts field by field: {key: value}."""
    found = {("", name): value(organisation, name) for name in fields_of("")}
    found[("", OPENING_HOURS)] = [row_value(row) for row in organisation.opening_hours.all()]
    for thing, part in parts(organisation):
        found |= {(thing, name): value(part, name) for name in fields_of(thing)}
    return found


def parts(organisation):
    """(thing, contact or offer) for each of the entry's parts, in the order in which residents see them."""
    for contact in organisation.contacts.prefetch_related("languages"):
        yield f"contact:{contact.pk}", contact
    for offer in organisation.offers.prefetch_related("topics", "target_groups", "languages"):
        yield f"offer:{offer.uuid}", offer


def kind_of(thing):
    """ "contact", "offer", or "" for the organisation."""
    return thing.partition(":")[0]


def is_new(thing):
    return thing.partition(":")[2].startswith("new-")


def model_of(thing):
    return PARTS[kind_of(thing)][0] if thing else Organisation


def plain_fields(thing):
    return PARTS[kind_of(thing)][1] if thing else PLAIN


def fields_of(thing):
    """The names of the thing's fields, those in German first."""
    return (*plain_fields(thing), *translated_fields(thing))


def translated_fields(thing):
    texts = model_of(thing)._meta.get_field("i18n").fields
    return tuple(f"{name}_{code}" for code in settings.MODELTRANS_AVAILABLE_LANGUAGES for name in texts)


def split(thing, name):
    """(field, language) of a field's name; the language of a German text is ""."""
    text, _separator, code = name.rpartition("_")
    return (text, code) if name in translated_fields(thing) else (name, "")


def find(organisation, thing):
    """The organisation itself or its part; None if it does not exist (any more)."""
    if not thing:
        return organisation
    kind, key = thing.split(":", 1)
    relation = {"contact": organisation.contacts, "offer": organisation.offers}[kind]
    try:
        return None if is_new(thing) else relation.get(**{KEYS[kind]: key})
    except (ObjectDoesNotExist, ValueError, ValidationError):
        return None


def whole(part):
    """All of a part as one value."""
    thing = "contact:" if isinstance(part, Contact) else "offer:"
    return {name: found for name in fields_of(thing) if (found := value(part, name)) not in (None, "", [])}


def value(thing, name):
    """One fact of an organisation, contact or offer."""
    if name in (thing.i18n or {}) or is_translation(type(thing), name):
        return (thing.i18n or {}).get(name) or ""
    field = thing._meta.get_field(name)
    if field.many_to_many:
        return sorted(term.code for term in getattr(thing, name).all())
    return plain(field.value_from_object(thing))


def is_translation(model, name):
    text, _separator, code = name.rpartition("_")
    return text in model._meta.get_field("i18n").fields and code in settings.MODELTRANS_AVAILABLE_LANGUAGES


def plain(found):
    if hasattr(found, "isoformat"):
        return found.isoformat()
    return found.name or "" if isinstance(found, models.fields.files.FieldFile) else found


def row_value(row):
    texts = {key: text for key, text in sorted((row.i18n or {}).items()) if text}
    hours = {"weekday": row.weekday, "opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}", "note": row.note}
    return hours | ({"i18n": texts} if texts else {})


# The way back


def put(thing, name, found):
    """Sets a fact of an unsaved or saved thing; terms need `put_terms` after saving. Returns the column's name."""
    if is_translation(type(thing), name):
        texts = {key: text for key, text in (thing.i18n or {}).items() if key != name}
        thing.i18n = texts | ({name: found} if found else {})
        return "i18n"
    field = thing._meta.get_field(name)
    setattr(thing, field.attname, typed(field, found))
    return name


def typed(field, found):
    if found and isinstance(field, models.DateField):
        return date.fromisoformat(found)
    return found


def is_choice(thing, name):
    """Whether the field holds terms of a vocabulary."""
    return not is_translation(type(thing), name) and thing._meta.get_field(name).many_to_many


def put_terms(thing, name, codes):
    terms = thing._meta.get_field(name).related_model.objects.filter(code__in=codes or [])
    getattr(thing, name).set(terms)


def put_opening_hours(organisation, rows):
    """Takes away what is not said any more and adds what is new; rows that stay are not touched."""
    kept = []
    for row in organisation.opening_hours.all():
        if (said := row_value(row)) in rows and said not in kept:
            kept.append(said)
        else:
            row.delete()
    for row in (row for row in rows if row not in kept):
        make_row(organisation, row)


def make_row(organisation, row):
    made = OpeningHours(
        organisation=organisation,
        weekday=row["weekday"],
        opens=time.fromisoformat(row["opens"]),
        closes=time.fromisoformat(row["closes"]),
        note=row.get("note", ""),
        i18n=row.get("i18n") or {},
    )
    made.full_clean()
    made.save()
