"""What every visitor may open: lists, entries, the office, texts."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from organisations.models import (
    FormerSlug,
    Language,
    OpeningHours,
    Organisation,
    OrganisationMembership,
    Page,
    Topic,
)
from tests.factories import make_contact, make_offer, make_organisation, make_picture, make_user
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
HIDDEN = ["draft", "pending", "hidden", "dissolved"]
PARTS = ["", "logo", "kontakt.vcf", "fehler-melden/", "fehler-melden/danke/"]


def page_of(client, organisation, prefix=""):
    return tree(client.get(f"{prefix}/organisationen/{organisation.slug}/"))


def part(page, heading):
    """The section or panel of an entry's page that stands under this heading."""
    sections = [section for section in page.iter("section") if section.find("h2") is not None]
    return next((text(section) for section in sections if text(section.find("h2")) == heading), None)


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("part", PARTS)
def test_a_hidden_entry_is_not_found(client, state, part):
    organisation = make_organisation(state=state, logo="logos/a.png", logo_alt="Apfel")
    assert client.get(f"/organisationen/{organisation.slug}/{part}").status_code == 404


@pytest.mark.parametrize("part", [part for part in PARTS if part != "logo"])
def test_a_published_entry_is_shown(client, part):
    organisation = make_organisation()
    assert client.get(f"/organisationen/{organisation.slug}/{part}").status_code == 200


@pytest.mark.parametrize("role, status", [(None, 404), ("Redaktion", 200), ("Entscheidung", 200)])
def test_staff_see_an_entry_before_it_is_published(client, role, status):
    organisation = make_organisation(state="draft")
    client.force_login(make_user(role))
    assert client.get(f"/organisationen/{organisation.slug}/").status_code == status


def test_a_former_address_leads_to_the_present_one(client):
    """Not for ever: another entry may take the address over."""
    organisation = make_organisation(slug="neu")
    organisation.keep_address("alt")
    answers = [client.get(f"{prefix}/organisationen/alt/") for prefix in ("", "/en")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/organisationen/neu/"),
        (302, "/en/organisationen/neu/"),
    ]


@pytest.mark.parametrize("state", HIDDEN)
def test_a_former_address_of_a_hidden_entry_is_not_found(client, state):
    FormerSlug.objects.create(slug="alt", organisation=make_organisation(state=state))
    assert client.get("/organisationen/alt/").status_code == 404


def test_an_entry_says_what_it_does_for_whom_and_in_which_languages(client):
    organisation = make_organisation(
        name="Anisverein", native_name="يانسون", summary="Wir singen.", description="Erster Absatz.\n\nZweiter Absatz.",
        topics=Topic.objects.filter(code="sport"), languages=Language.objects.filter(code="tr"),
    )  # fmt: skip
    head = by_class(page_of(client, organisation), "entry-head")[0]
    assert text(next(head.iter("h1"))) == "Anisverein"
    assert [text(one) for one in head.iter("p")][:4] == ["يانسون", "Wir singen.", "Erster Absatz.", "Zweiter Absatz."]
    assert links(head) == [
        ("Sport und Bewegung", "/organisationen/?thema=sport"),
        ("Türkisch", "/organisationen/?sprache=tr"),
    ]


def test_an_entry_says_how_to_get_in_touch(client):
    organisation = make_organisation(website="https://anis.example", social_links=["https://social.example/@anis"])
    make_contact(organisation, role="Vorstand", person="Erika Muster", phone="06151 1234-5", email="e@anis.example")
    make_contact(organisation, role="Kasse", public=False)
    panel = by_class(page_of(client, organisation), "panel")[0]
    assert [text(heading) for heading in panel.iter("h3")] == ["Vorstand"]
    assert [href for _text, href in links(panel)] == [
        "tel:0615112345",
        "mailto:e@anis.example",
        "https://anis.example",
        "https://social.example/@anis",
    ]


def test_an_entry_without_a_contact_leads_to_the_office(client):
    panel = by_class(page_of(client, make_organisation()), "panel")[0]
    assert [href for _text, href in links(panel)] == ["/kontakt/"]


def test_an_entry_says_when_it_is_open_and_what_else_to_know_of_that(client):
    organisation = make_organisation(hours_note="In den Ferien geschlossen")
    for weekday, opens, closes in [(0, 9, 12), (0, 14, 18), (2, 10, 11)]:
        OpeningHours.objects.create(
            organisation=organisation, weekday=weekday, opens=time(opens), closes=time(closes), note=""
        )
    shown = part(page_of(client, organisation), "Öffnungszeiten")
    assert "Montag 09:00–12:0014:00–18:00 Mittwoch 10:00–11:00" in shown
    assert "In den Ferien geschlossen" in shown


