"""The whole file as a ZIP."""

from django.http import FileResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ...casework import dossier
from .base import Page


@never_cache
@require_safe
def akte(request, application):
    name = f"{application.reference}-akte.zip"
    return FileResponse(dossier.packed(application), as_attachment=True, filename=name, content_type="application/zip")


PAGES = [Page("akte.zip", "dossier", akte)]
