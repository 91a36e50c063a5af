"""Facts in words."""

import pytest
from django.utils import translation

from organisations.models import District, Topic
from organisations.moderation import telling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """The words of the source."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("thing", "name", "expected"),
    [
        *(("", "summary", "In one sentence"), ("", "summary_tr", "In one sentence (Turkish)")),
        *(("", "opening_hours", "Opening hours"), ("offer:x", "when", "When"), ("contact:1", "phone", "Telephone")),
    ],
)
def test_labels(thing, name, expected):
    assert telling.label(thing, name) == expected


def test_parts_are_named_with_their_kind():
    named = [telling.thing_label(*args) for args in [("",), ("offer:x", "Nähkurs"), ("contact:1",)]]
    assert named == ["", "Offer: Nähkurs", "Contact"]
    assert [telling.name_of(one) for one in ({"title": "A"}, {"role": "B"}, None)] == ["A", "B", ""]


ROWS = [
    {"weekday": 0, "opens": "09:00", "closes": "10:00", "note": ""},
    {"weekday": 4, "opens": "18:00", "closes": "20:30", "note": "Küche"},
]


@pytest.mark.parametrize(
    ("thing", "name", "value", "expected"),
    [
        *(("", "summary", "Wir kochen.", "Wir kochen."), ("", "summary_tr", "Aş", "Aş"), ("", "founded", 1998, "1998")),
        *(("", "step_free", True, "yes"), ("", "step_free", False, "no"), ("", "step_free", None, "")),
        *(("", "legal_form", "ev", "registered association (e.V.)"), ("", "logo", "proposed/x.png", "a picture")),
        *(("", "social_links", ["https://a.example", "https://b.example"], "https://a.example\nhttps://b.example"),),
        *(("offer:x", "active_from", "2026-01-31", "31 Jan 2026"), ("offer:x", "cost", "free", "free of charge")),
        *(("", "opening_hours", ROWS, "Monday 09:00–10:00\nFriday 18:00–20:30 (Küche)"), ("", "topics", [], "")),
        ("contact:1", "", {"role": "Vorstand", "public": True}, "Role: Vorstand\nPublic: yes"),
        ("contact:1", "", None, ""),
        ("", "district", "999", "999"),
    ],
)
def test_values_in_words(thing, name, value, expected):
    assert telling.shown(thing, name, value) == expected


def test_terms_and_places_by_their_names():
    topic, district = Topic.objects.first(), District.objects.first()
    assert telling.shown("", "topics", [topic.code, "gone"]) == topic.name_i18n
    assert telling.shown("", "district", district.pk) == district.name_i18n


@pytest.mark.parametrize(
    ("thing", "name", "expected"),
    [
        *(("", "summary", "de"), ("", "summary_ar", "ar"), ("", "website", ""), ("", "", "")),
        *(("offer:x", "title", "de"), ("contact:1", "role_tr", "tr"), ("", "opening_hours", "")),
    ],
)
def test_the_language_of_a_text(thing, name, expected):
    assert telling.language_of(thing, name) == expected
