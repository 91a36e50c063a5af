"""What was submitted, as the office reads it; nothing of it can be changed here."""

import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.admin.remembered import RememberedAdmin

from .. import downloading, following, terms
from ..forms import reading
from ..models import Application
from . import rooms


class SubmittedStateFilter(admin.SimpleListFilter):
    """Drafts are the associations' own."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in Application.State if state != Application.State.DRAFT]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Application)
class ApplicationAdmin(RememberedAdmin):
    room, position = rooms.GRANTS, 0
    list_display = ["reference", "organisation", "title", "call", "requested_told", "state", "submitted_at"]
    list_filter = [SubmittedStateFilter, "call__programme", "call"]
    search_fields = ["reference", "title", "organisation__name", "organisation__short_name", "call__title"]
    search_help_text = _("By reference number, title, association or call.")
    list_select_related = ["organisation", "call"]
    list_per_page = 50
    date_hierarchy = "submitted_at"
    ordering = ["-submitted_at"]
    actions = None

    def get_urls(self):
        view = self.admin_site.admin_view(self.pdf)
        return [path("<int:pk>/antrag.pdf", view, name="grants_application_pdf"), *super().get_urls()]

    def get_queryset(self, request):
        return Application.objects.submitted()

    @admin.display(description=_("requested sum"), ordering="requested")
    def requested_told(self, application):
        return money.shown(application.requested)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @transaction.atomic
    def change_view(self, request, object_id, form_url="", extra_context=None):
        application = self.get_object(request, object_id)
        if application is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, application) or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **contents(application),
            "opts": self.opts,
            "title": application.reference,
            "application": application,
        }
        return TemplateResponse(request, "admin/grants/application/page.html", context)

    def pdf(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        application = self.get_queryset(request).filter(pk=pk).first()
        if application is None:
            raise Http404
        return downloading.pdf_answer(application.submissions.last())


def contents(application):
    """What the page tells of it; the frozen version, whatever the association's entry says today."""
    submission = application.submissions.select_related("version").last()
    rules, content = terms.of_version(submission.version), json.loads(submission.content)
    return {
        "submission": submission,
        "terms": rules,
        "content": content,
        "words": following.words(application),
        "parts": reading.of_content(application, rules, content),
        "steps": application.status_changes.select_related("by"),
    }
