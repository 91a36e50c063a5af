"""The cases of the office: the list of what was submitted, and the file of each."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.admin.remembered import RememberedAdmin

from .. import terms
from ..casework import promises
from ..models import Application
from . import case, rooms
from .case.base import route
from .case_filters import DueFilter, OfficerFilter, SubmittedStateFilter
from .waiting import WaitingFilter


@admin.register(Application)
class ApplicationAdmin(RememberedAdmin):
    room, position = rooms.GRANTS, 0
    list_display = ["reference", "organisation", "title", "call", "requested_told", "state", "officer_told", "due_told"]
    list_filter = [OfficerFilter, SubmittedStateFilter, DueFilter, WaitingFilter, "call__programme", "call"]
    search_fields = ["reference", "title", "organisation__name", "organisation__short_name", "call__title"]
    search_help_text = _("By reference number, title, association or call.")
    list_select_related = ["organisation", "call", "officer", "version"]
    list_per_page = 50
    date_hierarchy = "submitted_at"
    ordering = ["-submitted_at"]
    actions = None
    change_list_template = "admin/grants/application/change_list.html"

    class Media:
        css = {"all": ["css/admin-case.css"]}

    def get_urls(self):
        return [*map(route, case.pages()), *super().get_urls()]

    def get_queryset(self, request):
        return Application.objects.for_office(request.user)

    @admin.display(description=_("requested"), ordering="requested")
    def requested_told(self, application):
        return format_html('<span class="sum">{}</span>', money.shown(application.requested))

    @admin.display(description=_("who has it"), ordering="officer__last_name")
    def officer_told(self, application):
        return application.officer or "–"

    @admin.display(description=_("due"))
    def due_told(self, application):
        promise = promises.due(application, timezone.localdate())
        if promise is None:
            return "–"
        shown = format_html('<span class="due">{}</span>', date_format(promise.on, "SHORT_DATE_FORMAT"))
        late = format_html(' <span class="badge warm">{}</span>', gettext("overdue")) if promise.overdue else ""
        return format_html("{}{}", shown, late)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), "hidden_cases": hidden(request.user)})

    def history_view(self, request, object_id, extra_context=None):
        """Whoever may read no cases is refused; that one does not exist is told to those who may."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    @transaction.atomic
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The case file; its pages and steps have addresses of their own."""
        if not self.has_view_permission(request) or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        application = self.get_object(request, object_id)
        if application is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": application.reference,
            "application": application,
            "rules": terms.of_version(application.version),
            "due": promises.due(application, timezone.localdate()),
            "panels": [(panel, shown(request, application, panel)) for panel in case.panels(request, application)],
        }
        return TemplateResponse(request, "admin/grants/case/file.html", context)


def hidden(user):
    """How many cases do not exist for this person, who is tied to their associations."""
    if not user.has_perm("grants.view_application"):
        return 0
    return Application.objects.submitted().count() - Application.objects.for_office(user).count()


def shown(request, application, panel):
    context = {"application": application, "panel": panel, **panel.context}
    return render_to_string(f"admin/grants/case/{panel.template}", context, request)
