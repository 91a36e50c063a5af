"""Facts come into an entry all at once or not at all, and show in the search."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from darmstadt_mso.lib.history import rows
from organisations.models import Contact, Offer, OpeningHours, Organisation, Topic
from organisations.moderation import facts
from organisations.moderation.applying import Impossible, apply, lock
from organisations.office_search import find
from tests.factories import make_contact, make_offer, make_organisation, make_picture
from tests.organisations.moderation.proposals import contact_key, fact, offer_key

pytestmark = pytest.mark.django_db
MONDAY = {"weekday": 0, "opens": "10:00", "closes": "12:00", "note": ""}


@pytest.fixture
def entry():
    return make_organisation(name="Anis", website="https://anis.example", summary="Wir kochen.")


@pytest.fixture
def pictures(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def put(entry, changes):
    apply(lock(entry.pk), changes)
    entry.refresh_from_db()


def refusal(entry, changes):
    """(where, why); nothing was written."""
    before = facts.read(entry)
    with pytest.raises(Impossible) as impossible:
        put(entry, changes)
    assert facts.read(Organisation.objects.get(pk=entry.pk)) == before
    return impossible.value.thing, str(impossible.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Fenchel"),
        ("summary_tr", "Yemek yapıyoruz."),
        ("founded", 1998),
        ("founded", None),
        ("social_links", ["https://eins.example", "https://zwei.example"]),
        ("step_free", True),
        ("topics", ["sport"]),
        ("languages", ["ar", "tr"]),
        ("opening_hours", [MONDAY, MONDAY | {"weekday": 2, "note": "außer in den Ferien"}]),
        ("opening_hours", [MONDAY | {"i18n": {"note_tr": "tatilde kapalı"}, "note": "nicht in den Ferien"}]),
    ],
)
def test_a_fact_is_public_once_it_is_applied(entry, field, value):
    put(entry, {("", field): value})
    assert fact(entry, field) == value


def test_a_new_name_is_found(entry):
    put(entry, {("", "name"): "Qwimpelverein"})
    assert find("Qwimpelverein") == [entry.pk]


def test_an_empty_translation_leaves_no_trace(entry):
    put(entry, {("", "summary_tr"): "Yemek"})
    put(entry, {("", "summary_tr"): ""})
    assert entry.i18n == {}


def test_another_address_is_not_where_the_point_on_the_map_was(entry):
    Organisation.objects.update(latitude="49.87000", longitude="8.65000")
    put(entry, {("", "website"): "https://neu.example"})
    assert entry.latitude is not None
    put(entry, {("", "street"): "Luisenplatz 5"})
    assert (entry.street, entry.latitude, entry.longitude) == ("Luisenplatz 5", None, None)


def test_opening_hours_that_stay_are_not_written_anew(entry):
    put(entry, {("", "opening_hours"): [MONDAY]})
    kept = OpeningHours.objects.get()
    put(entry, {("", "opening_hours"): [MONDAY, MONDAY | {"weekday": 1}]})
    assert OpeningHours.objects.get(weekday=0).pk == kept.pk


def test_parts_are_changed_added_and_taken_away(entry):
    changed, gone = make_offer(entry, title="Chor"), make_contact(entry)
    put(
        entry,
        {
            (offer_key(changed), "title"): "Singkreis",
            (contact_key(gone), ""): None,
            ("offer:new-1", ""): {"title": "Deutschkurs", "topics": ["sport"], "active_from": "2030-01-02"},
        },
    )
    offers = [
        (one.title, [topic.code for topic in one.topics.all()], str(one.active_from)) for one in Offer.objects.all()
    ]
    assert (offers, Contact.objects.filter(organisation=entry).count()) == (
        [("Deutschkurs", ["sport"], "2030-01-02"), ("Singkreis", [], "None")],
        0,
    )


def test_a_new_contact_stands_behind_the_others(entry):
    make_contact(entry, role="Vorstand", position=3)
    put(entry, {("contact:new-1", ""): {"role": "Kasse", "email": "kasse@anis.example", "public": True}})
    assert [contact.role for contact in entry.contacts.all()] == ["Vorstand", "Kasse"]


def test_what_cannot_be_is_told_where_it_is(entry):
    contact = make_contact(entry, phone="")
    key = contact_key(contact)
    assert refusal(entry, {("", "name"): "Neu", (key, "email"): ""}) == (
        key,
        "Ein öffentlicher Kontakt braucht eine Telefonnummer oder eine E-Mail-Adresse.",
    )


def test_a_wrong_value_is_told_with_the_name_of_its_field(entry):
    assert refusal(entry, {("", "postcode"): "642"}) == ("", "Postleitzahl: Eine Postleitzahl hat fünf Ziffern.")


def test_wrong_opening_hours_are_told_as_such(entry):
    where, why = refusal(entry, {("", "opening_hours"): [MONDAY | {"closes": "09:00"}]})
    assert (where, why.partition(":")[0]) == ("", "Öffnungszeiten")


def waiting_picture():
    return default_storage.save("vorgeschlagen/neu.png", ContentFile(make_picture().read()))


def content(path):
    with default_storage.open(path) as file:
        return file.read()


def test_a_logo_is_copied_so_that_the_proposal_can_still_show_it(entry, pictures):
    path = waiting_picture()
    put(entry, {("", "logo"): path, ("", "logo_alt"): "Ein Stern"})
    assert (entry.logo.name.startswith("logos/"), entry.logo.name.endswith(".png")) == (True, True)
    assert content(entry.logo.name) == content(path)


def test_another_logo_takes_the_place_of_the_first(entry, pictures):
    put(entry, {("", "logo"): waiting_picture(), ("", "logo_alt"): "Ein Stern"})
    first = entry.logo.name
    put(entry, {("", "logo"): waiting_picture()})
    assert (entry.logo.name == first, entry.logo_alt) == (False, "Ein Stern")


def test_a_logo_is_taken_away(entry, pictures):
    put(entry, {("", "logo"): waiting_picture(), ("", "logo_alt"): "Ein Stern"})
    put(entry, {("", "logo"): ""})
    assert (bool(entry.logo), entry.logo_url) == (False, "")


def test_a_logo_needs_its_description(entry, pictures):
    assert refusal(entry, {("", "logo"): waiting_picture()})[0] == ""


def test_a_picture_that_is_lost_is_told_and_does_not_take_the_logo_away(entry, pictures):
    put(entry, {("", "logo"): waiting_picture(), ("", "logo_alt"): "Ein Stern"})
    assert refusal(entry, {("", "logo"): "vorgeschlagen/nirgends.png"})[0] == ""


def test_only_what_changed_is_in_the_history(entry):
    before = rows(entry).count()
    put(entry, {("", "summary"): "Wir backen.", ("", "topics"): [Topic.objects.first().code]})
    assert rows(entry).count() - before == 2
