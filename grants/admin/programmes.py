"""Programmes: what the city gives money for."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import uploads
from darmstadt_mso.lib.admin import translations
from organisations.models import DirectoryVersion

from ..models import Programme
from . import rooms


class ProgrammeForm(forms.ModelForm):
    def clean_guideline_file(self):
        """Cleaned, if there is a new one."""
        file = self.cleaned_data["guideline_file"]
        if not isinstance(file, UploadedFile):
            return file
        upload = uploads.take(file)
        if upload.content_type != "application/pdf":
            raise ValidationError(gettext("Please choose a PDF."))
        return ContentFile(upload.content, upload.name)


@admin.register(Programme)
class ProgrammeAdmin(translations.TranslatedAdmin):
    form = ProgrammeForm
    room, position = rooms.GRANTS, 2
    list_display = ["name", "code", "calls_told", "ended"]
    list_filter = ["ended"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"slug": ["name"]}
    actions = None
    fieldsets = [
        (None, {"fields": ["name", ("slug", "code"), "purpose", "ended"]}),
        (_("Guideline"), {"fields": ["legal_basis", "financing", "guideline", "guideline_file"]}),
        *translations.fieldsets(Programme),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_of_calls=Count("calls"))

    @admin.display(description=_("calls"), ordering="number_of_calls")
    def calls_told(self, programme):
        return programme.number_of_calls

    def get_readonly_fields(self, request, obj=None):
        """What was published names the letters of its reference numbers."""
        return ["code"] if obj and obj.calls.filter(versions__isnull=False).exists() else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        DirectoryVersion.renew()

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        programme = self.get_object(request, object_id)
        if programme and self.has_delete_permission(request, programme) and programme.calls.exists():
            words = gettext("This programme has calls and cannot be deleted. Mark it as ended instead.")
            messages.error(request, words)
            return redirect("admin:grants_programme_change", programme.pk)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        DirectoryVersion.renew()
