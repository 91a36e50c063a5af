"""Organisations with everything that belongs to them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .. import indexing
from ..models import (
    Contact,
    FormerSlug,
    InternalRecord,
    Offer,
    OpeningHours,
    Organisation,
    OrganisationMembership,
)
from . import translations
from .renewing import RenewingAdmin


class ContactInline(admin.TabularInline):
    model = Contact
    extra = 0
    fields = ["role", "person", "phone", "fax", "email", "languages", "public", "position"]
    autocomplete_fields = ["languages"]


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0
    fields = ["weekday", "opens", "closes", "note"]


class OfferInline(admin.TabularInline):
    model = Offer
    extra = 0
    fields = ["title", "when", "cost", "active_from", "active_to"]
    show_change_link = True


class UmbrellaInline(admin.TabularInline):
    model = OrganisationMembership
    fk_name = "member"
    extra = 0
    autocomplete_fields = ["umbrella"]


class FormerSlugInline(admin.TabularInline):
    model = FormerSlug
    extra = 0


class InternalRecordInline(admin.StackedInline):
    model = InternalRecord


@admin.register(Organisation)
class OrganisationAdmin(translations.TranslatedAdmin):
    list_display = ["name", "state", "kind", "district", "confirmed_on", "changed_at"]
    list_filter = ["state", "kind", "district", "topics"]
    search_fields = ["name", "short_name", "native_name", "register_number"]
    date_hierarchy = "confirmed_on"
    list_select_related = ["district"]
    list_per_page = 50
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["topics", "target_groups", "languages", "quarter"]
    readonly_fields = ["confirmed_by", "uuid", "created_at", "changed_at"]
    inlines = [ContactInline, OpeningHoursInline, OfferInline, UmbrellaInline, FormerSlugInline, InternalRecordInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "native_name", "slug", "kind", "state"]}),
        (
            _("What it does"),
            {"fields": ["summary", "description", "community", "topics", "target_groups", "languages"]},
        ),
        (
            _("Where"),
            {
                "fields": [
                    *["district", "quarter", "address_public", "street", ("postcode", "city"), "rooms"],
                    *[("latitude", "longitude"), ("step_free", "accessible_toilet", "hearing_loop"), "access_note"],
                ]
            },
        ),
        (_("On the web"), {"fields": ["website", "social_links", "logo", "logo_alt", "hours_note"]}),
        (
            _("Legal form and source"),
            {
                "fields": [
                    *["department", "legal_form", "founded", ("register_court", "register_number")],
                    *["source", "basis", "consent_on", "confirmed_on", "confirmed_by"],
                    *["uuid", "created_at", "changed_at"],
                ]
            },
        ),
        *translations.fieldsets(Organisation),
    ]

    def save_model(self, request, obj, form, change):
        if "confirmed_on" in form.changed_data:
            obj.confirmed_by = request.user
        if "slug" in form.changed_data and change:
            obj.keep_address(form.initial["slug"])
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        indexing.index([form.instance.pk])

    def has_delete_permission(self, request, obj=None):
        """Entries are hidden or marked as dissolved, never deleted."""
        return False


class PartAdmin(translations.TranslatedAdmin):
    """Something that belongs to an organisation, whose entry changes with it."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        former = form.initial.get("organisation", form.instance.organisation_id)
        indexing.index({form.instance.organisation_id, former})

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        indexing.index([obj.organisation_id])

    def delete_queryset(self, request, queryset):
        organisations = list(queryset.values_list("organisation_id", flat=True))
        super().delete_queryset(request, queryset)
        indexing.index(organisations)


@admin.register(Offer)
class OfferAdmin(PartAdmin):
    list_display = ["title", "organisation", "when", "cost", "active_from", "active_to"]
    list_filter = ["cost", "childcare", "online", "topics"]
    search_fields = ["title", "organisation__name"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation", "topics", "target_groups", "languages"]
    fieldsets = [
        (None, {"fields": ["organisation", "title", "text", "topics", "target_groups", "languages"]}),
        (_("When and where"), {"fields": ["when", "where", "online", ("active_from", "active_to")]}),
        (_("Conditions"), {"fields": ["cost", "cost_note", "childcare"]}),
        *translations.fieldsets(Offer),
    ]


@admin.register(Contact)
class ContactAdmin(PartAdmin):
    list_display = ["role", "organisation", "person", "phone", "email", "public"]
    list_filter = ["public"]
    search_fields = ["role", "person", "email", "organisation__name"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation", "languages"]
    fieldsets = [
        (
            None,
            {"fields": ["organisation", "role", "person", "phone", "fax", "email", "languages", "public", "position"]},
        ),
        *translations.fieldsets(Contact),
    ]


@admin.register(OrganisationMembership)
class OrganisationMembershipAdmin(RenewingAdmin):
    list_display = ["member", "umbrella", "since", "until"]
    list_filter = ["umbrella"]
    search_fields = ["member__name", "umbrella__name"]
    list_select_related = ["member", "umbrella"]
    autocomplete_fields = ["member", "umbrella"]
