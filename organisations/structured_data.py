"""Entries for search engines, as schema.org JSON-LD."""

import json

from django.utils.safestring import mark_safe

from .translated import current

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# So that no text can end the element it stands in.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(data):
    """A data block for the page; browsers do not execute it."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 — escaped above


def organisation_data(organisation, profile, url, logo_url=""):
    """schema.org/NGO, or GovernmentOffice for the city's office."""
    office = organisation.kind == organisation.Kind.OFFICE
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice" if office else "NGO",
        "@id": organisation.uuid.urn,
        "url": url,
        "name": organisation.name,
        "alternateName": [name for name in (organisation.short_name, organisation.native_name) if name],
        "description": current(organisation, "summary"),
        "sameAs": [address for address in (organisation.website, *organisation.social_links) if address],
        "knowsLanguage": [language["label"] for language in profile["languages"]],
        "address": address(organisation),
        "contactPoint": [contact_point(contact) for contact in profile["contacts"]],
        "memberOf": [{"@type": "Organization", "name": umbrella["name"]} for umbrella in profile["umbrellas"]],
        "logo": logo_url,
        **({"foundingDate": str(organisation.founded)} if organisation.founded else {}),
        **({"openingHoursSpecification": opening_hours(profile["opening_hours"])} if office else {}),
        "makesOffer": [offer_data(offer) for offer in profile["offers"]],
    }
    return filled(data)


def filled(data):
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def address(organisation):
    where = {"@type": "PostalAddress", "addressLocality": organisation.city or "Darmstadt", "addressCountry": "DE"}
    if organisation.has_public_address:
        where |= {"streetAddress": organisation.street, "postalCode": organisation.postcode}
    return filled(where)


def contact_point(contact):
    data = {
        "@type": "ContactPoint",
        "contactType": current(contact, "role"),
        "telephone": contact.phone,
        "email": contact.email,
    }
    return filled(data | {"faxNumber": contact.fax, "availableLanguage": contact.language_labels})


def opening_hours(rows):
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[row.weekday]}",
            "opens": row.opens.strftime("%H:%M"),
            "closes": row.closes.strftime("%H:%M"),
        }
        for row in rows
    ]


def offer_data(offer):
    service = {"@type": "Service", "name": current(offer, "title"), "description": current(offer, "text")}
    free = {"price": "0", "priceCurrency": "EUR"} if offer.cost == offer.Cost.FREE else {}
    return {"@type": "Offer", "itemOffered": filled(service), **free}
