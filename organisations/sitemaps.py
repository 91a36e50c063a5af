from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Organisation, Page


class Lists(Sitemap):
    i18n = alternates = x_default = True
    changefreq = "daily"

    def items(self):
        return ["home", "organisations:organisations", "organisations:offers", "organisations:contact"]

    def location(self, item):
        return reverse(item)


class Organisations(Sitemap):
    i18n = alternates = x_default = True
    limit = 5000

    def items(self):
        return Organisation.objects.published().only("slug", "changed_at")

    def lastmod(self, item):
        return item.changed_at


class Pages(Sitemap):
    i18n = alternates = x_default = True

    def items(self):
        return Page.objects.only("slug")


SITEMAPS = {"listen": Lists, "organisationen": Organisations, "seiten": Pages}
