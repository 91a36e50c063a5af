from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .call_lists import visible
from .models import Programme


class Lists(Sitemap):
    i18n = alternates = x_default = True
    changefreq = "daily"

    def items(self):
        return ["grants:calls", "grants:compare", "grants:glossary"]

    def location(self, item):
        return reverse(item)


class Calls(Sitemap):
    i18n = alternates = x_default = True

    def items(self):
        return visible(AnonymousUser())

    def lastmod(self, item):
        return item.published.published_at


class Programmes(Sitemap):
    i18n = alternates = x_default = True

    def items(self):
        return Programme.objects.public()


SITEMAPS = {"foerderung": Lists, "ausschreibungen": Calls, "programme": Programmes}
