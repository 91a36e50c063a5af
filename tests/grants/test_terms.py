"""What is published is what staff wrote, and it stays so."""

from decimal import Decimal

import pytest
from django.utils import translation

from grants import publishing, terms
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db


def test_the_published_version_holds_every_rule_that_staff_wrote():
    call = make_call(publish=False, limit=1, period="quarter", legal_forms=["ev"], project_from="2026-01-01")
    call.questions.create(text="Was ist Ihr Ziel?", limit=250, i18n={"text_en": "What is your aim?"})
    call.refresh_from_db()
    version = publishing.publish(call, None)
    version.refresh_from_db()
    assert terms.of_version(version) == terms.of_call(call)


def test_changing_a_published_call_changes_nothing_before_it_is_published_again():
    call = make_call()
    call.maximum = Decimal(900)
    call.save(update_fields=["maximum"])
    call.refresh_from_db()
    assert terms.of_version(call.published).maximum == Decimal(500)
    assert terms.of_version(publishing.publish(call, None, "Mehr Geld")).maximum == Decimal(900)


def test_publishing_what_has_not_changed_makes_no_new_version():
    call = make_call()
    assert publishing.publish(call, None, "nichts") == call.published


@pytest.mark.parametrize(("language", "text"), [("de", "Ziel"), ("en", "aim"), ("ar", "Ziel")])
def test_texts_are_in_the_language_of_the_page_else_in_german(language, text):
    with translation.override(language):
        assert terms.in_language({"de": "Ziel", "en": "aim"}) == text
