"""The list of the administration, as it is filtered, as a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone

from ..spreadsheets import writing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportingAdmin:
    """Whoever may read the list may take it along; nothing internal is in it."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("liste.xlsx", view(self.as_xlsx), name="organisations_organisation_xlsx"),
            path("liste.csv", view(self.as_csv), name="organisations_organisation_csv"),
            *super().get_urls(),
        ]

    def as_xlsx(self, request):
        return attached(HttpResponse(writing.as_xlsx(self.filtered(request)), content_type=XLSX), "xlsx")

    def as_csv(self, request):
        lines = writing.as_csv(self.filtered(request))
        return attached(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "csv")

    def filtered(self, request):
        """What the list shows with these filters and words, on all its pages."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.get_changelist_instance(request).get_queryset(request)


def attached(response, ending):
    name = f"organisationen-{timezone.localdate().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
