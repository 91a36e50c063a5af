from django.urls import path

from .views import confirming, public, reports
from .views.members import (
    details,
    editing,
    editing_parts,
    editing_translations,
    invitations,
    joining,
    leaving,
    overview,
    people,
    privacy,
    proposals,
)

app_name = "organisations"
urlpatterns = [
    path("organisationen/", public.organisations, name="organisations"),
    path("organisationen/<slug:slug>/", public.organisation, name="organisation"),
    path("organisationen/<slug:slug>/logo", public.logo, name="logo"),
    path("organisationen/<slug:slug>/kontakt.vcf", public.vcard, name="vcard"),
    path("organisationen/<slug:slug>/fehler-melden/", reports.report, name="report"),
    path("organisationen/<slug:slug>/fehler-melden/danke/", reports.report_sent, name="report_sent"),
    path("organisationen/<slug:slug>/bestaetigen/<str:token>/", confirming.confirm, name="confirm"),
    path("angebote/", public.offers, name="offers"),
    path("kontakt/", public.contact, name="contact"),
    path("konto/angaben/", details.details, name="details"),
    path("konto/", overview.account, name="account"),
    path("konto/mitmachen/", joining.join, name="join"),
    path("konto/mitmachen/<slug:slug>/", joining.join_organisation, name="join_organisation"),
    path("konto/mitmachen/<slug:slug>/zurueckziehen/", joining.withdraw_request, name="withdraw_request"),
    path("konto/verein-anmelden/", joining.register_organisation, name="register_organisation"),
    path("konto/einladung/<uuid:token>/", invitations.invitation, name="invitation"),
    path("konto/vereine/<slug:slug>/", overview.my_organisation, name="my_organisation"),
    path("konto/vereine/<slug:slug>/bestaetigt/", overview.confirm_entry, name="confirm_entry"),
    path("konto/vereine/<slug:slug>/personen/", people.people, name="people"),
    path("konto/vereine/<slug:slug>/personen/aendern/", people.change_person, name="change_person"),
    path("konto/vereine/<slug:slug>/personen/entscheiden/", people.decide_request, name="decide_request"),
    path("konto/vereine/<slug:slug>/personen/einladen/", invitations.invite, name="invite"),
    path(
        "konto/vereine/<slug:slug>/personen/einladung-zuruecknehmen/",
        invitations.take_back_invitation,
        name="take_back_invitation",
    ),
    path("konto/vereine/<slug:slug>/verlassen/", leaving.leave, name="leave"),
    path("konto/vereine/<slug:slug>/vorstandswechsel/", leaving.succession, name="succession"),
    path("konto/daten/", privacy.personal_data, name="personal_data"),
    path("konto/loeschen/", privacy.delete_account, name="delete_account"),
    path("konto/vereine/<slug:slug>/bearbeiten/", editing.edit, name="edit"),
    path("konto/vereine/<slug:slug>/bearbeiten/<slug:section>/", editing.edit_section, name="edit_section"),
    path(
        "konto/vereine/<slug:slug>/bearbeiten/uebersetzungen/<slug:language>/",
        editing_translations.edit_translations,
        name="edit_translations",
    ),
    path("konto/vereine/<slug:slug>/bearbeiten/<slug:section>/<slug:key>/", editing_parts.edit_part, name="edit_part"),
    path(
        "konto/vereine/<slug:slug>/bearbeiten/<slug:section>/<slug:key>/entfernen/",
        editing_parts.remove_part,
        name="remove_part",
    ),
    path("konto/vereine/<slug:slug>/bearbeiten/logo/bild", editing.own_logo, name="own_logo"),
    path("konto/vereine/<slug:slug>/vorschlaege/", proposals.proposals, name="proposals"),
    path(
        "konto/vereine/<slug:slug>/vorschlaege/<uuid:uuid>/zuruecknehmen/", proposals.withdraw, name="withdraw_proposal"
    ),
    path("konto/vereine/<slug:slug>/vorschlaege/<uuid:uuid>/logo", proposals.logo, name="proposed_logo"),
    path("seiten/<slug:slug>/", public.page, name="page"),
]