@pytest.mark.parametrize("public, shown", [(True, True), (False, False)])
def test_an_address_is_shown_only_where_it_is_public(client, public, shown):
    organisation = make_organisation(
        street="Anisweg 3", postcode="64283", latitude="49.87", longitude="8.65", rooms="Im Hof links",
        address_public=public, district_id="100", quarter_id="110",
    )  # fmt: skip
    page = page_of(client, organisation)
    seen = text(page)
    assert [sign in seen for sign in ("Anisweg 3", "64283", "Im Hof links")] == [shown] * 3
    assert any(href.startswith("geo:49.87") for _text, href in links(page)) is shown
    assert "Darmstadt-Mitte, Stadtzentrum" in seen, "the area is public all the same"


def test_an_entry_shows_offers_that_go_on_and_those_to_come_last(client):
    organisation, today = make_organisation(), timezone.localdate()
    make_offer(organisation, title="Bald", active_from=today + timedelta(days=3))
    make_offer(organisation, title="Jetzt", active_to=today)
    make_offer(organisation, title="Vorbei", active_to=today - timedelta(days=1))
    (shown,) = by_class(page_of(client, organisation), "offers")
    assert [text(heading) for heading in shown.iter("h3")] == ["Jetzt", "Bald"]
    assert [bool(by_class(offer, "warm")) for offer in shown.findall("li")] == [False, True]


def test_an_offer_says_all_there_is_to_know(client):
    organisation = make_organisation()
    make_offer(
        organisation, title="Kurs", text="Wir nähen.", when="montags um 10", where="im Hof", cost="fee", childcare=True,
        cost_note="5 Euro", online=True, languages=Language.objects.filter(code="ar"),
    )  # fmt: skip
    shown = text(by_class(page_of(client, organisation), "offers")[0])
    wanted = ["Mit Kinderbetreuung", "Online", "Wir nähen.", "montags um 10", "im Hof", "5 Euro", "Arabisch"]
    assert [fact for fact in wanted if fact not in shown] == []


def test_an_umbrella_names_its_members_and_they_name_it(client):
    umbrella, member = make_organisation(name="Dach", kind="umbrella"), make_organisation(name="Glied")
    left, hidden = make_organisation(name="Früher"), make_organisation(name="Geheim", state="hidden")
    yesterday = timezone.localdate() - timedelta(days=1)
    for one, until in [(member, None), (left, yesterday), (hidden, None)]:
        OrganisationMembership.objects.create(umbrella=umbrella, member=one, until=until)
    facts = by_class(page_of(client, umbrella), "facts")[0]
    assert links(facts) == [("Glied", f"/organisationen/{member.slug}/")]
    assert links(by_class(page_of(client, member), "facts")[0]) == [("Dach", f"/organisationen/{umbrella.slug}/")]


def test_an_entry_says_when_it_was_confirmed(client):
    today = timezone.localdate()
    confirmed, never = make_organisation(confirmed_on=today), make_organisation(confirmed_on=None)
    assert str(today.year) in text(by_class(page_of(client, confirmed), "entry-end")[0])
    assert "noch nicht bestätigt" in text(by_class(page_of(client, never), "entry-end")[0])


def test_an_entry_leads_to_others_like_it(client):
    topic = Topic.objects.filter(code="students")
    one, other = make_organisation(topics=topic), make_organisation(name="Ähnlich e.V.", topics=topic)
    make_organisation(topics=topic, state="hidden")
    assert part(page_of(client, one), "Vielleicht auch interessant") == "Vielleicht auch interessant Ähnlich e.V."
    assert part(page_of(client, other), "Vielleicht auch interessant") is not None


def test_texts_are_in_the_readers_language_and_else_marked_as_german(client):
    organisation = make_organisation(
        name="Anisverein",
        summary="Wir singen.",
        description="Deutsch.",
        i18n={"name_ar": "جمعية", "summary_en": "Sing."},
    )
    english = page_of(client, organisation, "/en")
    assert [text(next(english.iter("h1"))), text(by_class(english, "lead")[0])] == ["Anisverein", "Sing."]
    assert [text(one) for one in english.iter("div") if one.get("lang") == "de"] == ["Deutsch."]
    assert text(next(page_of(client, organisation, "/ar").iter("h1"))) == "جمعية"
    assert [one for one in main(page_of(client, organisation)).iter("div") if one.get("lang")] == []


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_logo_is_shown_with_what_it_shows(client, files):
    organisation = make_organisation(logo=make_picture(), logo_alt="Ein Anisstern")
    (image,) = by_class(page_of(client, organisation), "entry-logo")
    answer = client.get(image.get("src"))
    assert image.get("alt") == "Ein Anisstern"
    assert (answer["Content-Type"], b"".join(answer.streaming_content)[:4]) == ("image/png", b"\x89PNG")


