"""Who of the office and the advisory body is tied to which association; the head of the office ends it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin.remembered import RememberedAdmin

from ..casework import conflicts
from ..models import Conflict
from ..permissions import may_end
from ..workflow import NotPossible
from . import rooms


class OpenFilter(admin.SimpleListFilter):
    """What has ended stays out of the way until it is asked for."""

    title = _("state")
    parameter_name = "ended"

    def lookups(self, request, model_admin):
        return [("yes", _("ended"))]

    def queryset(self, request, queryset):
        return queryset.filter(ended_at__isnull=False) if self.value() == "yes" else queryset.open()


@admin.register(Conflict)
class ConflictAdmin(RememberedAdmin):
    room, position = rooms.GRANTS, 9
    list_display = ["user", "organisation", "reason", "declared_at", "ended_told"]
    list_display_links = None
    list_filter = [OpenFilter]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__last_name", "user__first_name", "organisation__name"]
    fields = ["user", "organisation", "reason", "declared_at", "ended_at"]
    readonly_fields = fields
    actions = None

    def get_urls(self):
        view = self.admin_site.admin_view(self.end)
        return [path("<int:pk>/beenden/", view, name="grants_conflict_end"), *super().get_urls()]

    def get_list_display(self, request):
        """The act stands in the row, for whoever may do it."""
        return [*self.list_display, act_for(request.user)]

    @admin.display(description=_("ended"), ordering="ended_at")
    def ended_told(self, conflict):
        return conflict.ended_at or "–"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def end(self, request, pk):
        conflict = Conflict.objects.open().select_related("user", "organisation").filter(pk=pk).first()
        if not self.has_view_permission(request):
            raise PermissionDenied
        if conflict is None:
            raise Http404
        if not may_end(request.user, conflict):
            raise PermissionDenied
        if request.method != "POST":
            return self.question(request, conflict)
        return self.ended(request, conflict)

    def question(self, request, conflict):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "conflict": conflict}
        context["title"] = gettext("End the conflict of interest")
        return TemplateResponse(request, "admin/grants/conflict/end.html", context)

    def ended(self, request, conflict):
        try:
            conflicts.end(conflict, request.user)
        except NotPossible as refused:
            messages.error(request, str(refused))
        else:
            told = gettext("%(person)s sees the applications of this association again.")
            messages.success(request, told % {"person": conflict.user})
        return redirect("admin:grants_conflict_changelist")


def act_for(user):
    @admin.display(description=_("what can be done"))
    def act(conflict):
        if conflict.ended_at or not may_end(user, conflict):
            return "–"
        url = reverse("admin:grants_conflict_end", args=[conflict.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("End it"))

    return act
