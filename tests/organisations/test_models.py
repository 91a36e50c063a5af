"""Rules of the data: the database refuses what is wrong, and the form says why in words."""

import re
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.models import (
    ChangeProposal,
    Contact,
    District,
    FormerSlug,
    FreshnessStep,
    InternalRecord,
    JoinRequest,
    Membership,
    Offer,
    OpeningHours,
    Organisation,
    OrganisationMembership,
    Page,
    ProposedChange,
    Quarter,
    SearchMiss,
    SearchWord,
    SpreadsheetImport,
    SpreadsheetRow,
    Topic,
    User,
)
from tests.factories import make_offer, make_organisation, make_picture, make_user

pytestmark = pytest.mark.django_db
State = Organisation.State


def of(model, **fields):
    """A thing of a new organisation, not yet saved."""
    return model(organisation=make_organisation(index=False), **fields)


def organisation(**fields):
    return Organisation(name="Verein", slug="verein", **fields)


def membership(**fields):
    return OrganisationMembership(
        umbrella=make_organisation(index=False), member=make_organisation(index=False), **fields
    )


def in_itself():
    one = make_organisation(index=False)
    return OrganisationMembership(umbrella=one, member=one)


def twice(make):
    """The second of two things of which there may be one."""
    make().save()
    return make()


def same_membership():
    first = membership()
    first.save()
    return OrganisationMembership(umbrella=first.umbrella, member=first.member)


def again(make, **fields):
    """The second of two things of one and the same organisation and person."""
    same = {"organisation": make_organisation(index=False), **fields}
    return twice(lambda: make(**same))


def same_change():
    proposal = ChangeProposal.objects.create(organisation=make_organisation(index=False))
    return twice(lambda: ProposedChange(proposal=proposal, field="name"))


def only_list():
    return SpreadsheetImport.objects.get_or_create(file_name="liste.xlsx")[0]


# What breaks each constraint of the directory's models.
BREAKING = {
    "organisation_published_with_basis": lambda: organisation(state=State.PUBLISHED),
    "organisation_consent_dated": lambda: organisation(basis="consent"),
    "organisation_merged_into_another": lambda: organisation(state=State.MERGED),
    "organisation_both_coordinates": lambda: organisation(latitude="49.87"),
    "organisation_logo_described": lambda: organisation(logo="logos/one.png"),
    "membership_once": same_membership,
    "membership_not_in_itself": in_itself,
    "membership_until_after_since": lambda: membership(since=date(2020, 1, 2), until=date(2020, 1, 1)),
    "contact_reachable": lambda: of(Contact, role="Vorstand", public=True),
    "offer_ends_after_it_begins": lambda: of(
        Offer, title="Kurs", active_from=date(2020, 1, 2), active_to=date(2020, 1, 1)
    ),
    "opening_hours_in_order": lambda: of(OpeningHours, weekday=0, opens=time(12), closes=time(12)),
    "membership_ends_after_it_begins": lambda: of(
        Membership, user=make_user(), since=date(2020, 1, 2), until=date(2020, 1, 1)
    ),
    "membership_open_once": lambda: again(Membership, user=make_user()),
    "join_asked_once": lambda: again(JoinRequest, user=make_user(), message="x"),
    "proposed_change_waits_once": same_change,
    "freshness_step_once": lambda: again(FreshnessStep, kind="asked", on=date(2020, 1, 1)),
    "spreadsheet_row_once": lambda: twice(lambda: SpreadsheetRow(run=only_list(), number=2)),
    "search_word_once": lambda: twice(lambda: SearchWord(word="a", lexeme="a", origin=1, shown="a")),
    "search_miss_once_a_day": lambda: twice(lambda: SearchMiss(word="a", day=date(2020, 1, 1))),
    "user_email_once": lambda: User(email=make_user().email.upper()),
}
NEVER_TYPED = {"search_word_once", "search_miss_once_a_day", "spreadsheet_row_once", "freshness_step_once"}
NEVER_TYPED |= {"join_asked_once", "proposed_change_waits_once"}
TYPED = sorted(set(BREAKING) - NEVER_TYPED)
# The same rule in the database without a name of its own.
UNIQUE = [
    lambda: Organisation(name="Verein", slug=make_organisation(index=False).slug),
    lambda: twice(lambda: of(FormerSlug, slug="frueher")),
    lambda: InternalRecord(organisation=InternalRecord.objects.create(organisation=make_organisation()).organisation),
    lambda: Page(slug="impressum", title="Impressum", text="x"),
    lambda: Topic(code="education", name="Bildung"),
]


def constraints():
    found = apps.get_app_config("organisations").get_models()
    return {constraint.name: model for model in found for constraint in model._meta.constraints}


def test_every_constraint_has_its_case():
    assert set(BREAKING) == set(constraints())


@pytest.mark.parametrize("name", BREAKING)
def test_the_database_refuses_what_breaks_a_constraint(name):
    wrong = BREAKING[name]()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        wrong.save()


@pytest.mark.parametrize("make", UNIQUE)
def test_the_database_refuses_a_second_of_a_kind(make):
    wrong = make()
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        wrong.save()


@pytest.mark.parametrize("name", TYPED)
def test_a_form_tells_in_words_what_is_wrong(name):
    """Not by the constraint's name; what nobody types needs no words."""
    with pytest.raises(ValidationError) as refused:
        BREAKING[name]().validate_constraints()
    assert [message for message in refused.value.messages if name in message] == []


