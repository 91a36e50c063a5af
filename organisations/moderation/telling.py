"""Facts in words, for those who propose them and those who decide."""

from datetime import date

from django.core.exceptions import FieldDoesNotExist
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext

from . import facts


def label(thing, name):
    """The name of a field; of a translation with its language: "Description (Turkish)"."""
    if name == facts.OPENING_HOURS:
        return gettext("Opening hours")
    field, language = facts.split(thing, name)
    words = str(capfirst(facts.model_of(thing)._meta.get_field(field).verbose_name))
    return f"{words} ({get_language_info(language)['name_translated']})" if language else words


def thing_label(thing, name=""):
    """ "Offer: Sprachcafé"; "" for the organisation itself."""
    if not thing:
        return ""
    kind = str(capfirst(facts.model_of(thing)._meta.verbose_name))
    return f"{kind}: {name}" if name else kind


def name_of(part):
    """The name of a part given as a whole value."""
    return (part or {}).get("title") or (part or {}).get("role") or ""


def shown(thing, name, value):
    """A fact as a text of one or more lines, "" where there is none."""
    if value in (None, "", [], {}):
        return ""
    if name == facts.OPENING_HOURS:
        return "\n".join(map(hours, value))
    if name == "":
        return "\n".join(lines(thing, value))
    return one(thing, name, value)


def lines(thing, whole):
    """A whole part, one line per field that says something."""
    for name in facts.fields_of(thing):
        if text := shown(thing, name, whole.get(name)):
            yield f"{label(thing, name)}: {text}"


def hours(row):
    note = f" ({row['note']})" if row.get("note") else ""
    return f"{WEEKDAYS[row['weekday']]} {row['opens']}–{row['closes']}{note}"


def one(thing, name, value):
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name == "logo":
        return gettext("a picture")
    try:
        field = facts.model_of(thing)._meta.get_field(name)
    except FieldDoesNotExist:  # a translation
        return str(value)
    if field.remote_field:
        return places(field, value) if isinstance(value, str) else terms(field, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return worded(field, value)


def places(field, code):
    found = field.related_model.objects.filter(pk=code).first()
    return found.name_i18n if found else code


def terms(field, codes):
    found = field.related_model.objects.filter(code__in=codes)
    return ", ".join(term.name_i18n for term in found)


def worded(field, value):
    if field.get_internal_type() == "DateField":
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return "\n".join(value) if isinstance(value, list) else str(value)


def language_of(thing, name):
    """The language of a text as a code, "de" for German ones, "" for what is no text."""
    field, language = facts.split(thing, name) if name else ("", "")
    if language:
        return language
    return "de" if name and field in facts.model_of(thing)._meta.get_field("i18n").fields else ""
