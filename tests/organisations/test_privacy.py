"""What is internal reaches no public page, no file and no word of the search.

Every internal text carries the sign SECRET and every public one the sign OPEN; then all public addresses are visited.
"""

import re
from datetime import time, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from organisations import indexing
from organisations.models import (
    Contact,
    ErrorReport,
    InternalRecord,
    OpeningHours,
    Organisation,
    OrganisationMembership,
    SearchEntry,
    SearchWord,
    Topic,
)
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.pages import LANGUAGES, tree
from tests.papers import text_of

pytestmark = pytest.mark.django_db
SECRET, OPEN = "qzgeheim", "qzoffen"
TEXTS = (
    "name short_name native_name department summary description community rooms access_note hours_note register_court"
).split()
# Of the office only, and the note for which pages have no place yet (see test_public.py).
NOT_SHOWN = {"department", "hours_note"}
OFFER_TEXTS = ("title", "text", "when", "where", "cost_note")
FOLLOWED = re.compile(r'(?:href|src)="(/[^"#]*)', re.IGNORECASE)


def signed(sign, names):
    """A text with the sign for each field, different in each, so that a leak tells where it comes from."""
    return {name: f"{sign}{name.replace('_', '')}"[:40] for name in names}


def translated(sign, fields, languages=("en", "ar", "tr")):
    return {f"{name}_{code}": f"{sign}{name.replace('_', '')}{code}" for name in fields for code in languages}


