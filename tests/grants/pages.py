"""The public pages of calls and programmes, for tests that look at all pages of the portal."""

from django.core.files.base import ContentFile
from django.urls import reverse

from .factories import make_call

OF_NO_CALL = ("grants:calls", "grants:compare", "grants:glossary", "grants:deadlines")
OF_PROGRAMMES = ("grants:programme", "grants:guideline")
OF_CALLS = ("grants:call", "grants:call_pdf", "grants:call_deadline", "grants:check")
PUBLIC = (*OF_NO_CALL, *OF_PROGRAMMES, *OF_CALLS)


def address(name):
    """Where there is something of this name: of a published call, or of its programme."""
    if name in OF_NO_CALL:
        return reverse(name)
    call = make_call()
    call.programme.guideline_file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    return reverse(name, args=[call.slug if name in OF_CALLS else call.programme.slug])
