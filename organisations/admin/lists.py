"""The office's list: uploaded, looked through row by row, and imported as a whole."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRefresh

from ..models import SpreadsheetImport
from ..spreadsheets import importing, writing
from ..spreadsheets.findings import Unreadable
from . import rooms
from .exporting import XLSX
from .list_rows import Decisions, shown, tabs

ROWS_ON_A_PAGE = 50
State = SpreadsheetImport.State
RUNNING = (State.CHECKING, State.IMPORTING)


class UploadForm(forms.Form):
    """A file that can be read; `run` is the list that it became."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or a text file (.csv) of at most 5 MB and 10,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_file(self):
        try:
            self.run = importing.start(self.cleaned_data["file"], self.user, get_language())
        except Unreadable as unreadable:
            raise forms.ValidationError(unreadable.messages) from unreadable


@admin.register(SpreadsheetImport)
class SpreadsheetImportAdmin(admin.ModelAdmin):
    room, position = rooms.DIRECTORY, 5
    list_display = ["file_name", "state", "total", "created_by", "created_at"]
    list_filter = ["state"]
    search_fields = ["file_name"]
    list_select_related = ["created_by"]
    actions = None

    def get_urls(self):
        template = path(
            "vorlage/", self.admin_site.admin_view(self.template), name="organisations_spreadsheetimport_template"
        )
        return [template, *super().get_urls()]

    def page(self, request, name, title, **context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/organisations/spreadsheetimport/{name}.html", context)

    def template(self, request):
        """An empty list to fill in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return download(writing.template(), "vorlage.xlsx", XLSX)

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent, user=request.user)
        if form.is_valid():
            for remark in form.run.remarks:
                messages.warning(request, remark)
            return redirect(self.url_of(form.run))
        return self.page(request, "upload", _("Import a list"), form=form)

    def url_of(self, run):
        return reverse("admin:organisations_spreadsheetimport_change", args=[run.pk])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, run):
            raise PermissionDenied
        if request.method == "POST":
            return self.take_decisions(request, run)
        if run.state in RUNNING:
            return self.page(request, "progress", run.file_name, run=run)
        return HttpResponseClientRefresh() if request.htmx else self.preview(request, run)

    def preview(self, request, run):
        kind = request.GET.get("zeige", "")
        found = Paginator(shown(run, kind), ROWS_ON_A_PAGE).get_page(request.GET.get("seite"))
        return self.page(
            request,
            "preview",
            run.file_name,
            run=run,
            rows=Decisions.rows_of(found.object_list),
            tabs=tabs(run, kind),
            kind=kind,
            pages=found,
            obstacles=importing.obstacles(run),
            open=run.state == State.CHECKED,
        )

    def take_decisions(self, request, run):
        """Saves what was ticked, corrected and decided on the page, and imports if that was asked for."""
        to = request.POST.get("to", "")
        back = redirect(f"{request.path}{to}" if to.startswith("?") else request.get_full_path())
        try:
            Decisions(run, request.POST).take()
            if "drop_errors" in request.POST:
                wrong = shown(run, "fehler").values_list("pk", flat=True)
                importing.choose(run, list(wrong), False)
            if "all_new" in request.POST:
                importing.decide_all_new(run)
            if "try_again" in request.POST:
                importing.try_again(run)
                return redirect(self.url_of(run))
            if "import" in request.POST:
                importing.begin(run, request.user)
                return redirect(self.url_of(run))
        except importing.NotNow:
            messages.error(request, why_not(run))
        else:
            if not to:
                messages.success(request, gettext("Your entries are saved and checked."))
        return back

    def delete_view(self, request, object_id, extra_context=None):
        run = self.get_object(request, object_id)
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, run):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, "discard", _("Discard the list"), run=run)
        return self.discard(request, run)

    def discard(self, request, run):
        try:
            importing.discard(run)
        except importing.NotNow:
            messages.error(request, gettext("The list is being imported right now."))
            return redirect(self.url_of(run))
        messages.success(request, gettext("The list “%s” is discarded.") % run.file_name)
        return redirect("admin:organisations_spreadsheetimport_changelist")


def why_not(run):
    """What stands between this list and its import."""
    run.refresh_from_db()
    if run.state != State.CHECKED:
        return gettext("The list cannot be changed any more: it is %s.") % run.get_state_display()
    found = importing.obstacles(run)
    wrong, undecided = found["errors"], found["undecided"]
    reasons = [
        (wrong, ngettext("%(n)s chosen row has errors", "%(n)s chosen rows have errors", wrong)),
        (undecided, ngettext("%(n)s row may be an entry", "%(n)s rows may be entries", undecided)),
    ]
    told = [reason % {"n": number} for number, reason in reasons if number]
    return gettext("Nothing was imported: %s.") % ", ".join(told or [gettext("no row changes anything")])


def download(content, name, kind):
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
