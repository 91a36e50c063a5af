"""Invented content for trying the portal: recognisable, complete, and never beside real people."""

from io import StringIO

import pytest
from django.core.management import call_command

from organisations import demonstration, indexing
from organisations.models import (
    Contact,
    District,
    JoinRequest,
    Offer,
    Organisation,
    OrganisationMembership,
    SearchEntry,
    Synonym,
    User,
)
from tests.factories import make_organisation
from tests.pages import hits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trying(settings):
    settings.DEMO = True


def invented():
    return Organisation.objects.filter(source=demonstration.SOURCE)


def load(*options):
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


def test_the_directory_is_full_and_varied(demo):
    states = set(invented().values_list("state", flat=True))
    assert invented().count() == 81
    assert states == set(Organisation.State) - {Organisation.State.MERGED}
    assert set(invented().published().values_list("district", flat=True)) >= set(
        District.objects.values_list("pk", flat=True)
    )


def test_loading_again_adds_nothing(demo):
    before = [list(model.objects.order_by("pk").values()) for model in (Organisation, Offer, Contact, User)]
    assert load() == "The demo content is there.\n"
    assert [list(model.objects.order_by("pk").values()) for model in (Organisation, Offer, Contact, User)] == before


def test_what_was_removed_by_hand_comes_back_alone(demo):
    invented().last().delete()
    assert load() == "Demo: 1 invented associations loaded.\n"


def test_every_invented_entry_keeps_the_rules(demo):
    for organisation in invented():
        organisation.full_clean()
    for model in (Offer, Contact, OrganisationMembership):
        for thing in model.objects.all():
            thing.full_clean()


def test_nobody_real_can_be_reached_by_mistake(demo):
    """Addresses that the standards keep for examples; telephone numbers that the federal agency keeps for films."""
    contacts = Contact.objects.filter(organisation__in=invented())
    emails, phones = contacts.exclude(email=""), contacts.exclude(phone="")
    assert emails.count() > 50 and phones.count() > 20
    assert [one.email for one in emails if not one.email.endswith(".example")] == []
    assert [one.website for one in invented() if one.website and ".example" not in one.website] == []


@pytest.mark.parametrize("name, role", demonstration.STAFF.items())
def test_each_role_has_an_account_that_can_log_in(demo, client, name, role):
    assert client.login(email=f"{name}@demo.example", password="demo-darmstadt")
    user = User.objects.get(email=f"{name}@demo.example")
    assert (user.is_staff, user.is_superuser, [group.name for group in user.groups.all()]) == (True, False, [role])


@pytest.mark.parametrize(
    "name, number, role",
    [("vorstand", 0, "signatory"), ("mitglied", 0, "editor"), ("fremd", 1, "signatory"), ("neu", None, None)],
)
def test_people_of_associations_can_log_in_and_speak_for_them(demo, client, name, number, role):
    assert client.login(email=f"{name}@demo.example", password="demo-darmstadt")
    user = User.objects.get(email=f"{name}@demo.example")
    first_two = list(invented().published().filter(kind="association").order_by("name_key")[:2])
    expected = [] if number is None else [(first_two[number].pk, role)]
    assert list(user.memberships.current().values_list("organisation", "role")) == expected
    assert (user.is_staff, user.first_name) == (False, "Demo")


def test_the_desk_has_one_request_to_try_deciding(demo):
    (request,) = JoinRequest.objects.open()
    assert (request.user.email, request.organisation.memberships.count()) == ("fremd@demo.example", 2)


def test_hidden_ones_are_in_no_list(demo, client):
    hidden = set(invented().exclude(state="published").values_list("pk", flat=True))
    assert hidden and not hidden & set(SearchEntry.objects.values_list("organisation", flat=True))


def test_removing_leaves_the_rest(demo, client):
    Synonym.objects.all().delete()  # so that writing the search anew is quick
    make_organisation(name="Qwimpel")
    assert load("--remove") == "The demo content is gone.\n"
    assert (invented().count(), User.objects.count()) == (0, 0)
    assert SearchEntry.objects.filter(kind=SearchEntry.Kind.ORGANISATION).count() == 4
    assert hits(client.get("/organisationen/?q=qwimpel")) == ["Qwimpel"]


def test_the_reindex_command_comes_to_the_same_as_loading(demo):
    Synonym.objects.all().delete()
    columns = ("organisation", "offer", "document", "facets", "name_key")
    before = list(SearchEntry.objects.order_by("organisation", "kind", "offer").values_list(*columns))
    out = StringIO()
    call_command("reindex", stdout=out)
    assert list(SearchEntry.objects.order_by("organisation", "kind", "offer").values_list(*columns)) == before
    assert out.getvalue().endswith("The search is up to date.\n")
    assert indexing.BATCH > len(before), "one batch; several are measured by load_scale"
