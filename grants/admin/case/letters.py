"""Letters in the file: as PDF, with where their service stands."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from ...casework import letter_codes, letter_files
from ...receipts import PDF
from . import serving
from .base import Page, Panel, address


def paper(request, application, key):
    """As it was issued; that the office looks at it does not serve it."""
    notice = get_object_or_404(application.notices.select_related("text"), key=key)
    name = f"{application.reference}-{notice.kind}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(letter_files.read(notice), content_type=PDF, headers=headers)


def panel(request, application):
    rows = [row(request.user, application, notice) for notice in application.notices.select_related("text")]
    return Panel("letters", _("Letters"), "letters_panel.html", {"rows": rows}) if rows else None


def row(user, application, notice):
    return {
        "notice": notice,
        "url": address(application, "letter", notice.key),
        "service": serving.row(user, application, notice),
        "fingerprint": letter_codes.grouped(notice.fingerprint),
    }


PAGES = (Page("briefe/<slug:key>.pdf", "letter", paper),)
