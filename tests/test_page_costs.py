"""What a page costs: few queries whatever it shows, and less than 60 KB on the wire."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from organisations import indexing
from organisations.models import DirectoryVersion, Language, Organisation, Topic
from tests.factories import make_contact, make_offer, make_organisation

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_BYTES = 8, 60_000
LISTS = [
    *("/", "/organisationen/", "/organisationen/?sprache=tr&thema=sport&stadtteil=100&jetzt=1"),
    *("/organisationen/?sort=bestaetigt", "/organisationen/?q=verein", "/organisationen/?q=verein&sprache=tr"),
    *("/ar/organisationen/?q=verein", "/angebote/", "/angebote/?q=sprachcafé", "/angebote/?sprache=tr&jetzt=1"),
    "/en/angebote/?q=sprachcafé&thema=sport",
]


def make(number):
    terms = {"topics": Topic.objects.filter(code="sport"), "languages": Language.objects.filter(code="tr")}
    made = [make_organisation(district_id="100", quarter_id="110", index=False, **terms) for _one in range(number)]
    for organisation in made:
        make_offer(organisation, index=False, **terms)
    indexing.index([organisation.pk for organisation in made])
    return made[0]


def queries(client, url):
    """The queries of a page when nobody asked for it yet, in a process that has answered others."""
    client.get(url + ("&" if "?" in url else "?") + "other=1")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


def test_a_list_costs_the_same_few_queries_for_one_entry_and_fifty(client):
    Organisation.objects.exclude(kind="office").delete()
    make(1)
    one = {url: len(queries(client, url)) for url in LISTS}
    make(49)
    fifty = {url: len(queries(client, url)) for url in LISTS}
    assert fifty == one
    assert {url: number for url, number in fifty.items() if number > MOST_QUERIES} == {}


def test_an_entry_costs_the_same_few_queries_for_one_offer_and_fifty(client):
    organisation = make(5)
    url = organisation.get_absolute_url()
    make_contact(organisation)
    one = queries(client, url)
    for _more in range(49):
        make_offer(organisation, index=False, languages=Language.objects.all()[:2])
        make_contact(organisation)
    DirectoryVersion.renew()
    fifty = queries(client, url)
    assert len(one) == len(fifty) <= MOST_QUERIES, fifty


@pytest.mark.parametrize("url", ["/kontakt/", "/seiten/impressum/", "/robots.txt", "/organisationen/?sprache=vi"])
def test_other_pages_cost_few_queries_too(client, url):
    found = queries(client, url)
    assert len(found) <= MOST_QUERIES, found


@pytest.mark.parametrize("number, most", [(1, 16), (8, 45)])
def test_unknown_words_cost_more_but_not_without_end(client, number, most):
    """Each is looked for in other spellings and counted, but only so many."""
    words = "+".join(f"{letter}qxwzkv" for letter in "abcdefgh"[:number])
    found = queries(client, f"/organisationen/?q={words}")
    assert len(found) <= most, found


def test_a_page_that_is_kept_costs_one_query(client, django_assert_num_queries):
    client.get("/organisationen/")
    with django_assert_num_queries(1):
        client.get("/organisationen/")


LINKED = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"|<script src="/static/([^"]+)"')


def weight(client, url):
    """Bytes of the page, its styles and its scripts, each compressed as it is sent."""
    page = client.get(url).content
    files = [style or script for style, script in LINKED.findall(page.decode())]
    assert len(files) >= 7
    contents = [page]
    for name in files:
        with open(finders.find(name), "rb") as file:
            contents.append(file.read())
    return sum(len(gzip.compress(content, 6)) for content in contents)


@pytest.fixture(scope="module")
def longest(demo, django_db_blocker):
    """The invented entry with most to show."""
    with django_db_blocker.unblock():
        published = Organisation.objects.published().annotate(n=Count("offers") + Count("contacts"))
        return published.order_by("-n", "pk")[0].get_absolute_url()


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("path", ["/", "/organisationen/", "/organisationen/?q=verein", "/angebote/", "{}"])
def test_a_page_is_light_enough_for_a_slow_line(client, demo, longest, prefix, path):
    assert weight(client, prefix + path.format(longest)) < MOST_BYTES


def test_the_heavy_list_is_a_full_one(client, demo):
    """Guards the test above."""
    assert client.get("/organisationen/").content.count(b"<article") == 20
    assert client.get("/angebote/").content.count(b"<article") == 20
