"""Two entries of the same organisation become one, and nothing that referred to either is lost."""

from datetime import date, time

import pytest
from django.utils import translation
from django.utils.formats import date_format
from pghistory.models import Events

from organisations import merging
from organisations.merging import Refused, compare, merge
from organisations.models import (
    District,
    ErrorReport,
    FormerSlug,
    InternalRecord,
    JoinRequest,
    Membership,
    OpeningHours,
    Organisation,
    OrganisationMembership,
    Quarter,
    SearchEntry,
    Topic,
)
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.pages import hits

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("Redaktion")


@pytest.fixture
def pair():
    """The keeper and the other one."""
    return (
        make_organisation(name="Kranichhaus", slug="kranichhaus", confirmed_on=date(2026, 1, 1)),
        make_organisation(name="Kranichaus e.V.", slug="kranichaus", confirmed_on=date(2026, 1, 1)),
    )


def put(entry, **fields):
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()


def differences(pair):
    with translation.override("en"):
        return {one.name: (one.label, one.keeper, one.other, one.taken) for one in compare(*pair)}


def fresh(entry):
    return Organisation.objects.get(pk=entry.pk)


def test_only_fields_that_differ_are_compared(pair):
    assert differences(pair) == {"name": ("Name", "Kranichhaus", "Kranichaus e.V.", False)}


def test_filled_beats_empty_and_else_the_keeper_is_proposed(pair):
    put(pair[0], website="https://eins.example", legal_form="none")
    put(pair[1], website="https://zwei.example", founded=2007, step_free=False, social_links=["https://a.example"])
    assert differences(pair) == {
        "name": ("Name", "Kranichhaus", "Kranichaus e.V.", False),
        "legal_form": ("Legal form", "group without legal form", "registered association (e.V.)", False),
        "founded": ("Founded in", "", "2007", True),
        "step_free": ("Step-free access", "", "no", True),
        "website": ("Website", "https://eins.example", "https://zwei.example", False),
        "social_links": ("Other addresses on the web", "", "https://a.example", True),
    }


def test_each_translation_is_compared_by_itself(pair):
    put(pair[0], name_en="Crane House", summary_en="", i18n={"name_en": "Crane House"})
    put(pair[1], i18n={"name_en": "Crane house", "summary_en": "For all", "summary_uk": "Для всіх"})
    found = differences(pair)
    assert found["name_en"] == ("Name (English)", "Crane House", "Crane house", False)
    assert found["summary_en"] == ("In one sentence (English)", "", "For all", True)
    assert found["summary_uk"] == ("In one sentence (Ukrainian)", "", "Для всіх", True)


def test_what_is_half_without_the_rest_is_chosen_together(pair):
    quarter = Quarter.objects.select_related("district").first()
    put(pair[0], district=District.objects.exclude(pk=quarter.district_id).first())
    put(pair[1], district=quarter.district, quarter=quarter, street="Weg 1", address_public=False)
    found = differences(pair)
    assert found["district"][2] == f"{quarter.district}, {quarter}" and "quarter" not in found
    assert found["street"] == (
        "Street and number",
        "Darmstadt, show the address: yes",
        "Weg 1, Darmstadt, show the address: no",
        True,
    )


def test_who_says_the_same_and_more_is_proposed(pair):
    quarter = Quarter.objects.select_related("district").first()
    put(pair[0], district=quarter.district, register_number="VR 7")
    put(pair[1], district=quarter.district, quarter=quarter, register_number="VR 8", register_court="Darmstadt")
    taken = [{one.name: one.taken for one in compare(*both)} for both in (pair, pair[::-1])]
    assert taken == [
        {"name": False, "register_number": False, "district": True},
        {"name": False, "register_number": False, "district": False},
    ]


def test_a_published_state_is_proposed_so_that_nothing_vanishes(pair):
    put(pair[0], state="draft", basis="")
    assert differences(pair)["state"] == ("State", "draft", "published", True)
    assert differences(pair)["basis"] == ("Why it may be published", "", "public source", True)
    assert differences(pair[::-1])["state"] == ("State", "published", "draft", False)


