"""Every text of the portal is translated, with its placeholders."""

import re

import polib
import pytest

from darmstadt_mso import catalogues
from darmstadt_mso.lib import catalogue

CASES = [(locale, language) for locale in catalogues.CATALOGUES for language in catalogues.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w+}")


@pytest.fixture(scope="module")
def collected():
    folders = catalogues.CATALOGUES.items()
    return {locale: set(catalogue.collect(found, catalogues.ROOT)) for locale, found in folders}


def entries(locale, language):
    return list(polib.pofile(str(catalogues.po_path(locale, language))))


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def is_complete(entry):
    """Translated in every form, and not as a guess of a tool."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(forms) and not entry.fuzzy


def test_messages_of_code_and_templates_are_collected(collected):
    roof = collected[catalogues.ROOT / "darmstadt_mso" / "locale"]
    app = collected[catalogues.ROOT / "organisations" / "locale"]
    assert (None, "Skip to the content", "") in roof, "of a template"
    assert ("page of results", "Back", "") in roof, "with its context"
    assert (None, "%(count)s offer now", "%(count)s offers now") in roof, "of a template, in the plural"
    assert (None, "%(n)s organisation", "%(n)s organisations") in app, "of code, in the plural"
    assert (None, "telephone", "") in app, "of a model"


@pytest.mark.parametrize("locale, language", CASES)
def test_a_catalogue_has_exactly_the_messages_of_the_source(collected, locale, language):
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries(locale, language)}
    assert known == collected[locale], "run `make messages` and translate"


@pytest.mark.parametrize("locale, language", CASES)
def test_every_message_is_translated(locale, language):
    assert [entry.msgid for entry in entries(locale, language) if not is_complete(entry)] == []


@pytest.mark.parametrize("locale, language", CASES)
def test_placeholders_survive_translation(locale, language):
    single = [entry for entry in entries(locale, language) if not entry.msgid_plural]
    assert [e.msgid for e in single if placeholders(e.msgid) != placeholders(e.msgstr)] == []


@pytest.mark.parametrize("locale, language", CASES)
def test_plural_forms_use_only_known_placeholders_and_the_last_form_all(locale, language):
    """ "One offer" needs no number; the form for many does."""
    wrong = []
    for entry in (entry for entry in entries(locale, language) if entry.msgid_plural):
        known, forms = placeholders(entry.msgid_plural), [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)]
        if placeholders(forms[-1]) != known or any(placeholders(form) - known for form in forms):
            wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("locale, language", CASES)
def test_a_catalogue_has_as_many_plural_forms_as_the_language(locale, language):
    number = {"de": 2, "ar": 6}[language]
    plural = [entry for entry in entries(locale, language) if entry.msgid_plural]
    assert {len(entry.msgstr_plural) for entry in plural} == {number}
