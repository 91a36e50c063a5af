"""Organisations: found as residents find them, with what is missing in sight, and never deleted."""

from django.contrib import admin, messages
from django.db import models
from django.db.models import Case, Exists, OuterRef, When
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin import translations

from .. import duplicates, indexing, office_search
from ..forms.editing.logo import LogoField
from ..models import Contact, Organisation
from . import bulk, rooms
from .exporting import ExportingAdmin
from .filters import ContactFilter, FreshnessFilter, StaleFilter, StateFilter
from .merging import MergingAdmin
from .moderation import waiting_of
from .parts import INLINES


@admin.register(Organisation)
class OrganisationAdmin(ExportingAdmin, MergingAdmin, translations.TranslatedAdmin):
    room, position = rooms.DIRECTORY, 1
    list_display = ["name", "state_told", "district", "contact_told", "confirmed_told"]
    list_filter = [StateFilter, StaleFilter, FreshnessFilter, ContactFilter, "kind", "trusted", "district", "topics"]
    search_fields = ["name"]
    search_help_text = _("As on the site, and by register number, contact person, telephone and e-mail address.")
    list_select_related = ["district"]
    list_per_page = 50
    change_form_template = "admin/organisations/organisation/change_form.html"
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["state_told", "merged_into", "confirmed_by", "uuid", "created_at", "changed_at"]
    inlines = INLINES
    formfield_overrides = translations.TranslatedAdmin.formfield_overrides | {
        models.ImageField: {"form_class": LogoField}
    }
    fieldsets = [
        (None, {"fields": ["name", ("short_name", "native_name"), "slug", ("kind", "state"), "trusted"]}),
        (
            _("What it does"),
            {"fields": ["summary", "description", "community", "topics", "target_groups", "languages"]},
        ),
        (
            _("Where"),
            {
                "fields": [
                    *[("district", "quarter"), "address_public", "street", ("postcode", "city"), "rooms"],
                    *[("latitude", "longitude"), ("step_free", "accessible_toilet", "hearing_loop"), "access_note"],
                ]
            },
        ),
        (_("On the web"), {"fields": ["website", "social_links", "logo", "logo_alt", "hours_note"]}),
        (
            _("Legal form and source"),
            {
                "fields": [
                    *["department", ("legal_form", "founded"), ("register_court", "register_number")],
                    *["source", ("basis", "consent_on"), ("confirmed_on", "confirmed_by")],
                    *["uuid", ("created_at", "changed_at"), "merged_into"],
                ]
            },
        ),
        *translations.fieldsets(Organisation),
    ]

    @admin.display(description=_("state"), ordering="state")
    def state_told(self, organisation):
        return organisation.get_state_display()

    @admin.display(description=_("contact"), boolean=True, ordering="has_contact")
    def contact_told(self, organisation):
        return organisation.has_contact

    @admin.display(description=_("confirmed"), ordering="confirmed_on")
    def confirmed_told(self, organisation):
        """The day; marked where a published entry was not confirmed for a year."""
        if not organisation.confirmed_on:
            return _("never")
        day = date_format(organisation.confirmed_on, "SHORT_DATE_FORMAT")
        return format_html('<span class="stale">{}</span>', day) if organisation.is_stale else day

    def get_queryset(self, request):
        reachable = Contact.objects.public().filter(organisation=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_contact=Exists(reachable))

    def get_search_results(self, request, queryset, search_term):
        """The search of the site, in its order unless a column was chosen to sort by."""
        if not search_term.strip():
            return queryset, False
        pks = office_search.find(search_term)
        found = queryset.filter(pk__in=pks)
        if request.GET.get("o"):
            return found, False
        return found.order_by(Case(*(When(pk=pk, then=place) for place, pk in enumerate(pks)), default=len(pks))), False

    def get_actions(self, request):
        more = bulk.actions() if self.has_change_permission(request) else {}
        return {**super().get_actions(request), **more}

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Merging has a page of its own."""
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "state":
            field.choices = [choice for choice in field.choices if choice[0] != Organisation.State.MERGED]
        return field

    def save_model(self, request, obj, form, change):
        if "confirmed_on" in form.changed_data:
            obj.confirmed_by = request.user
        if "slug" in form.changed_data and change:
            obj.keep_address(form.initial["slug"])
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        indexing.index([form.instance.pk])
        self.tell_duplicates(request, form.instance)

    def tell_duplicates(self, request, organisation):
        found = duplicates.likely(organisation)
        if found:
            names = format_html_join("; ", "{} ({})", ((one.name, ", ".join(why)) for one, why in found))
            words = gettext("There may already be an entry of this association: {names}")
            messages.warning(request, format_html(words, names=names))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["likely"] = duplicates.likely(obj) if obj else []
        context["proposed"] = waiting_of(obj, request.user) if obj else {}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_delete_permission(self, request, obj=None):
        """Entries are hidden or marked as dissolved, never deleted."""
        return False
