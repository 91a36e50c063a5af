"""The address map. German is at the root, other languages below their code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from . import health, views

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<section>.xml", views.sitemap, name="sitemap_section"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("", include("organisations.urls")),
        path("", include("grants.urls")),
        path("konto/", include("allauth.urls")),
        path("mail/", include("darmstadt_mso.lib.outbox.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
handler400 = "darmstadt_mso.views.bad_request"
handler403 = "darmstadt_mso.views.forbidden"
handler404 = "darmstadt_mso.views.not_found"
