"""The file for the address book, read in two ways that know nothing of each other."""

import re

import pytest
import vobject

from tests.factories import make_contact, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    found = make_organisation(
        slug="anis", name="Anis, Birne; Citrus e.V.", street="Anisweg 3", postcode="64283", city="Darmstadt"
    )
    make_contact(found, role="Vorstand", person="Erika Muster", phone="+49 6151 1", email="vorstand@anis.example")
    make_contact(found, role="Kasse", phone="+49 6151 2", email="", position=1)
    make_contact(found, role="Geheim", phone="+49 6151 3", public=False)
    return found


def answer(client, organisation):
    return client.get(f"/organisationen/{organisation.slug}/kontakt.vcf")


def lines(content):
    """Names and values as RFC 2426 says: lines end with CR LF, a blank at the beginning goes on with the last line."""
    assert content.endswith("\r\n")
    unfolded = re.sub(r"\r\n[ \t]", "", content).split("\r\n")[:-1]
    named = [line.partition(":") for line in unfolded]
    return [(name.partition(";")[0], re.sub(r"\\(.)", r"\1", value)) for name, _colon, value in named]


def test_a_card_is_offered_as_a_file_of_its_own_name(client, organisation):
    found = answer(client, organisation)
    assert found["Content-Type"] == "text/vcard; charset=utf-8"
    assert found["Content-Disposition"] == 'attachment; filename="anis.vcf"'


def test_an_address_book_reads_the_card(client, organisation):
    card = vobject.readOne(answer(client, organisation).content.decode())
    assert (card.fn.value, card.org.value) == (organisation.name, [organisation.name])
    assert [one.value for one in card.tel_list] == ["+49 6151 1", "+49 6151 2"]
    assert [one.value for one in card.email_list] == ["vorstand@anis.example"]
    address = card.adr.value
    assert (address.street, address.code, address.city, address.country) == (
        *("Anisweg 3", "64283", "Darmstadt", "Deutschland"),
    )


def test_the_cards_lines_are_those_of_version_three(client, organisation):
    found = lines(answer(client, organisation).content.decode())
    assert (found[0], found[1], found[-1]) == (("BEGIN", "VCARD"), ("VERSION", "3.0"), ("END", "VCARD"))
    url = "http://testserver/organisationen/anis/"
    assert sorted(found[2:-1]) == [
        ("ADR", ";;Anisweg 3;Darmstadt;;64283;Deutschland"),
        ("EMAIL", "vorstand@anis.example"),
        ("FN", "Anis, Birne; Citrus e.V."),
        ("N", "Anis, Birne; Citrus e.V.;;;;"),
        ("ORG", "Anis, Birne; Citrus e.V."),
        ("SOURCE", url),
        ("TEL", "+49 6151 1"),
        ("TEL", "+49 6151 2"),
        ("UID", organisation.uuid.urn),
        ("URL", url),
    ]


def test_lines_are_short_enough_for_every_reader(client):
    long = make_organisation(name="Ä" * 150 + " 日本" * 10)
    content = answer(client, long).content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert dict(lines(content.decode()))["FN"] == long.name


@pytest.mark.parametrize(
    "fields, missing",
    [({"address_public": False, "street": "Anisweg 3"}, "ADR"), ({"street": ""}, "ADR")],
)
def test_an_address_that_is_not_public_is_left_out(client, fields, missing):
    found = lines(answer(client, make_organisation(**fields)).content.decode())
    assert [value for name, value in found if name == missing] == []


@pytest.mark.parametrize("evil", ["Anis\r\nTEL:+49 1", "Anis\nEND:VCARD", "Anis\\nTEL:1", "Anis;TEL:1"])
def test_no_name_can_add_a_line_of_its_own(client, evil):
    found = lines(answer(client, make_organisation(name=evil)).content.decode())
    assert [name for name, _value in found if name in ("TEL", "END")] == ["END"]
