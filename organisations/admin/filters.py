"""Filters of the directory that say something about the work."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Organisation


class StateFilter(admin.SimpleListFilter):
    """Entries that were merged into others stay out of the way until they are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Organisation.State.choices

    def queryset(self, request, queryset):
        if self.value() in Organisation.State.values:
            return queryset.filter(state=self.value())
        return queryset.exclude(state=Organisation.State.MERGED)


class YesFilter(admin.SimpleListFilter):
    """A question with one answer that matters."""

    answer = ("yes", "")
    method = ""

    def lookups(self, request, model_admin):
        return [self.answer]

    def queryset(self, request, queryset):
        return getattr(queryset, self.method)() if self.value() == self.answer[0] else queryset


class StaleFilter(YesFilter):
    title = _("confirmed")
    parameter_name = "stale"
    answer = ("yes", _("not for a year"))
    method = "stale"


class ContactFilter(YesFilter):
    title = _("contact")
    parameter_name = "contact"
    answer = ("no", _("published without"))
    method = "without_contact"


class SettledFilter(admin.SimpleListFilter):
    title = _("settled")
    parameter_name = "settled"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("settled"))]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.open()
        return queryset.filter(handled_at__isnull=False) if self.value() == "yes" else queryset
