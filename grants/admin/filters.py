"""Filters of calls that say something about the work."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .. import call_states, publishing


class StateFilter(admin.SimpleListFilter):
    """What was taken from the public pages stays out of the way until it is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(call_states.STATES.items())

    def queryset(self, request, queryset):
        if self.value() in call_states.STATES:
            return call_states.among(queryset, self.value())
        return queryset.filter(archived=False)


class ChangesFilter(admin.SimpleListFilter):
    title = _("unpublished changes")
    parameter_name = "changes"

    def lookups(self, request, model_admin):
        return [("yes", _("there are some"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=[call.pk for call in publishing.with_changes(queryset)])
