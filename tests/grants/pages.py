"""The public pages of calls and programmes, for tests that look at all pages of the portal."""

from django.core.files.base import ContentFile
from django.urls import reverse

from .casework.lettering import issued
from .factories import make_call

OF_NO_CALL = ("grants:calls", "grants:compare", "grants:glossary", "grants:deadlines", "grants:authenticity")
OF_PROGRAMMES = ("grants:programme", "grants:guideline")
OF_CALLS = ("grants:call", "grants:call_pdf", "grants:call_deadline", "grants:check")
PUBLIC = (*OF_NO_CALL, *OF_PROGRAMMES, *OF_CALLS, "grants:authenticity_of")


def address(name):
    """Where there is something of this name: of a published call, or of its programme."""
    if name in OF_NO_CALL:
        return reverse(name)
    if name == "grants:authenticity_of":
        return reverse(name, args=[issued().fingerprint])
    call = make_call()
    call.programme.guideline_file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    return reverse(name, args=[call.slug if name in OF_CALLS else call.programme.slug])
