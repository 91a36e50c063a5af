"""What reaches the office from the public pages."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darmstadt_mso.lib.admin.remembered import RememberedAdmin

from ..models import ErrorReport, SearchMiss
from . import rooms
from .filters import SettledFilter


@admin.register(ErrorReport)
class ErrorReportAdmin(RememberedAdmin):
    room, position = rooms.INBOX, 1
    list_display = ["organisation", "matter", "text", "created_at", "handled_at", "handled_by"]
    list_filter = [SettledFilter, "matter"]
    list_select_related = ["organisation", "handled_by"]
    search_fields = ["organisation__name", "text"]
    date_hierarchy = "created_at"
    readonly_fields = ["organisation", "matter", "text", "email", "created_at", "handled_at", "handled_by"]
    actions = ["settle"]

    @admin.action(description=_("Mark as settled"), permissions=["change"])
    def settle(self, request, queryset):
        # The address was kept only to ask back.
        settled = queryset.open().update(handled_at=timezone.now(), handled_by=request.user, email="")
        message = ngettext("%(n)s report is settled.", "%(n)s reports are settled.", settled) % {"n": settled}
        self.message_user(request, message)

    def has_add_permission(self, request):
        return False


@admin.register(SearchMiss)
class SearchMissAdmin(admin.ModelAdmin):
    room, position = rooms.INBOX, 2
    list_display = ["word", "day", "times"]
    date_hierarchy = "day"
    search_fields = ["word"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
