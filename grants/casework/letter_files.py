"""The PDF of a letter, kept as it was issued."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils.crypto import salted_hmac

from ..models import Notice
from . import letters


def read(notice):
    """Its bytes: as they are kept, else made, which gives the same ones."""
    return kept(notice) or letters.pdf_of(notice)


def kept(notice):
    """None where there is no file, or none any more."""
    if not notice.pdf:
        return None
    try:
        with notice.pdf.storage.open(notice.pdf.name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def keep(notice):
    """Under a name that nobody can guess and that replaces the file of a job that was killed."""
    if kept(notice):
        return
    paper, storage = letters.pdf_of(notice), notice.pdf.storage
    name = f"notices/{salted_hmac('grants.letters', str(notice.pk)).hexdigest()[:32]}.pdf"
    storage.delete(name)
    notice.pdf, notice.pdf_sha256 = storage.save(name, ContentFile(paper)), sha256(paper).hexdigest()
    Notice.objects.filter(pk=notice.pk).update(pdf=notice.pdf.name, pdf_sha256=notice.pdf_sha256)