def test_a_logo_whose_file_is_gone_is_not_found(client, files):
    organisation = make_organisation(logo="logos/weg.png", logo_alt="weg")
    assert client.get(f"/organisationen/{organisation.slug}/logo").status_code == 404
    assert client.get(f"/organisationen/{make_organisation().slug}/logo").status_code == 404


def test_text_that_looks_like_html_stays_text(client):
    evil = "<script>alert(1)</script><b onmouseover=alert(1)>"
    organisation = make_organisation(
        name=f"N{evil}", short_name="<i>", native_name=evil, summary=evil, description=evil, community=evil,
        street=evil, rooms=evil, access_note=evil, logo_alt=evil,
    )  # fmt: skip
    make_offer(organisation, title=evil, text=evil, when=evil, where=evil)
    make_contact(organisation, role=evil, person=evil)
    for url in (organisation.get_absolute_url(), "/organisationen/?q=alert", "/angebote/?q=alert", "/"):
        page = tree(client.get(url))
        assert [script for script in page.iter("script") if "alert" in "".join(script.itertext())[:40]] == []
        assert [element for element in page.iter() if "onmouseover" in element.attrib] == []


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "' OR 1=1 --", "%'; DROP TABLE x; --", '"><img src=x>'])
@pytest.mark.parametrize("url", ["/organisationen/", "/angebote/"])
def test_what_is_typed_is_shown_as_text(client, url, typed):
    make_offer(make_organisation(name="Anisverein"))
    page = tree(client.get(url, {"q": typed}))
    assert [field.get("value") for field in page.iter("input") if field.get("id") == "q"] == [typed]
    assert [one.tag for one in main(page).iter() if one.tag in ("img", "script")] == []


def test_the_list_of_offers_names_the_organisation_and_leads_into_its_page(client):
    organisation = make_organisation(name="Anisverein")
    offer = make_offer(organisation, title="Qwimpelkurs")
    (found,) = by_class(tree(client.get("/angebote/?q=qwimpelkurs")), "hits")
    url = f"/organisationen/{organisation.slug}/"
    assert links(found) == [("Qwimpelkurs", f"{url}#{offer.anchor}"), ("Anisverein", url)]
    assert [one.get("id") for one in by_class(page_of(client, organisation), "offers")[0]] == [offer.anchor]


def test_the_contact_page_is_the_offices(client):
    page = main(tree(client.get("/kontakt/")))
    assert text(by_class(page, "lead")[0]) == "Amt für Vielfalt und Internationale BeziehungenAbteilung Vielfalt"
    assert text(next(page.iter("address"))) == "Bad Nauheimer Str. 464289 Darmstadt"
    assert ("Telefon: +49 6151 13-3581", "tel:+496151133581") in links(page)


@pytest.mark.parametrize("path", ["/", "/kontakt/", "/organisationen/?q=qqxwzk", "/angebote/"])
def test_a_portal_without_an_office_works(client, path):
    Organisation.objects.filter(kind="office").update(state="hidden")
    assert client.get(path).status_code == 200


def test_texts_of_the_site_have_headings_and_paragraphs(client):
    Page.objects.create(
        slug="test", title="Titel", text="Eins <b>\nzwei\n\n## Kopf\n\nDrei", i18n={"title_en": "Title"}
    )
    page = main(tree(client.get("/seiten/test/")))
    assert [(one.tag, text(one)) for one in page.iter() if one.tag in ("h1", "h2", "p")] == [
        ("h1", "Titel"),
        ("p", "Eins <b>zwei"),
        ("h2", "Kopf"),
        ("p", "Drei"),
    ]
    assert text(next(tree(client.get("/en/seiten/test/")).iter("h1"))) == "Title"
    assert client.get("/seiten/nirgends/").status_code == 404


@pytest.mark.parametrize("path", ["/organisationen/", "/angebote/", "/kontakt/", "/seiten/impressum/", "/en/"])
def test_public_pages_are_only_read(client, path):
    assert [client.post(path).status_code, client.put(path).status_code] == [405, 405]
    assert client.head(path).status_code == 200
