from datetime import timedelta

import pytest
from django.utils import timezone

from organisations import facets, search
from organisations.facets import Choices
from organisations.models import DirectoryVersion, Language, Organisation, TargetGroup, Topic
from organisations.results import Request, Results
from tests.factories import make_offer, make_organisation

pytestmark = pytest.mark.django_db
ORGANISATION, OFFER = 1, 2


@pytest.fixture(autouse=True)
def empty_directory():
    Organisation.objects.all().delete()


def results(kind=ORGANISATION, query="", sort="name", **more):
    choices = more.pop("choices", Choices())
    return Results(kind, "/", Request(query, choices, sort, 1), DirectoryVersion.current(), **more)


def names(sort, query=""):
    called = dict(Organisation.objects.values_list("pk", "name"))
    return [called[hit.organisation_id] for hit in results(query=query, sort=sort).found]


def test_names_are_in_german_order_then_other_scripts():
    for name in ["Яблоня", "Zebra", "Äpfel", "Apfelbaum", "تفاح", "Azur", "öl", "Oase", "Μήλο"]:
        make_organisation(name=name)
    assert names("name") == ["Äpfel", "Apfelbaum", "Azur", "Oase", "öl", "Zebra", "Μήλο", "Яблоня", "تفاح"]


def test_the_last_confirmed_come_first_and_the_unconfirmed_last():
    today = timezone.localdate()
    for name, days in [("Alt", 300), ("Neu", 0), ("Nie", None), ("Auch nie", None), ("Auch neu", 0)]:
        make_organisation(name=name, confirmed_on=None if days is None else today - timedelta(days=days))
    assert names("bestaetigt") == ["Auch neu", "Neu", "Alt", "Auch nie", "Nie"]


@pytest.mark.parametrize("sort, order", [("relevanz", ["Zimtchor", "Anis"]), ("name", ["Anis", "Zimtchor"])])
def test_relevance_puts_the_name_before_a_mention_and_other_orders_do_not(sort, order):
    make_organisation(name="Anis", description="Wir hatten einmal einen Zimtchor.")
    make_organisation(name="Zimtchor")
    assert names(sort, "zimtchor") == order


@pytest.mark.parametrize("sort", ["unsinn", "", "name; DROP TABLE organisations_searchentry"])
def test_an_unknown_order_without_words_is_by_name(sort):
    make_organisation(name="Zebra")
    make_organisation(name="Anis")
    assert names(sort) == ["Anis", "Zebra"]


def test_offers_are_hits_of_their_own_list():
    offer = make_offer(make_organisation(name="Zimtchor"), title="Singkreis")
    assert [hit.offer_id for hit in results(OFFER).found] == [offer.pk]
    assert [hit.offer_id for hit in results(OFFER, "zimtchor").found] == [offer.pk]
    assert [hit.offer_id for hit in results(ORGANISATION).found] == [None]


def test_an_organisation_is_found_by_what_it_offers():
    organisation = make_organisation(name="Anis")
    make_offer(organisation, title="Qwimpelkurs", text="mit Zwabbelprüfung")
    assert names("relevanz", "qwimpelkurs zwabbelprüfung") == ["Anis"]


@pytest.mark.parametrize("days, shown", [(0, 1), (1, 1), (2, 0)])
def test_an_offer_is_shown_to_its_last_day(days, shown):
    """The search is written when an entry is saved; the days go on without that."""
    today = timezone.localdate()
    make_offer(make_organisation(), active_from=today, active_to=today + timedelta(days=1))
    assert results(OFFER, today=today + timedelta(days=days)).total == shown


@pytest.mark.parametrize("days, now", [(-1, 0), (0, 1), (5, 1), (6, 0)])
def test_now_means_the_day_of_the_visit(days, now):
    today = timezone.localdate()
    make_offer(make_organisation(), active_from=today, active_to=today + timedelta(days=5))
    here = results(choices=Choices(now=True), today=today + timedelta(days=days))
    assert here.total == now


def test_every_word_counts_before_how_often_one_is_said():
    make_organisation(name="Qwimpel Qwimpel Qwimpel")
    make_organisation(name="Anis", description="qwimpel und zwabbel")
    assert names("relevanz", "qwimpel zwabbel") == ["Anis"]


def number(group, model, code):
    return group.number(model.objects.get(code=code).pk)


def test_alike_is_who_shares_most():
    topic, group = Topic.objects.get(code="sport"), TargetGroup.objects.get(code="women")
    one = make_organisation(topics=[topic], target_groups=[group])
    most = make_organisation(topics=[topic], target_groups=[group], languages=Language.objects.all()[:3])
    some = make_organisation(topics=[topic])
    make_organisation(topics=Topic.objects.filter(code="work"))
    numbers = [number(facets.TOPIC, Topic, "sport"), number(facets.TARGET_GROUP, TargetGroup, "women")]
    assert search.alike(one.pk, numbers, 3) == [most.pk, some.pk]
    assert search.alike(one.pk, numbers, 1) == [most.pk]
    assert search.alike(one.pk, [], 3) == []
