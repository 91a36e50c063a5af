"""In which language a text is shown, so that screen readers speak it right."""

from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info

ORIGINAL = "de"


def language_of(thing, field):
    """The language of `thing.field_i18n` where it is not the page's: German, if there is no translation."""
    language = get_language()
    if language == ORIGINAL or not getattr(thing, field) or (thing.i18n or {}).get(f"{field}_{language}"):
        return ""
    return ORIGINAL


def in_its_language(html, language):
    """Marks HTML that is not in the page's language."""
    if not language or not html:
        return html
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), html)


def direction(language):
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def text(thing, field):
    """The field in the page's language, else in German and marked as such."""
    return in_its_language(getattr(thing, f"{field}_i18n"), language_of(thing, field))


def all_languages(thing, field):
    """(language, text) for the text as the page shows it, with "" for the page's own language, then the others."""
    yield language_of(thing, field), getattr(thing, f"{field}_i18n")
    yield from ((code, translation) for code, _name, _direction, translation in other_languages(thing, field))


def other_languages(thing, field):
    """(code, name of the language in itself, direction, text) for each translation that the page does not show."""
    for key, translation in sorted((thing.i18n or {}).items()):
        name, _separator, code = key.rpartition("_")
        if name == field and translation and code != get_language():
            yield code, get_language_info(code)["name_local"], direction(code), translation