def fill_in(organisation, sign):
    """Everything that hangs on an organisation, with the sign in each text."""
    make_contact(organisation, person=f"{sign}person", phone="", email=f"{sign}mail@example.org", role=f"{sign}role",
                 i18n=translated(sign, ["role"]))  # fmt: skip
    make_offer(organisation, index=False, **signed(sign, OFFER_TEXTS), i18n=translated(sign, OFFER_TEXTS))
    OpeningHours.objects.create(
        organisation=organisation, weekday=1, opens=time(9), closes=time(10), note=f"{sign}hours"
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """An open association with secrets, and others that are secret altogether."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        yield
        transaction.set_rollback(True)


def make_world():
    topics, today = Topic.objects.filter(code="sport"), timezone.localdate()
    shown = make_organisation(
        slug="offen", **signed(OPEN, TEXTS), street=f"{OPEN}street", i18n=translated(OPEN, ["summary", "description"]),
        website=f"https://{OPEN}web.example", register_number="VR 1", source=f"{SECRET}source",
        confirmed_by=make_user(email=f"{SECRET}user@example.org", first_name=SECRET),
        topics=topics, district_id="100", quarter_id="110", index=False,
    )  # fmt: skip
    fill_in(shown, OPEN)
    add_secrets(shown, today)
    make_organisation(
        slug="ohne-adresse", name="Ohne Adresse", address_public=False, street=f"{SECRET}street 7", postcode="98765",
        latitude="49.87654", longitude="8.65432", topics=topics, district_id="100", index=False,
    )  # fmt: skip
    for state in set(Organisation.State) - {Organisation.State.PUBLISHED}:
        hidden = make_organisation(
            slug=f"still-{state}", state=state, merged_into=shown if state == "merged" else None,
            **signed(SECRET, TEXTS), i18n=translated(SECRET, ["name", "summary"]),
            street=f"{SECRET}street", topics=topics, index=False,
        )  # fmt: skip
        fill_in(hidden, SECRET)
        OrganisationMembership.objects.create(umbrella=hidden, member=shown)
        OrganisationMembership.objects.create(umbrella=shown, member=hidden)
    indexing.index(Organisation.objects.values_list("pk", flat=True))


def add_secrets(organisation, today):
    InternalRecord.objects.create(
        organisation=organisation, **signed(SECRET, ["board", "notes", "bank", "members_band"])
    )
    Contact.objects.create(
        organisation=organisation, role=f"{SECRET}role", person=f"{SECRET}person", email=f"{SECRET}@example.org",
        phone="06151 987650", public=False,
    )  # fmt: skip
    make_offer(
        organisation, index=False, active_to=today - timedelta(days=1), **signed(SECRET, OFFER_TEXTS),
        topics=Topic.objects.filter(code="interfaith"),
    )  # fmt: skip
    ErrorReport.objects.create(
        organisation=organisation, matter="other", text=f"{SECRET}report", email=f"{SECRET}report@example.org"
    )


def entrances():
    """Where the visit begins; what these pages link to is visited, too."""
    searches = [
        *("q=verein", "q=qzgeheim", "q=qzgeheimname", "q=qzgehein", "q=qzoffen", "q=qzoffenname", "thema=sport"),
        *(
            "q=qzgeheimname&thema=sport",
            "thema=interfaith",
            "stadtteil=100",
            "viertel=110",
            "jetzt=1",
            "sort=bestaetigt",
        ),
    ]
    lists = [f"/{name}/?{search}" for name in ("organisationen", "angebote") for search in searches]
    hidden = [f"/organisationen/still-{state}/{part}" for state in Organisation.State for part in ("", "kontakt.vcf")]
    return ["/", "/en/", "/ar/", "/robots.txt", "/sitemap.xml", *lists, *hidden]


@pytest.fixture(scope="module")
def seen(world, django_db_blocker):
    """{address: what it says} for all public addresses."""
    with django_db_blocker.unblock(), translation.override("de"):
        return visit_everything(Client())


def visit_everything(client):
    """Follows every link; of the lists' addresses those with one choice at most."""
    waiting, seen = entrances(), {}
    while waiting:
        url = waiting.pop()
        if url in seen or url.startswith(("/static/", "/admin/")) or (url.count("=") > 1 and url not in entrances()):
            continue
        answer = client.get(url)
        seen[url] = readable(answer)
        waiting += [found.replace("&amp;", "&") for found in FOLLOWED.findall(seen[url])]
        waiting += [f"/{found}" for found in re.findall(r"<loc>http://testserver/([^<]*)", seen[url])]
    return seen


def readable(answer):
    """What a page or a file says."""
    return text_of(answer.content) if answer["Content-Type"] == "application/pdf" else answer.content.decode()


def without_what_was_typed(url, said):
    """A search page shows what was typed, also as secrets; that is no leak."""
    for typed in re.findall(r"[?&]q=([^&]*)", url):
        said = re.sub(rf"{typed}(?![a-z])", "", said)
    return said


SIGNS = re.compile(rf"{SECRET}\w*|98765|49\.87654|8\.65432|06151 987650|987650", re.IGNORECASE)


def test_nothing_internal_is_on_any_public_page(seen):
    leaks = {url: set(SIGNS.findall(without_what_was_typed(url, said))) for url, said in seen.items()}
    assert {url: found for url, found in leaks.items() if found} == {}
    assert len(seen) > 60


def test_what_is_public_is_there_to_be_seen(seen):
    """The counterpart: the visit comes by where the secrets would be."""
    said = " ".join(seen.values())
    fields = {*TEXTS, *OFFER_TEXTS, "street", "role", "person", "mail", "web", "hours"} - NOT_SHOWN
    assert {name for name in fields if f"{OPEN}{name.replace('_', '')}" not in said} == set()
    places = ["/organisationen/offen/", "/organisationen/offen/kontakt.vcf", "/ar/organisationen/offen/"]
    assert [url for url in places if OPEN not in seen[url]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_entry_is_in_no_list_of_any_kind(client, world, language):
    prefix = "" if language == "de" else f"/{language}"
    page = tree(client.get(f"{prefix}/organisationen/?thema=sport"))
    linked = {link.get("href") for link in page.iter("a")}
    assert f"{prefix}/organisationen/offen/" in linked
    assert [href for href in linked if href and "still-" in href] == []


def test_nothing_internal_is_in_what_the_search_reads(world):
    documents = " ".join(SearchEntry.objects.values_list("document", flat=True))
    columns = SearchWord.objects.values_list("word", "lexeme", "shown")
    lexicon = " ".join(" ".join(row) for row in columns)
    assert [SIGNS.findall(documents), SIGNS.findall(lexicon)] == [[], []]
    assert OPEN in documents and OPEN in lexicon


def test_ended_offers_leave_no_trace_in_the_facets(world):
    numbers = [number for facets in SearchEntry.objects.values_list("facets", flat=True) for number in facets]
    gone = Topic.objects.get(code="interfaith").pk + 20_000
    kept = Topic.objects.get(code="sport").pk + 20_000
    assert (gone in numbers, kept in numbers) == (False, True)


def test_hiding_an_entry_takes_its_words_out_of_the_search(client, world):
    Organisation.objects.filter(slug="offen").update(state="hidden")
    indexing.index(Organisation.objects.filter(slug="offen").values_list("pk", flat=True))
    assert SearchEntry.objects.filter(document__icontains=OPEN).count() == 0
    said = client.get("/organisationen/?q=qzoffenmane").content.decode()
    assert f"{OPEN}name" not in said
