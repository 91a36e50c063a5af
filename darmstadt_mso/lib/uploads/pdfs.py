"""PDF: what runs, sends, opens or hides something is taken out, and the rest written anew.

A signature is no longer valid in a file that was written anew. It is taken out, and whoever sent the file is told: the
original is not kept aside, because it is the very file that nobody shall open.
"""

from io import BytesIO

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pikepdf import Array, Dictionary, Name, Stream

from .opening import Opened, broken, encrypted, polyglot, unpacks_too_large

MOST_UNPACKED = 100_000_000  # bytes, of one stream and of the pages together
LIMITS = ("flate", "dct", "png", "run_length", "tiff")
pikepdf.settings.set_qpdf_limits(**{f"{one}_max_memory": MOST_UNPACKED for one in LIMITS})

KEYS = ("/OpenAction", "/AA", "/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/Collection", "/Perms")
KEYS += ("/DSS", "/SigFlags", "/RichMediaContent", "/RichMediaSettings")
# Below these stand names that a program chose, which mean nothing.
OF_NAMES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Properties", "/Pattern", "/Shading", "/CharProcs"}
OF_NAMES |= {"/Dests"}
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/Rendition"}
ACTIONS |= {"/RichMediaExecute", "/Movie", "/Sound", "/GoTo3DView", "/Hide", "/Thread"}
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
LINKS = ("http:", "https:", "mailto:", "tel:")
SIGNATURE_LOST = _(
    "The PDF was signed electronically. Our copy is cleaned and has no signature any more; please keep the original "
    "in case the office asks for it."
)


def opened(content):
    refuse_foreign_end(content)
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            return rewritten(pdf)
    except pikepdf.PasswordError:
        raise encrypted() from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, RuntimeError, RecursionError):
        raise broken() from None


def refuse_foreign_end(content):
    """After the last end mark nothing may follow; without one, the end of the file is missing."""
    _before, mark, rest = content.rpartition(b"%%EOF")
    if not mark:
        raise broken()
    if rest.strip(b"\0\t\n\f\r \x1a"):
        raise polyglot()


def rewritten(pdf):
    if pdf.is_encrypted:
        raise encrypted()
    refuse_pages(len(pdf.pages))
    read_pages(pdf)
    signed = clean(pdf)
    buffer = BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return Opened(buffer.getvalue(), len(pdf.pages), SIGNATURE_LOST if signed else "")


def refuse_pages(number):
    if not number:
        raise broken()
    if number > settings.UPLOAD_MAX_PAGES:
        words = _("The file has %(number)d pages; we take at most %(most)d. Please divide it.")
        raise ValidationError(words, code="pages", params={"number": number, "most": settings.UPLOAD_MAX_PAGES})


def read_pages(pdf):
    """What stands on the pages can be read, and does not grow without measure."""
    size, seen = 0, set()
    for page in pdf.pages:
        contents = page.obj.get("/Contents", [])
        for stream in contents if isinstance(contents, Array) else [contents]:
            if isinstance(stream, Stream) and stream.objgen not in seen:
                seen.add(stream.objgen)
                size += len(stream.read_bytes())
                if size > MOST_UNPACKED:
                    raise unpacks_too_large()


def clean(pdf):
    """Visits everything that can be reached; returns whether there was a signature."""
    signed, seen, waiting = False, set(), [(pdf.trailer, False)]
    while waiting:
        thing, is_of_names = waiting.pop()
        if thing.is_indirect:
            if (thing.objgen, is_of_names) in seen:
                continue
            seen.add((thing.objgen, is_of_names))
        if isinstance(thing, Array):
            drop_annotations(thing)
            waiting += [(one, False) for one in thing if isinstance(one, Array | Dictionary | Stream)]
        else:
            signed = clean_dictionary(thing, is_of_names) or signed
            waiting += [(one, key in OF_NAMES) for key, one in parts(thing)]
    return signed


def parts(thing):
    return [(key, one) for key, one in thing.items() if isinstance(one, Array | Dictionary | Stream)]


def clean_dictionary(thing, is_of_names):
    """Takes out what is dangerous in it; returns whether it was a signed field."""
    if is_of_names:
        return False
    drop(thing, KEYS)
    if is_dangerous(thing):
        drop(thing, list(thing.keys()))
    signed = thing.get("/FT") == Name.Sig and "/V" in thing
    drop(thing, ["/V"] if signed else [])
    return signed


def drop(thing, keys):
    for key in keys:
        if key in thing and key != "/Length":
            del thing[key]


def is_dangerous(thing):
    """An action; a link is one only if it leads to something else than a page of the web, or a mail."""
    kind = thing.get("/S")
    if kind == Name.URI:
        return not str(thing.get("/URI", "")).strip().lower().startswith(LINKS)
    return isinstance(kind, Name) and str(kind) in ACTIONS


def drop_annotations(array):
    for place in reversed(range(len(array))):
        one = array[place]
        if isinstance(one, Dictionary) and str(one.get("/Subtype", "")) in ANNOTATIONS:
            del array[place]