@pytest.mark.parametrize("latitude, longitude", [("49.87", None), (None, "8.65"), ("91", "8")])
def test_half_a_place_or_one_beyond_the_world_is_refused(latitude, longitude):
    with pytest.raises(IntegrityError, match="both_coordinates"), transaction.atomic():
        organisation(latitude=latitude, longitude=longitude).save()


def test_what_is_right_is_accepted():
    entry = organisation(
        basis="consent", consent_on=date(2020, 1, 1), state="published", latitude="49.87", longitude="8.65"
    )
    entry.full_clean()
    entry.save()
    Contact(organisation=entry, role="Kasse", public=False).save()
    Contact(organisation=entry, role="Vorstand", public=True, phone="06151 12345").save()
    Offer(organisation=entry, title="Ein Tag", active_from=date(2020, 1, 1), active_to=date(2020, 1, 1)).save()
    assert list(entry.contacts.public().values_list("role", flat=True)) == ["Vorstand"]


def test_a_quarter_of_another_district_is_refused():
    quarter = Quarter.objects.first()
    other = District.objects.exclude(pk=quarter.district_id).first()
    with pytest.raises(ValidationError, match="liegt in einem anderen Stadtteil"):
        organisation(quarter=quarter, district=other).clean()
    organisation(quarter=quarter, district=quarter.district).clean()


def test_an_entry_cannot_be_confirmed_in_the_future():
    today = timezone.localdate()
    organisation(confirmed_on=today).clean()
    with pytest.raises(ValidationError, match="Zukunft"):
        organisation(confirmed_on=today + timedelta(days=1)).clean()


@pytest.mark.parametrize("role, sees", [(None, 1), ("Redaktion", 6), ("Förderung", 6), ("Leitung", 6)])
def test_strangers_see_published_entries_and_staff_all(role, sees):
    Organisation.objects.all().delete()
    shown = make_organisation(index=False)
    for state in set(State) - {State.PUBLISHED}:
        make_organisation(index=False, state=state, merged_into=shown if state == State.MERGED else None)
    assert Organisation.objects.visible_to(make_user(role)).count() == sees


def test_a_new_entry_is_a_draft_that_nobody_sees():
    Organisation.objects.create(name="Neu", slug="neu")
    assert Organisation.objects.get(slug="neu").state == State.DRAFT
    assert not Organisation.objects.published().filter(slug="neu").exists()


@pytest.mark.parametrize(
    "begins, ends, current, active",
    [
        (None, None, True, True),
        (0, 0, True, True),
        (1, None, True, False),
        (None, -1, False, False),
        (-9, -1, False, False),
    ],
)
def test_offers_are_current_until_they_end_and_active_between(begins, ends, current, active):
    today = date(2026, 5, 1)
    days = [None if number is None else today + timedelta(days=number) for number in (begins, ends)]
    offer = make_offer(make_organisation(), active_from=days[0], active_to=days[1])
    assert Offer.objects.current(today).exists() is current
    assert Offer.objects.active(today).exists() is offer.is_active(today) is active


def test_names_are_sorted_as_germans_expect():
    Organisation.objects.all().delete()
    names = ["Zebra", "Ärger", "„Apfel“", "Azur", "Яблоко", "Βήτα", "تفاح", "apfelbaum", "Öl", "Oase"]
    for name in names:
        make_organisation(index=False, name=name)
    assert list(Organisation.objects.values_list("name", flat=True)) == [
        *["„Apfel“", "apfelbaum", "Ärger", "Azur", "Oase", "Öl", "Zebra"],
        *["Βήτα", "Яблоко", "تفاح"],
    ]


def test_a_former_address_belongs_to_the_last_who_left_it():
    one, other = make_organisation(slug="eins"), make_organisation(slug="zwei")
    one.keep_address("alt")
    other.keep_address("alt")
    assert list(FormerSlug.objects.values_list("slug", "organisation")) == [("alt", other.pk)]


def test_the_present_address_is_nobodys_former_one():
    one = make_organisation(slug="eins")
    one.keep_address("alt")
    one.slug = "alt"
    one.keep_address("eins")
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["eins"]


@pytest.mark.parametrize("email", ["Erika@Example.ORG", "erika@example.org"])
def test_people_log_in_however_they_write_their_address(email):
    made = User.objects.create_user("erika@example.org", "ein langes Geheimnis")
    assert User.objects.get_by_natural_key(email) == made


def test_people_are_called_by_name_else_by_address():
    assert str(make_user(first_name="Erika", last_name="Muster")) == "Erika Muster"
    assert str(make_user(email="erika@example.org")) == "erika@example.org"


def test_a_page_is_headings_and_paragraphs():
    page = Page(text="Erster\nAbsatz\r\n\r\n## Titel\n\n\n\nZweiter ## kein Titel\n\n")
    assert page.blocks == [
        ("paragraph", "Erster\nAbsatz"),
        ("heading", "Titel"),
        ("paragraph", "Zweiter ## kein Titel"),
    ]


@pytest.mark.parametrize("format, ending", [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp")])
def test_a_logo_gets_a_name_that_says_nothing_and_the_ending_of_what_it_is(settings, tmp_path, format, ending):
    settings.MEDIA_ROOT = tmp_path
    found = make_organisation(logo=make_picture(format, name="Mein Verein.html"), logo_alt="Anis")
    assert re.fullmatch(rf"logos/[0-9a-f]{{32}}\.{ending}", found.logo.name)
