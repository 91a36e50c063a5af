"""An entry as a vCard for the address book."""

import vobject


def vcard(organisation, contacts, url):
    """RFC 2426 (vCard 3.0) with what is public; `url` is the address of the entry's page."""
    card = vobject.vCard()
    card.add("fn").value = organisation.name
    card.add("n").value = vobject.vcard.Name(family=organisation.name)
    card.add("org").value = [organisation.name]
    card.add("uid").value = organisation.uuid.urn
    card.add("url").value = organisation.website or url
    card.add("source").value = url
    if organisation.has_public_address:
        address = vobject.vcard.Address(
            street=organisation.street, city=organisation.city, code=organisation.postcode, country="Deutschland"
        )
        card.add("adr").value = address
    for contact in contacts:
        add_contact(card, contact)
    return card.serialize()


def add_contact(card, contact):
    if contact.phone:
        card.add("tel").value = contact.phone
    if contact.email:
        card.add("email").value = contact.email