def test_only_what_was_chosen_is_taken(pair, user):
    put(
        pair[1],
        founded=2007,
        street="Weg 1",
        address_public=False,
        short_name="KH",
        i18n={"name_en": "a", "name_uk": "b"},
    )
    put(pair[0], founded=1999, i18n={"name_en": "c", "summary_en": "d"})
    kept = fresh(merge(*pair, ["name", "street", "name_uk", "unknown"], user))
    assert (kept.name, kept.founded, kept.street, kept.address_public) == ("Kranichaus e.V.", 1999, "Weg 1", False)
    assert (kept.short_name, kept.i18n) == ("", {"name_en": "c", "name_uk": "b", "summary_en": "d"})


def test_every_field_can_be_taken(pair, user):
    quarter = Quarter.objects.select_related("district").first()
    values = {
        "kind": "carrier",
        "short_name": "KH",
        "district": quarter.district,
        "quarter": quarter,
        "latitude": "49.87000",
        "longitude": "8.65000",
        "social_links": ["https://a.example"],
        "logo": "logos/a.png",
        "logo_alt": "Ein Kranich",
        "basis": "consent",
        "consent_on": date(2026, 2, 2),
        "confirmed_by": user,
        "step_free": True,
        "register_number": "VR 7",
        "register_court": "Darmstadt",
    }
    put(pair[1], **values)
    other = fresh(pair[1])
    kept = fresh(merge(*pair, [one.name for one in compare(*pair)], user))
    assert {name: getattr(kept, name) for name in values} == {name: getattr(other, name) for name in values}


def test_a_choice_that_breaks_a_rule_is_refused_in_words_and_changes_nothing(pair, user):
    put(pair[0], state="hidden", basis="")
    make_contact(pair[1])
    with pytest.raises(Refused, match="Sagen Sie|veröffentlich"):
        merge(*pair, ["state"], user)
    assert [fresh(one).state for one in pair] == ["hidden", "published"]
    assert pair[1].contacts.count() == 1


def test_topics_target_groups_and_languages_are_united(pair, user):
    sport, women = Topic.objects.filter(code__in=["sport", "women"])
    pair[0].topics.add(sport)
    pair[1].topics.add(sport, women)
    assert set(merge(*pair, [], user).topics.all()) == {sport, women}


def test_everything_that_refers_to_the_other_moves(pair, user):
    keeper, other = pair
    make_contact(other)
    make_offer(other)
    OpeningHours.objects.create(organisation=other, weekday=0, opens=time(9), closes=time(12))
    ErrorReport.objects.create(organisation=other, matter="gone", text="x")
    InternalRecord.objects.create(organisation=other, notes="Notiz")
    other.keep_address("kranich")
    OrganisationMembership.objects.create(umbrella=make_organisation(kind="umbrella"), member=other)
    merge(keeper, other, [], user)
    counts = {
        name: (getattr(keeper, name).count(), getattr(other, name).count())
        for name in ("contacts", "offers", "opening_hours", "error_reports", "umbrella_relations")
    }
    assert counts == dict.fromkeys(counts, (1, 0))
    assert fresh(keeper).internal.notes == "Notiz"
    assert set(keeper.former_slugs.values_list("slug", flat=True)) == {"kranich", "kranichaus"}


def test_equal_contacts_offers_and_hours_are_kept_once(pair, user):
    for entry in pair:
        make_contact(entry)
        make_offer(entry)
        OpeningHours.objects.create(organisation=entry, weekday=0, opens=time(9), closes=time(12))
    make_contact(pair[1], role="Kasse")
    merge(*pair, [], user)
    assert [contact.role for contact in pair[0].contacts.all()] == ["Vorstand", "Kasse"]
    assert (pair[0].offers.count(), pair[0].opening_hours.count()) == (1, 1)


def test_the_other_ones_contacts_stand_behind(pair, user):
    make_contact(pair[0], role="A", position=7)
    make_contact(pair[1], role="B", position=0)
    make_contact(pair[1], role="C", position=1)
    merge(*pair, [], user)
    assert list(pair[0].contacts.values_list("role", "position")) == [("A", 7), ("B", 8), ("C", 9)]


