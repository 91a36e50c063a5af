"""In which language a text is shown, so that screen readers speak it right, and which translations are outdated.

A translation is outdated when the German text changed after it was made (models/translations.py keeps a hash of what
it was made from). A text is still shown in it, with a mark; a fact, such as a time or a place, is shown in German.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField, Value
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info

from darmstadt_mso.lib.translated import direction, is_outdated, translation

from .models import DirectoryVersion, Offer, OpeningHours, Organisation

ORIGINAL = "de"
FACTS = {
    Organisation: {"rooms", "hours_note", "access_note"},
    Offer: {"when", "where", "cost_note"},
    OpeningHours: {"note"},
}


def shown(thing, field):
    """The field for whoever reads the page: the translation if it may be trusted that far, else the German text."""
    return getattr(thing, field) if is_german(thing, field) else translation(thing, field, get_language())


def is_german(thing, field):
    language = get_language()
    if not translation(thing, field, language):
        return True
    return field in FACTS.get(type(thing), ()) and is_outdated(thing, field, language)


def language_of(thing, field):
    """The language in which the field is shown where it is not the page's: German; "" where there is no text."""
    return ORIGINAL if get_language() != ORIGINAL and getattr(thing, field) and is_german(thing, field) else ""


def in_its_language(html, language):
    """Marks HTML that is not in the page's language."""
    if not language or not html:
        return html
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), html)


def text(thing, field):
    """The field in the page's language, else in German and marked as such."""
    return in_its_language(shown(thing, field), language_of(thing, field))


def all_languages(thing, field):
    """(language, text) for the text as the page shows it, with "" for the page's own language, then the others."""
    yield language_of(thing, field), shown(thing, field)
    yield from ((code, found) for code, _name, _direction, found, _outdated in other_languages(thing, field))


def other_languages(thing, field):
    """(code, name of the language in itself, direction, text, outdated) for each translation the page does not show."""
    for key, found in sorted((thing.i18n or {}).items()):
        name, _separator, code = key.rpartition("_")
        if name == field and found and code != get_language():
            own_name = get_language_info(code)["name_local"]
            yield code, own_name, direction(code), found, is_outdated(thing, field, code)


def older(thing, *fields):
    """Those of the fields that the page shows in an outdated translation."""
    language = get_language()
    return [field for field in fields if not is_german(thing, field) and is_outdated(thing, field, language)]


def current(thing, field):
    """The field for where no mark can stand: never an outdated translation."""
    return getattr(thing, field) if older(thing, field) else shown(thing, field)


def still_right(thing, keys):
    """Says of translations (keys in `i18n`) that they fit the present German text, which the database notes."""
    forgotten = Value(list(keys), output_field=ArrayField(TextField()))
    noted = Func(F("translated_from"), forgotten, template="%(expressions)s", arg_joiner=" - ")
    type(thing)._base_manager.filter(pk=thing.pk).update(translated_from=noted)
    thing.refresh_from_db(fields=["translated_from"])
    DirectoryVersion.renew()
