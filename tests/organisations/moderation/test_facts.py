"""An entry as plain values, and the way back."""

import json

import pytest

from organisations.models import Contact, District, Offer, OpeningHours, Organisation, Quarter, TargetGroup, Topic
from organisations.moderation import facts
from tests.factories import make_contact, make_offer, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    quarter = Quarter.objects.first()
    fields = {"step_free": None, "founded": 1998, "social_links": ["https://example.org"], "quarter": quarter}
    found = make_organisation(name="Anis", i18n={"name_tr": "Anason"}, district=quarter.district, **fields)
    found.topics.set(Topic.objects.all()[:2])
    OpeningHours.objects.create(organisation=found, weekday=1, opens="10:00", closes="12:30", note="Küche")
    OpeningHours.objects.update(i18n={"note_en": "kitchen"})
    return found


def test_every_fact_is_something_that_json_can_hold(organisation):
    make_contact(organisation)
    make_offer(organisation, active_from="2026-01-31")
    found = facts.read(Organisation.objects.get(pk=organisation.pk))
    assert json.loads(json.dumps([*found.values()])) == [*found.values()]


def test_values_are_plain(organisation):
    found = facts.read(Organisation.objects.get(pk=organisation.pk))
    names = ("name", "name_tr", "step_free", "founded", "social_links", "quarter", "topics", "logo", "opening_hours")
    topics = sorted(organisation.topics.values_list("code", flat=True))
    rows = [{"weekday": 1, "opens": "10:00", "closes": "12:30", "note": "Küche", "i18n": {"note_en": "kitchen"}}]
    values = ["Anis", "Anason", None, 1998, ["https://example.org"], organisation.quarter_id, topics, "", rows]
    assert [found[("", name)] for name in names] == values


def test_nothing_internal_is_a_fact():
    internal = {"source", "basis", "consent_on", "confirmed_on", "confirmed_by", "trusted", "state", "slug", "kind"}
    assert internal & {facts.split("", name)[0] for name in facts.fields_of("")} == set()


def test_parts_are_found_by_their_keys_only_in_their_own_entry(organisation):
    contact, offer = make_contact(organisation), make_offer(organisation)
    keys = [thing for thing, _part in facts.parts(organisation)]
    assert keys == [f"contact:{contact.pk}", f"offer:{offer.uuid}"]
    assert [facts.find(organisation, key) for key in keys] == [contact, offer]
    assert [facts.find(make_organisation(), key) for key in keys] == [None, None]
    assert facts.find(organisation, "") == organisation


@pytest.mark.parametrize("thing", ["contact:new-ab", "contact:0", "contact:x", "contact:", "offer:x", "offer:new-1"])
def test_a_part_that_does_not_exist_is_not_found(organisation, thing):
    assert facts.find(organisation, thing) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("founded", 2001), ("founded", None), ("step_free", True), ("step_free", None), ("summary", "Kurz")),
        *(("summary_ar", "قصير"), ("name_tr", ""), ("social_links", []), ("quarter", None), ("address_public", False)),
        *(("topics", []), ("target_groups", ["children"])),
    ],
)
def test_what_is_put_is_read_again(organisation, name, value):
    if facts.is_choice(organisation, name):
        facts.put_terms(organisation, name, value)
    else:
        column = facts.put(organisation, name, value)
        organisation.save(update_fields=[column])
    assert facts.value(Organisation.objects.get(pk=organisation.pk), name) == value


def test_places_and_days_come_back_as_what_they_are(organisation):
    other = District.objects.exclude(pk=organisation.district_id).first()
    facts.put(organisation, "district", other.code)
    assert organisation.district == other
    offer = make_offer(organisation)
    facts.put(offer, "active_to", "2026-01-31")
    offer.save()
    assert facts.value(Offer.objects.get(pk=offer.pk), "active_to") == "2026-01-31"


def test_a_whole_part_leaves_out_what_says_nothing(organisation):
    contact = make_contact(organisation, i18n={"role_en": "board"})
    whole = {"role": "Vorstand", "email": "vorstand@verein.example", "public": True, "role_en": "board"}
    assert facts.whole(contact) == whole
    bare = Contact.objects.create(organisation=organisation, role="x")
    assert facts.whole(bare) == {"role": "x", "public": False}


def test_rows_that_stay_are_not_touched(organisation):
    [kept] = organisation.opening_hours.all()
    other = OpeningHours.objects.create(organisation=organisation, weekday=2, opens="10:00", closes="11:00")
    new = {"weekday": 0, "opens": "08:00", "closes": "09:00", "note": "", "i18n": {}}
    facts.put_opening_hours(organisation, [new, facts.row_value(kept)])
    found = list(organisation.opening_hours.all())
    assert [facts.row_value(row)["weekday"] for row in found] == [0, 1]
    assert (found[1].pk, other in found) == (kept.pk, False)


@pytest.mark.parametrize(
    ("thing", "name", "expected"),
    [
        *(("", "name_tr", ("name", "tr")), ("", "name", ("name", "")), ("", "native_name", ("native_name", ""))),
        *(("", "hours_note_en", ("hours_note", "en")), ("", "opening_hours", ("opening_hours", ""))),
        *(("offer:x", "when_en", ("when", "en")), ("contact:x", "person", ("person", ""))),
    ],
)
def test_the_language_of_a_field_is_in_its_name(thing, name, expected):
    assert facts.split(thing, name) == expected


def test_terms_that_do_not_exist_are_passed_over(organisation):
    facts.put_terms(organisation, "target_groups", ["children", "nobody"])
    assert list(organisation.target_groups.all()) == [TargetGroup.objects.get(code="children")]
