"""Public pages as people meet them: which there are, and what stands on them."""

import html5lib
from django.urls import reverse, translate_url

from darmstadt_mso.lib.outbox import unsubscribing
from grants.models import Call
from organisations.freshness import links as links_by_mail

LANGUAGES = ("de", "en", "ar")


def german_urls(organisation):
    """One address of every kind of public page; `organisation` is a published one."""
    call = Call.objects.visible_to(None).select_related("programme").earliest("pk")
    lists = [reverse("organisations:organisations"), reverse("organisations:offers")]
    return [
        reverse("home"),
        *lists,
        *(f"{url}?q=verein&sprache=de&sort=name" for url in lists),
        *(f"{url}?q=xyzqwvk" for url in lists),
        organisation.get_absolute_url(),
        reverse("organisations:report", args=[organisation.slug]),
        reverse("organisations:report_sent", args=[organisation.slug]),
        reverse("organisations:confirm", args=[organisation.slug, links_by_mail.token(organisation)]),
        reverse("outbox:unsubscribe", args=[unsubscribing.token("freshness", "erika@example.org")]),
        reverse("organisations:contact"),
        reverse("organisations:page", args=["impressum"]),
        *(reverse(f"grants:{name}") for name in ("calls", "compare", "glossary", "authenticity")),
        call.get_absolute_url(),
        reverse("grants:programme", args=[call.programme.slug]),
    ]


def urls(organisation, *languages):
    """The same in the languages asked for, else in all."""
    german = german_urls(organisation)
    return [translate_url(url, code) for code in languages or LANGUAGES for url in german]


def tree(response):
    """The page as an ElementTree; HTML and SVG elements by their plain names."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    for element in page.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return page


def text(element):
    return " ".join("".join(element.itertext()).split())


def by_class(page, name):
    return [element for element in page.iter() if name in element.get("class", "").split()]


def main(page):
    return next(element for element in page.iter("main"))


def hits(response):
    """The names of the entries in a list, in order."""
    return [text(heading) for found in by_class(tree(response), "hits") for heading in found.iter("h3")]


def counts(page, group):
    """How many entries each value of a facet has, by its code."""
    ticks = [label for label in by_class(page, "tick") if label.find("input").get("name") == group]
    return {label.find("input").get("value"): int(text(by_class(label, "count")[0])) for label in ticks}


def links(element):
    """Text and address of the links, in order."""
    return [(text(link), link.get("href")) for link in element.iter("a")]
