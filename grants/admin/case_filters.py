"""Filters of the list of cases."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..casework import officers, promises
from ..models import Application


class SubmittedStateFilter(admin.SimpleListFilter):
    """Drafts are the associations' own."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in Application.State if state != Application.State.DRAFT]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


class OfficerFilter(admin.SimpleListFilter):
    """Mine, nobody's, and those of each case worker."""

    title = _("case worker")
    parameter_name = "officer"

    def lookups(self, request, model_admin):
        others = officers.able().exclude(pk=request.user.pk)
        return [("me", _("mine")), ("nobody", _("nobody's")), *((str(user.pk), str(user)) for user in others)]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "me":
            return queryset.filter(officer=request.user)
        if value == "nobody":
            return queryset.filter(officer=None)
        return queryset.filter(officer=value) if value and value.isdecimal() else queryset


class DueFilter(admin.SimpleListFilter):
    title = _("promised day")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", _("overdue"))]

    def queryset(self, request, queryset):
        return promises.overdue(queryset, timezone.localdate()) if self.value() == "overdue" else queryset
