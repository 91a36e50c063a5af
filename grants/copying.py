"""A call once more for the next year: the same rules and lists, everything a year later, published by nobody yet."""

from datetime import UTC, datetime

from django.db import transaction

from .models import Call
from .terms import BERLIN, LISTS

MOMENTS = ("opens_at", "closes_at")
DATES = ("project_from", "project_until")
# What became of the old one.
FORGOTTEN = {"published": None, "archived": False, "committed": 0, "results": "", "decided_on": None}


@transaction.atomic
def copy(call):
    """The new call, a draft; rows of its lists keep their keys, so that answers can be compared and taken over."""
    new = Call(**{name: getattr(call, name) for name in copied(Call)} | FORGOTTEN)
    new.title, new.year = next_year(call.title, call.year), call.year + 1
    new.slug = free_slug(next_year(call.slug, call.year), new.year)
    new.i18n = {key: next_year(text, call.year) if key.startswith("title_") else text for key, text in texts(call)}
    for name in (*MOMENTS, *DATES):
        setattr(new, name, a_year_later(getattr(call, name)))
    new.save(force_insert=True)
    for name in LISTS:
        for row in getattr(call, name).all():
            copy_row(row, new)
    return new


def copied(model):
    """The names of the columns that a copy takes over."""
    own = {"id", "call", "created_at", "changed_at", "translated_from"}
    return [field.name for field in model._meta.concrete_fields if field.name not in own]


def texts(call):
    """Its translations, without those of the results."""
    return [(key, text) for key, text in (call.i18n or {}).items() if not key.startswith("results_")]


def copy_row(row, call):
    model = type(row)
    new = model(**{name: getattr(row, name) for name in copied(model)}, call=call)
    if hasattr(new, "on"):
        new.on = a_year_later(new.on)
    new.save(force_insert=True)


def next_year(text, year):
    return text.replace(str(year), str(year + 1))


def free_slug(slug, year):
    """The slug, with the year and a number behind it as far as others have it."""
    most = Call._meta.get_field("slug").max_length - 8
    slug, stem = slug[:most], f"{slug.removesuffix(f'-{year}')[:most]}-{year}"
    candidates = [slug, stem, *(f"{stem}-{number}" for number in range(2, 100))]
    taken = set(Call.objects.filter(slug__in=candidates).values_list("slug", flat=True))
    return next(one for one in candidates if one not in taken)


def a_year_later(value):
    """The same day and, of moments, the same clock time in Berlin; 29 February becomes the 28th.

    A clock time that does not exist on that day is taken as the later one, as is one that happens twice.
    """
    if value is None:
        return None
    local = value.astimezone(BERLIN) if isinstance(value, datetime) else value
    try:
        later = local.replace(year=local.year + 1)
    except ValueError:
        later = local.replace(year=local.year + 1, day=28)
    return as_later(later) if isinstance(later, datetime) else later


def as_later(moment):
    """Of the two readings of a clock time the later; both are the same almost always."""
    return max(moment.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
