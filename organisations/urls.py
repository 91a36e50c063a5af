from django.urls import path

from .views import public, reports

app_name = "organisations"
urlpatterns = [
    path("organisationen/", public.organisations, name="organisations"),
    path("organisationen/<slug:slug>/", public.organisation, name="organisation"),
    path("organisationen/<slug:slug>/logo", public.logo, name="logo"),
    path("organisationen/<slug:slug>/kontakt.vcf", public.vcard, name="vcard"),
    path("organisationen/<slug:slug>/fehler-melden/", reports.report, name="report"),
    path("organisationen/<slug:slug>/fehler-melden/danke/", reports.report_sent, name="report_sent"),
    path("angebote/", public.offers, name="offers"),
    path("kontakt/", public.contact, name="contact"),
    path("seiten/<slug:slug>/", public.page, name="page"),
]