D = date
SPANS = [
    ((None, None), (None, None), (None, None)),
    ((D(2020, 1, 1), D(2021, 1, 1)), (D(2019, 1, 1), D(2020, 1, 1)), (D(2019, 1, 1), D(2021, 1, 1))),
    ((None, D(2021, 1, 1)), (D(2020, 1, 1), None), (D(2020, 1, 1), None)),
    ((D(2020, 1, 1), None), (None, D(2018, 1, 1)), (D(2020, 1, 1), None)),
]


@pytest.mark.parametrize("mine, theirs, expected", SPANS)
def test_a_membership_of_both_is_kept_once_and_widened(pair, user, mine, theirs, expected):
    umbrella = make_organisation(kind="umbrella")
    for entry, (since, until) in zip(pair, (mine, theirs), strict=True):
        OrganisationMembership.objects.create(umbrella=umbrella, member=entry, since=since, until=until)
    merge(*pair, [], user)
    found = OrganisationMembership.objects.values_list("umbrella", "member", "since", "until")
    assert list(found) == [(umbrella.pk, pair[0].pk, *expected)]


def test_members_of_both_umbrellas_are_kept_once(pair, user):
    both, one = make_organisation(), make_organisation()
    for umbrella, member in ((pair[0], both), (pair[1], both), (pair[1], one)):
        OrganisationMembership.objects.create(umbrella=umbrella, member=member)
    merge(*pair, [], user)
    found = set(OrganisationMembership.objects.values_list("umbrella", "member"))
    assert found == {(pair[0].pk, both.pk), (pair[0].pk, one.pk)}


@pytest.mark.parametrize("umbrella, member", [(0, 1), (1, 0)])
def test_nobody_becomes_a_member_of_itself(pair, user, umbrella, member):
    OrganisationMembership.objects.create(umbrella=pair[umbrella], member=pair[member])
    merge(*pair, [], user)
    assert not OrganisationMembership.objects.exists()


def test_internal_records_are_joined(pair, user):
    mine = {"board": "Ada", "notes": "Eins", "bank": "DE1", "members_band": ""}
    theirs = {"board": "Ada", "notes": "Zwei", "bank": "DE2", "members_band": "20–50"}
    for entry, fields in zip(pair, (mine, theirs), strict=True):
        InternalRecord.objects.create(organisation=entry, **fields, charitable_until=date(2030, 1, entry.pk % 28 + 1))
    until = InternalRecord.objects.get(organisation=pair[1]).charitable_until
    with translation.override("en"):
        merge(*pair, [], user)
        day = date_format(until, "SHORT_DATE_FORMAT")
    found = InternalRecord.objects.get()
    assert (found.organisation, found.board, found.bank, found.members_band) == (pair[0], "Ada", "DE1", "20–50")
    assert found.notes.split("\n\n") == [
        "Eins",
        "Zwei",
        "Bank account (Kranichaus e.V.): DE2",
        f"Recognised as charitable until (Kranichaus e.V.): {day}",
    ]


def test_a_person_who_speaks_for_both_speaks_for_the_keeper_with_the_higher_role(pair, user):
    for entry, role, since in zip(pair, ("editor", "signatory"), (date(2022, 1, 1), date(2020, 1, 1)), strict=True):
        Membership.objects.create(organisation=entry, user=user, role=role, since=since)
    ended = Membership.objects.create(organisation=pair[1], user=user, since=date(2018, 1, 1), until=date(2019, 1, 1))
    merge(*pair, [], user)
    found = Membership.objects.order_by("since").values_list("organisation", "role", "since")
    assert list(found) == [(pair[0].pk, "editor", ended.since), (pair[0].pk, "signatory", date(2020, 1, 1))]


def test_two_open_requests_of_one_person_become_one(pair, user):
    for entry, role in zip(pair, ("editor", "signatory"), strict=True):
        JoinRequest.objects.create(organisation=entry, user=user, role=role, message=role.title())
    refused = JoinRequest.objects.create(organisation=pair[1], user=user, message="x", state="refused")
    merge(*pair, [], user)
    one, other = JoinRequest.objects.order_by("pk")[0], JoinRequest.objects.get(pk=refused.pk)
    assert (one.organisation, one.role, one.message) == (pair[0], "signatory", "Editor\n\nSignatory")
    assert (JoinRequest.objects.count(), other.organisation) == (2, pair[0])


