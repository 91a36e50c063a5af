"""Everything that an entry's public page shows, gathered in few queries; nothing internal is read here."""

from itertools import groupby
from urllib.parse import quote

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from . import facets, search
from .cards import period, term_ids
from .maps import place_map
from .models import Contact, Offer, Organisation, OrganisationMembership
from .translated import language_of, older, other_languages, text

TERM_FIELDS = (("topics", facets.TOPIC), ("target_groups", facets.TARGET_GROUP), ("languages", facets.LANGUAGE))
SIMILAR = 3


def organisations():
    """Organisations with the ids of their terms as columns."""
    columns = {f"{name}_ids": term_ids(Organisation, name, "organisation_id") for name, _group in TERM_FIELDS}
    return Organisation.objects.select_related("district", "quarter").annotate(**columns)


def profile(organisation, version, list_url):
    """The context of the entry's page."""
    vocabulary = facets.vocabulary(version)
    opening_hours = list(organisation.opening_hours.all())
    return {
        "organisation": organisation,
        **{name: term_links(organisation, name, group, vocabulary, list_url) for name, group in TERM_FIELDS},
        "place_label": place_label(organisation),
        "contacts": contacts(organisation, vocabulary),
        "offers": offers(organisation, vocabulary),
        "opening_hours": opening_hours,
        "hours": by_day(opening_hours),
        **relations(organisation),
        "similar": similar(organisation),
        "map_place": place_map(organisation, version, vocabulary, place_label(organisation)),
        **map_links(organisation),
        "text_language": language_of(organisation, "description"),
        "other_texts": list(other_languages(organisation, "description")),
    }


def term_links(organisation, name, group, vocabulary, list_url):
    values = [vocabulary.by_number[group.number(pk)] for pk in getattr(organisation, f"{name}_ids")]
    return [{"label": value.label, "url": f"{list_url}?{group.key}={value.code}"} for value in values]


def place_label(organisation):
    return ", ".join(place.name_i18n for place in (organisation.district, organisation.quarter) if place)


def with_language_labels(thing, vocabulary):
    thing.language_labels = vocabulary.labels(facets.LANGUAGE, thing.languages_ids)
    return thing


def contacts(organisation, vocabulary):
    found = Contact.objects.public().filter(organisation=organisation)
    found = found.annotate(languages_ids=term_ids(Contact, "languages", "contact_id"))
    return [with_language_labels(contact, vocabulary) for contact in found]


def offers(organisation, vocabulary):
    """Offers that have not ended: those that take place now before those to come."""
    today = timezone.localdate()
    found = Offer.objects.current(today).filter(organisation=organisation)
    found = found.annotate(languages_ids=term_ids(Offer, "languages", "offer_id"))
    for offer in found:
        with_language_labels(offer, vocabulary)
        offer.active, offer.period = offer.is_active(today), period(offer)
    return sorted(found, key=lambda offer: not offer.active)


def by_day(opening_hours):
    """(day of the week, [(opens, closes, note)]) for each day with opening hours."""
    rows = groupby(opening_hours, key=lambda row: row.weekday)
    return [(WEEKDAYS[day], [(row.opens, row.closes, text(row, "note")) for row in found]) for day, found in rows]


def relations(organisation):
    """Umbrella organisations it belongs to and, for an umbrella, its members; only published ones, only now."""
    today = timezone.localdate()
    found = (
        OrganisationMembership.objects.filter(Q(member=organisation) | Q(umbrella=organisation))
        .exclude(until__lt=today)
        .exclude(since__gt=today)
        .filter(umbrella__state=Organisation.State.PUBLISHED, member__state=Organisation.State.PUBLISHED)
        .select_related("umbrella", "member")
        .order_by("member__name_key", "umbrella__name_key")
    )
    umbrellas = [link(row.umbrella) for row in found if row.member_id == organisation.pk]
    return {
        "umbrellas": umbrellas,
        "members": [link(row.member) for row in found if row.umbrella_id == organisation.pk],
    }


def link(organisation):
    return {
        "name": organisation.name_i18n,
        "url": organisation.get_absolute_url(),
        "summary": text(organisation, "summary"),
        "older": bool(older(organisation, "name", "summary")),
    }


def similar(organisation):
    """Published organisations that share most topics, target groups and languages."""
    numbers = [group.number(pk) for name, group in TERM_FIELDS for pk in getattr(organisation, f"{name}_ids")]
    pks = search.alike(organisation.pk, numbers, SIMILAR)
    found = Organisation.objects.published().in_bulk(pks)
    return [link(found[pk]) for pk in pks if pk in found]


def map_links(organisation):
    """Links that open the place in the person's own map application; nothing is loaded from there by itself."""
    if not organisation.has_public_address or organisation.latitude is None:
        return {"geo_uri": "", "osm_url": ""}
    spot = f"{organisation.latitude},{organisation.longitude}"
    position = f"mlat={organisation.latitude}&mlon={organisation.longitude}"
    return {
        "geo_uri": f"geo:{spot}?q={spot}({quote(organisation.name)})",
        "osm_url": f"https://www.openstreetmap.org/?{position}#map=17/{organisation.latitude}/{organisation.longitude}",
    }
