"""Translations of a thing's texts: which there are, and which were made from another German text than the present.

The database keeps a hash of that text in `translated_from`, by a trigger (organisations/models/translations.py).
"""

from hashlib import md5

from django.utils.translation import get_language_info


def translation(thing, field, language):
    return (thing.i18n or {}).get(f"{field}_{language}")


def direction(language):
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def is_outdated(thing, field, language):
    """Whether the translation was made from another German text than the present one."""
    key = f"{field}_{language}"
    made_from = sources(thing).get(key)
    return bool(made_from and translation(thing, field, language)) and made_from != fingerprint(getattr(thing, field))


def sources(thing):
    """What the database noted; nothing for things of which it notes nothing, such as topics."""
    return getattr(thing, "translated_from", None) or {}


def fingerprint(german):
    """The same as the database notes."""
    return md5((german or "").encode(), usedforsecurity=False).hexdigest()


def outdated(thing):
    """The keys in `i18n` of all translations that are outdated."""
    parts = ((key, *key.rpartition("_")[::2]) for key in sources(thing))
    return {key for key, field, language in parts if is_outdated(thing, field, language)}