def test_the_other_entry_stays_as_merged(pair, user):
    put(pair[1], founded=2007)
    merge(*pair, [], user)
    other = fresh(pair[1])
    assert (other.state, other.merged_into, other.name, other.founded) == ("merged", pair[0], "Kranichaus e.V.", 2007)


def test_what_was_merged_into_the_other_before_leads_to_the_keeper(pair, user):
    first = make_organisation()
    merge(pair[1], first, [], user)
    merge(*pair, [], user)
    assert {fresh(one).merged_into for one in (first, pair[1])} == {pair[0]}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_former_addresses_of_the_other_lead_to_the_keeper(client, pair, user, prefix):
    pair[1].keep_address("kranich")
    client.get("/organisationen/kranichaus/")
    merge(*pair, [], user)
    for slug in ("kranichaus", "kranich"):
        answer = client.get(f"{prefix}/organisationen/{slug}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{prefix}/organisationen/kranichhaus/")
    assert client.get(f"/organisationen/{fresh(pair[1]).slug}/").status_code == 404


def test_a_former_address_that_is_the_keepers_own_now_is_none(client, pair, user):
    FormerSlug.objects.create(slug="kranichhaus", organisation=pair[1])
    merge(*pair, [], user)
    assert client.get("/organisationen/kranichhaus/").status_code == 200
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["kranichaus"]


def test_lists_and_search_show_only_the_keeper_with_everything(client, pair, user):
    make_offer(pair[1], title="Posaunenunterricht")
    assert len(hits(client.get("/organisationen/?q=Kranich"))) == 2
    merge(*pair, [], user)
    assert hits(client.get("/organisationen/?q=Kranich")) == ["Kranichhaus"]
    assert hits(client.get("/organisationen/?q=Posaunenunterricht")) == ["Kranichhaus"]
    assert not SearchEntry.objects.filter(organisation=pair[1]).exists()


def test_the_history_tells_who_merged_what(pair, user):
    put(pair[1], founded=2007)
    merge(*pair, ["founded"], user)
    last = {one.pk: Events.objects.tracks(one).order_by("pgh_created_at", "pgh_id").last() for one in pair}
    expected = {"user": user.pk, "merged": pair[1].pk, "into": pair[0].pk}
    assert [event.pgh_context for event in last.values()] == [expected] * 2
    assert last[pair[0].pk].pgh_diff == {"founded": [None, 2007]}
    assert set(last[pair[1].pk].pgh_diff) == {"slug", "state", "merged_into_id"}


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda keeper, other: (keeper, keeper), "itself"),
        (lambda keeper, other: (keeper, merged(other)), "Kranichaus e.V.” was merged"),
        (lambda keeper, other: (merged(keeper), other), "Kranichhaus” was merged"),
        (lambda keeper, other: (keeper, Organisation.objects.office().get()), "is the office itself"),
        (lambda keeper, other: (Organisation.objects.office().get(), other), "is the office itself"),
    ],
)
def test_what_cannot_be_merged_is_refused_in_words(pair, user, spoil, words):
    keeper, other = spoil(*pair)
    before = list(Organisation.objects.order_by("pk").values("pk", "state", "slug", "merged_into"))
    with translation.override("en"), pytest.raises(Refused, match=words):
        merge(keeper, other, [], user)
    assert list(Organisation.objects.order_by("pk").values("pk", "state", "slug", "merged_into")) == before
    with translation.override("en"):
        assert words in merging.obstacle(keeper, other)


def merged(entry):
    """In the database only: what the page had read before is not trusted."""
    put(entry, state="merged", merged_into=make_organisation())
    return entry


def test_what_the_database_says_counts_and_not_what_was_read_before(pair, user):
    Organisation.objects.filter(pk=pair[1].pk).update(state="merged", merged_into=make_organisation())
    assert merging.obstacle(*pair) == ""
    with pytest.raises(Refused):
        merge(*pair, [], user)


def test_what_moves_is_told_beforehand(pair):
    make_contact(pair[0])
    make_contact(pair[1])
    make_offer(pair[1])
    with translation.override("en"):
        assert [(one.label, one.total, one.doubles) for one in merging.moving(*pair)] == [
            ("Contacts", 1, 1),
            ("Offers", 1, 0),
        ]
