"""Hits as the lists show them: one organisation or one offer in a few lines, with the reason why it matches."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.utils import formats
from django.utils.translation import gettext

from . import facets, translated
from .highlighting import excerpt, highlight
from .models import Offer, Organisation, SearchEntry

TERMS_SHOWN = 5


@dataclass
class OrganisationCard:
    uuid: str
    url: str
    name: str
    native_name: str
    kind_label: str
    summary: str
    excerpt: str
    topics: list
    languages: list
    place: str
    offers_now: int
    confirmed_on: object
    older: bool


@dataclass
class OfferCard:
    url: str
    name: str
    organisation_name: str
    organisation_url: str
    summary: str
    excerpt: str
    topics: list
    languages: list
    when: str
    place: str
    cost: str
    free: bool
    childcare: bool
    online: bool
    period: str
    older: bool


def cards(results):
    """The cards of the page, in the order of the hits; two queries whatever their number."""
    make = offer_cards if results.kind == SearchEntry.Kind.OFFER else organisation_cards
    return list(make(results, results.understanding.lexemes))


def organisation_cards(results, lexemes):
    found = organisations([hit.organisation_id for hit in results.found], results.today, with_offers=bool(lexemes))
    for hit in results.found:
        if organisation := found.get(hit.organisation_id):
            yield organisation_card(organisation, hit, results, lexemes)


def organisations(pks, today, with_offers):
    queryset = Organisation.objects.published().annotate(offers_now=offers_now(today))
    if with_offers:
        queryset = queryset.prefetch_related(Prefetch("offers", Offer.objects.current(today)))
    return queryset.in_bulk(pks)


def offers_now(today):
    active = Offer.objects.active(today).filter(organisation=OuterRef("pk")).order_by()
    return Subquery(active.values("organisation").annotate(n=Count("pk")).values("n"))


def organisation_card(organisation, hit, results, lexemes):
    return OrganisationCard(
        uuid=organisation.uuid,
        url=organisation.get_absolute_url(),
        name=highlight(organisation.name_i18n, lexemes),
        native_name=organisation.native_name,
        kind_label="" if organisation.kind == Organisation.Kind.ASSOCIATION else organisation.get_kind_display(),
        summary=marked(organisation, "summary", lexemes),
        excerpt=reason(organisation, lexemes),
        topics=terms(hit, facets.TOPIC, results, lexemes),
        languages=terms(hit, facets.LANGUAGE, results, lexemes),
        place=place_label(hit, results.vocabulary),
        offers_now=organisation.offers_now or 0,
        confirmed_on=organisation.confirmed_on,
        older=bool(translated.older(organisation, "name", "summary")),
    )


def marked(thing, field, lexemes):
    """The field with its matching words marked, and with its language where it is another than the page's."""
    html = highlight(translated.shown(thing, field), lexemes)
    return translated.in_its_language(html, translated.language_of(thing, field))


def reason(organisation, lexemes):
    """A passage that matches, in whatever language, unless name or summary show it already."""
    if not lexemes or excerpt([organisation.name_i18n, organisation.summary_i18n], lexemes):
        return ""
    passages = [(offer, field) for offer in organisation.offers.all() for field in ("title", "text")]
    for thing, field in [(organisation, "description"), *passages, (organisation, "summary")]:
        for language, passage in translated.all_languages(thing, field):
            if html := excerpt([passage], lexemes):
                return translated.in_its_language(html, language)
    return ""


def terms(hit, group, results, lexemes):
    """Labels of the hit's terms, those that match first, no more than fit on a card."""
    values = [results.vocabulary.by_number[number] for number in hit.facets if group.has(number)]
    chosen = set(results.choices.numbers)
    labels = [
        {"label": value.label, "matched": value.number in chosen or facets.lexeme(value.number) in lexemes}
        for value in values
    ]
    return sorted(labels, key=lambda label: not label["matched"])[:TERMS_SHOWN]


def place_label(hit, vocabulary):
    """The district, and the quarter where it is known: "Darmstadt-Nord, Martinsviertel-West"."""
    numbers = [number for group in (facets.DISTRICT, facets.QUARTER) for number in hit.facets if group.has(number)]
    return ", ".join(vocabulary.by_number[number].label for number in numbers)


def offer_cards(results, lexemes):
    pks = [hit.offer_id for hit in results.found]
    found = Offer.objects.select_related("organisation").in_bulk(pks)
    for hit in results.found:
        if offer := found.get(hit.offer_id):
            yield offer_card(offer, hit, results, lexemes)


def offer_card(offer, hit, results, lexemes):
    return OfferCard(
        url=offer.get_absolute_url(),
        name=marked(offer, "title", lexemes),
        organisation_name=offer.organisation.name_i18n,
        organisation_url=offer.organisation.get_absolute_url(),
        summary=marked(offer, "text", lexemes),
        excerpt="",
        topics=terms(hit, facets.TOPIC, results, lexemes),
        languages=terms(hit, facets.LANGUAGE, results, lexemes),
        when=translated.text(offer, "when"),
        place=offer_place(offer, hit, results.vocabulary),
        cost=offer.get_cost_display(),
        free=offer.cost == Offer.Cost.FREE,
        childcare=offer.childcare,
        online=offer.online,
        period=period(offer),
        older=bool(translated.older(offer, "title", "text")),
    )


def offer_place(offer, hit, vocabulary):
    """Online, else what the offer says itself, else where the organisation is."""
    return gettext("online") if offer.online else translated.text(offer, "where") or place_label(hit, vocabulary)


def period(offer):
    """The days on which an offer takes place, "" if it has neither beginning nor end."""
    begins, ends = (
        day and formats.date_format(day, "SHORT_DATE_FORMAT") for day in (offer.active_from, offer.active_to)
    )
    if begins and ends:
        return gettext("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    if begins:
        return gettext("from %(day)s") % {"day": begins}
    return gettext("until %(day)s") % {"day": ends} if ends else ""


def term_ids(model, name, owner):
    """The ids of a thing's terms as one column, so that a page needs no query per vocabulary."""
    through = getattr(model, name).through.objects.filter(**{owner: OuterRef("pk")})
    column = {"topics": "topic_id", "target_groups": "targetgroup_id", "languages": "language_id"}[name]
    return ArraySubquery(through.order_by(column).values(column))
