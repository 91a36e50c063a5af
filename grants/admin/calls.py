"""Calls: written here as rules and texts, read by nobody else before they are published."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin import translations
from darmstadt_mso.lib.admin.widgets import Ticks
from organisations.models import DirectoryVersion, Organisation

from .. import call_states, publishing
from ..models import Call
from ..terms import LISTS
from . import rooms
from .acts import CallActs
from .filters import ChangesFilter, StateFilter
from .parts import INLINES, put_in_order
from .ranking import RankedCalls

AT_ONCE = _("The day of the decision and the results are shown at once, without publishing.")
RULES = [
    (None, {"fields": ["title", ("programme", "year"), "slug", "summary", "text", "focus", "note"]}),
    (
        _("When"),
        {
            "description": _("All clock times are those of Darmstadt (time zone Europe/Berlin)."),
            "fields": [
                *[("opens_at", "closes_at"), "grace_minutes", ("project_from", "project_until"), "lead_days"],
            ],
        },
    ),
    (
        _("Money"),
        {
            "description": _("Amounts in EUR. A rule that is left empty does not exist in this call."),
            "fields": [
                *["financing", ("share", "maximum"), ("pot", "committed"), "show_pot", "own_share"],
                *["voluntary_rate", ("voluntary_share", "voluntary_cap")],
            ],
        },
    ),
    (
        _("Who may apply, and for what"),
        {
            "fields": [
                *["legal_forms", "register_court", "charitable", "local", "not_begun"],
                *[("limit", "period"), "counts_withdrawn"],
            ]
        },
    ),
    (
        _("Decision and results"),
        {"description": AT_ONCE, "fields": ["advisory", "advisory_name", "decided_on", "results"]},
    ),
    (_("Contact for applicants"), {"fields": ["contact_name", ("contact_phone", "contact_email")]}),
    (_("Calls of the past"), {"fields": ["rules_known"]}),
]


@admin.register(Call)
class CallAdmin(RankedCalls, CallActs, translations.TranslatedAdmin):
    room, position = rooms.GRANTS, 1
    list_display = ["title", "programme", "year", "state_told", "changes_told"]
    list_filter = [StateFilter, ChangesFilter, "programme", "year"]
    search_fields = ["title", "programme__name", "slug"]
    list_select_related = ["programme", "published"]
    list_per_page = 50
    change_form_template = "admin/grants/call/change_form.html"
    actions = None
    inlines = INLINES
    fieldsets = [*RULES, *translations.fieldsets(Call)]

    class Media:
        css = {"all": ["css/admin-grants.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*LISTS)

    @admin.display(description=_("state"))
    def state_told(self, call):
        return call_states.in_words(call)

    @admin.display(description=_("unpublished changes"))
    def changes_told(self, call):
        if call.archived or not call.published or not publishing.has_changes(call):
            return ""
        return format_html('<span class="badge warm">{}</span>', gettext("not published yet"))

    def get_readonly_fields(self, request, obj=None):
        """What was published keeps its address and its programme."""
        return ["committed", "slug", "programme"] if obj and obj.published_id else ["committed"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.published_id else {"slug": ["title"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "legal_forms":
            choices = Organisation.LegalForm.choices
            words = {"label": db_field.verbose_name, "help_text": db_field.help_text}
            return forms.MultipleChoiceField(choices=choices, widget=Ticks, required=False, **words)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def view_on_site(self, call):
        return call.get_absolute_url() if call.published_id and not call.archived else None

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        put_in_order(form.instance)
        DirectoryVersion.renew()

    @transaction.atomic
    def change_view(self, request, object_id, form_url="", extra_context=None):
        call = self.get_object(request, object_id)
        shown = {"show_delete": not (call and why_kept(call))}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        call = self.get_object(request, object_id)
        if call and self.has_delete_permission(request, call) and (why := why_kept(call)):
            messages.error(request, why)
            return redirect("admin:grants_call_change", call.pk)
        return super().delete_view(request, object_id, extra_context)


def why_kept(call):
    """Why the call cannot be deleted, in words; "" where it can."""
    if call.applications.exists():
        return gettext("There are applications in this call, so it cannot be deleted. Take it from the public pages.")
    if call.published_id:
        return gettext("This call was published, so it cannot be deleted. Take it from the public pages.")
    return ""
