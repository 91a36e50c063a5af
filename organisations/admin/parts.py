"""What belongs to an organisation: inside its page and with pages of its own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin import translations
from darmstadt_mso.lib.admin.widgets import PlainFields

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
from . import rooms
from .renewing import RenewingAdmin


class ContactInline(PlainFields, admin.StackedInline):
    model = Contact
    extra = 0
    fields = [("role", "person"), ("phone", "email", "fax"), "languages", ("public", "position")]
    show_change_link = True


class OpeningHoursInline(PlainFields, admin.TabularInline):
    model = OpeningHours
    extra = 0
    fields = ["weekday", "opens", "closes", "note"]


class OfferInline(PlainFields, admin.TabularInline):
    model = Offer
    extra = 0
    fields = ["title", "when", "cost", "active_from", "active_to"]
    show_change_link = True


class Umbrellas:
    """Only umbrella organisations can be chosen as such."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "umbrella":
            kwargs["queryset"] = Organisation.objects.filter(kind=Organisation.Kind.UMBRELLA)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UmbrellaInline(Umbrellas, PlainFields, admin.TabularInline):
    model = OrganisationMembership
    fk_name = "member"
    extra = 0


class FormerSlugInline(PlainFields, admin.TabularInline):
    model = FormerSlug
    extra = 0


class InternalRecordInline(PlainFields, admin.StackedInline):
    model = InternalRecord


INLINES = [ContactInline, OpeningHoursInline, OfferInline, UmbrellaInline, InternalRecordInline, FormerSlugInline]


class PartAdmin(translations.TranslatedAdmin):
    """Something that belongs to an organisation, whose entry changes with it."""

    room = rooms.DIRECTORY

    def lock(self, thing):
        """The organisation first, as whoever decides on its proposals does."""
        Organisation.objects.select_for_update().get(pk=thing.organisation_id)
        super().lock(thing)

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
    position = 2
    list_display = ["title", "organisation", "when", "cost", "active_from", "active_to"]
    list_filter = ["cost", "childcare", "online", "topics"]
    search_fields = ["title", "organisation__name"]
    list_select_related = ["organisation"]
    fieldsets = [
        (None, {"fields": ["organisation", "title", "text", "topics", "target_groups", "languages"]}),
        (_("When and where"), {"fields": ["when", "where", "online", ("active_from", "active_to")]}),
        (_("Conditions"), {"fields": ["cost", "cost_note", "childcare"]}),
        *translations.fieldsets(Offer),
    ]


@admin.register(Contact)
class ContactAdmin(PartAdmin):
    position = 3
    list_display = ["role", "organisation", "person", "phone", "email", "public"]
    list_filter = ["public"]
    search_fields = ["role", "person", "email", "organisation__name"]
    list_select_related = ["organisation"]
    fieldsets = [
        (
            None,
            {"fields": ["organisation", "role", "person", "phone", "fax", "email", "languages", "public", "position"]},
        ),
        *translations.fieldsets(Contact),
    ]


@admin.register(OrganisationMembership)
class OrganisationMembershipAdmin(Umbrellas, RenewingAdmin):
    room, position = rooms.DIRECTORY, 4
    list_display = ["member", "umbrella", "since", "until"]
    list_filter = ["umbrella"]
    search_fields = ["member__name", "umbrella__name"]
    list_select_related = ["member", "umbrella"]
