"""What a call asked once and asks no longer: it was typed, so it is neither lost nor hidden."""

from django.db.models import prefetch_related_objects

from . import sections, terms

# {section: (what its names begin with, the list of the terms)}
LISTS = {sections.CONTENT: ("q-", "questions"), sections.DECLARATIONS: ("d-", "declarations")}


def names_of(rules, key):
    """{name of a field: the words of the call} of a section."""
    begins, listed = LISTS.get(key, ("", ""))
    return {begins + one.key: terms.in_language(one.text) for one in getattr(rules, listed, ())}


def still_typed(application, key, typed):
    """{name: [texts]} of what was typed and is no longer asked: no page sends it again."""
    if key not in LISTS:
        return {}
    asked = names_of(terms.of_version(application.version), key)
    return {name: texts for name, texts in typed.items() if name not in asked and name.startswith(LISTS[key][0])}


def words_of(application, name):
    """How the newest version of the call that asked it put it, or ""."""
    prefetch_related_objects([application], "call__versions")  # once for a whole page of earlier texts
    for version in application.call.versions.all():
        rules = terms.of_version(version)
        for key in LISTS:
            if words := names_of(rules, key).get(name):
                return words
    return ""
