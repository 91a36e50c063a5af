"""What search engines read, checked against the part of schema.org that the portal uses."""

import json
import re
from datetime import time

import pytest

from organisations import structured_data
from organisations.models import Language, OpeningHours, Organisation, OrganisationMembership
from tests.factories import make_contact, make_offer, make_organisation

pytestmark = pytest.mark.django_db

# Types, their properties, and what may stand there, from schema.org 29.
THING = {"@id": "Id", "name": "Text", "alternateName": "Text", "description": "Text", "url": "URL", "sameAs": "URL"}
ORGANISATION = THING | {
    "address": "PostalAddress",
    "contactPoint": "ContactPoint",
    "foundingDate": "Date",
    "knowsLanguage": "Text",
    "logo": "URL",
    "makesOffer": "Offer",
    "memberOf": "Organization",
}
SCHEMA = {
    "Organization": ORGANISATION,
    "NGO": ORGANISATION,
    "GovernmentOffice": ORGANISATION | {"openingHoursSpecification": "OpeningHoursSpecification"},
    "PostalAddress": THING
    | {"addressLocality": "Text", "addressCountry": "Country", "streetAddress": "Text", "postalCode": "Text"},
    "ContactPoint": THING
    | {"contactType": "Text", "telephone": "Text", "email": "Email", "faxNumber": "Text", "availableLanguage": "Text"},
    "OpeningHoursSpecification": THING | {"dayOfWeek": "DayOfWeek", "opens": "Time", "closes": "Time"},
    "Offer": THING | {"itemOffered": "Service", "price": "Number", "priceCurrency": "Currency"},
    "Service": THING,
}
KINDS = {
    "Id": r"urn:uuid:[0-9a-f-]{36}",
    "Text": r"(?s).*\S.*",
    "URL": r"https?://\S+",
    "Date": r"\d{4}(-\d\d-\d\d)?",
    "Country": r"[A-Z]{2}",
    "Email": r"[^@\s]+@[^@\s]+",
    "Time": r"([01]\d|2[0-3]):[0-5]\d",
    "Number": r"\d+(\.\d+)?",
    "Currency": r"[A-Z]{3}",
    "DayOfWeek": r"https://schema\.org/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
}
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(client, organisation, prefix=""):
    page = client.get(f"{prefix}/organisationen/{organisation.slug}/").content.decode()
    (block,) = BLOCK.findall(page)
    return json.loads(block)


def mistakes(value, kind, where=""):
    """Every place where the data is not what schema.org allows there."""
    if isinstance(value, list):
        return [one for item in value for one in mistakes(item, kind, where)] or ([] if value else [f"{where}: empty"])
    if kind in KINDS:
        fits = isinstance(value, str) and re.fullmatch(KINDS[kind], value)
        return [] if fits else [f"{where}: {value!r} is no {kind}"]
    if not isinstance(value, dict) or value.get("@type") != kind:
        return [f"{where}: {value!r} is no {kind}"]
    known, given = SCHEMA[kind], {name for name in value if name not in ("@type", "@context")}
    wrong = [f"{where}: {kind} has no {name}" for name in given - set(known)]
    return wrong + [one for name in given & set(known) for one in mistakes(value[name], known[name], f"{where}/{name}")]


@pytest.fixture
def full():
    """An association about which everything is known."""
    organisation = make_organisation(
        name="Anisverein", short_name="AV", native_name="يانسون", summary="Wir singen.", founded=1999,
        street="Anisweg 3", postcode="64283", website="https://anis.example", logo="logos/a.png", logo_alt="Anis",
        social_links=["https://social.example/@anis"], languages=Language.objects.filter(code__in=["tr", "de"]),
    )  # fmt: skip
    contact = make_contact(organisation, role="Vorstand", phone="06151 1", fax="06151 2", email="a@anis.example")
    contact.languages.set(Language.objects.filter(code="tr"))
    make_offer(organisation, title="Kurs", text="Wir nähen.")
    make_offer(organisation, title="Reise", cost="fee")
    OpeningHours.objects.create(organisation=organisation, weekday=0, opens=time(9), closes=time(17, 30))
    umbrella = make_organisation(name="Dach", kind="umbrella")
    OrganisationMembership.objects.create(umbrella=umbrella, member=organisation)
    return organisation


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
@pytest.mark.parametrize("kind", ["association", "office"])
def test_everything_is_what_schema_org_allows_there(client, full, kind, prefix):
    Organisation.objects.filter(pk=full.pk).update(kind=kind)
    data = data_of(client, full, prefix)
    assert data["@context"] == "https://schema.org"
    assert mistakes(data, "GovernmentOffice" if kind == "office" else "NGO") == []


def test_an_entry_of_which_little_is_known_says_nothing_empty(client):
    bare = make_organisation(name="Bare", website="")
    data = data_of(client, bare)
    assert mistakes(data, "NGO") == []
    assert set(data) == {"@context", "@type", "@id", "url", "name", "address"}


def test_the_check_finds_mistakes():
    """Guards the tests above."""
    wrong = {"@type": "NGO", "name": "", "opens": "9", "url": "anis.example", "makesOffer": [{"@type": "Service"}]}
    assert len(mistakes(wrong, "NGO")) == 4
    assert mistakes([], "Text") == [": empty"]


def test_an_entry_tells_search_engines_what_its_page_shows(client, full):
    data = data_of(client, full)
    assert data["url"] == f"http://testserver/organisationen/{full.slug}/"
    assert data["logo"].partition("?")[0] == f"{data['url']}logo"
    assert data["alternateName"] == ["AV", "يانسون"]
    assert data["sameAs"] == ["https://anis.example", "https://social.example/@anis"]
    assert data["memberOf"] == [{"@type": "Organization", "name": "Dach"}]
    assert data["contactPoint"] == [
        {
            **{"@type": "ContactPoint", "contactType": "Vorstand", "telephone": "06151 1"},
            **{"faxNumber": "06151 2", "email": "a@anis.example", "availableLanguage": ["Türkisch"]},
        }
    ]


def test_only_what_costs_nothing_has_a_price(client, full):
    offers = {offer["itemOffered"]["name"]: offer.get("price") for offer in data_of(client, full)["makesOffer"]}
    assert offers == {"Kurs": "0", "Reise": None}


def test_only_the_office_has_opening_hours_because_associations_are_no_places(client, full):
    assert "openingHoursSpecification" not in data_of(client, full)
    Organisation.objects.filter(pk=full.pk).update(kind="office")
    (hours,) = data_of(client, full, "/en")["openingHoursSpecification"]
    assert (hours["dayOfWeek"], hours["opens"], hours["closes"]) == ("https://schema.org/Monday", "09:00", "17:30")


@pytest.mark.parametrize(
    "evil", ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;/script&gt;", "\u2028"]
)
def test_no_text_breaks_out_of_the_data(client, evil):
    organisation = make_organisation(name=f"A{evil}", summary=f"B{evil}")
    data = data_of(client, organisation)
    assert (data["name"], data["description"]) == (f"A{evil}", f"B{evil}")
    block = structured_data.script({"name": evil})
    assert block.count("<") == 2, "of its own element only"
