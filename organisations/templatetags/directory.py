"""What pages of the whole portal show of the directory."""

from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.translation import get_language, gettext

from .. import facets, maps, profile, translated, versions
from ..models import Organisation, Page, SearchEntry
from ..results import Request, Results

register = template.Library()
LANGUAGES_SHOWN = 12


register.simple_tag(translated.text, name="text")


@register.inclusion_tag("components/older.html")
def older(thing, *fields):
    """Says of what the page shows that it is older than the German texts, which can be unfolded."""
    found = translated.older(thing, *fields)
    return {"older": found, "german": [german for field in found if (german := getattr(thing, field))]}


@register.inclusion_tag("components/older.html")
def older_mark(thing, *fields):
    """The same for what is so short that the German text is not repeated."""
    return {"older": translated.older(thing, *fields)}


@register.simple_tag
def is_older(thing, *fields):
    return bool(translated.older(thing, *fields))


@register.simple_tag(takes_context=True)
def footer_pages(context):
    """Titles and addresses of the texts in the footer."""
    return pages(versions.current(context["request"]), get_language())


@lru_cache(32)
def pages(version, language):
    found = Page.objects.filter(in_footer=True)
    return [{"title": page.title_i18n, "url": page.get_absolute_url()} for page in found]


@register.inclusion_tag("organisations/public/_home.html", takes_context=True)
def directory_home(context):
    """The directory's part of the home page: ways in by need, by language and by district, and the office."""
    version, action = versions.current(context["request"]), reverse("organisations:organisations")
    everything = Request("", facets.Choices(), "name", 1)
    results = Results(SearchEntry.Kind.ORGANISATION, action, everything, version)
    return {
        "needs": ways_in(results, featured(results.vocabulary)),
        "languages": ways_in(results, spoken(results)),
        "total": results.counts.of(facets.KIND.number(facets.KINDS.index(Organisation.Kind.ASSOCIATION))),
        "map": maps.results_map(results, gettext("Associations by district")),
        "search_action": action,
        **office(results.vocabulary),
    }


def featured(vocabulary):
    return [value for value in vocabulary.by_group[facets.TOPIC.key] if value.featured]


def spoken(results):
    """The languages that most associations speak besides German."""
    languages = [value for value in results.vocabulary.by_group[facets.LANGUAGE.key] if value.code != "de"]
    return sorted(languages, key=lambda value: -results.counts.of(value.number))[:LANGUAGES_SHOWN]


def ways_in(results, values):
    return [
        {
            "label": value.label,
            "native": value.native or value.label,
            "code": value.code,
            "url": results.url(facets.Choices((value.number,))),
            "count": results.counts.of(value.number),
        }
        for value in values
        if results.counts.of(value.number)
    ]


def office(vocabulary):
    found = Organisation.objects.office().first()
    contacts = profile.contacts(found, vocabulary) if found else []
    return {"office": found, "office_contacts": contacts, "office_url": reverse("organisations:contact")}
