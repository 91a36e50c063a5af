"""The office's list of applications by what waits in them, as the boxes of the desk link to it."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..casework import waiting

# Filters of their own show these.
ELSEWHERE = ("new", "overdue")


class WaitingFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        kinds = waiting.KINDS.items()
        return [(key, kind.title) for key, kind in kinds if key not in ELSEWHERE and request.user.has_perm(kind.right)]

    def queryset(self, request, queryset):
        kind = waiting.KINDS.get(self.value())
        if kind is None or not request.user.has_perm(kind.right):
            return queryset
        return kind.found(queryset, request.user, timezone.now())
