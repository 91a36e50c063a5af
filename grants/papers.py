"""The papers of an application: which the call asks for, what is attached, on file or missing.

A file that somebody sends is stored under a random name before its row is written; what fails leaves no file behind.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import keeping, sections, terms
from .models import Application, Attachment, Document
from .models.document import document_path
from .permissions import is_open
from .writing import NotADraft

MOST_FILES = 5  # of one paper
# The same process may still be about to write its row.
STRAY_AFTER = timedelta(days=1)


def is_first(organisation, application=None):
    """Whether the organisation had never submitted anything (before this application)."""
    others = Application.objects.submitted().filter(organisation=organisation)
    if application:
        others = others.exclude(pk=application.pk)
        if application.submitted_at:
            others = others.filter(submitted_at__lt=application.submitted_at)
    return not others.exists()


def wanted(application):
    """The terms' papers that this applicant is asked for, required or not."""
    return terms.of_version(application.version).papers_for(is_first(application.organisation, application))


def wanted_one(application, key):
    return next((paper for paper in wanted(application) if paper.key == key), None)


def attached(application):
    """{key of the paper: [its attachments]}, also of papers that the call does not ask for any more."""
    found = {}
    for attachment in application.attachments.select_related("document", "added_by"):
        found.setdefault(attachment.paper, []).append(attachment)
    return found


def missing(application, on=None):
    """The required papers of which nothing is attached that is valid on the day `on` (today)."""
    there = attached(application)
    required = [paper for paper in wanted(application) if paper.required]
    return [paper for paper in required if not any(is_valid(one.document, on) for one in there.get(paper.key, []))]


def is_valid(document, on=None):
    return document.valid_until is None or document.valid_until >= (on or timezone.localdate())


def on_file(application, paper):
    """The newest document kept for this paper, valid or expired, that is not attached yet; a valid one first."""
    if not paper.on_file:
        return None
    kept = Document.objects.filter(organisation=application.organisation, on_file=paper.on_file)
    kept = kept.exclude(attachments__application=application).order_by("-uploaded_at")
    valid = Document.objects.on_file(application.organisation, paper.on_file).filter(pk__in=kept)
    return valid.first() or kept.first()


# Attaching


def attach(application, paper, upload, user, valid_until=None):
    """Adds a file beside the others, whoever adds one at the same time. The same file is attached only once.

    Raises NotADraft where they are not open, and ValidationError where there are too many.
    """
    path = default_storage.save(document_path(None, upload.name), ContentFile(upload.content))
    try:
        attachment, is_new = put(application, paper, path, upload, user, valid_until)
    except BaseException:
        default_storage.delete(path)
        raise
    if not is_new:
        default_storage.delete(path)
    return attachment


@transaction.atomic
def put(application, paper, path, upload, user, valid_until):
    """(attachment, whether it is a new one)"""
    there = lock(application).attachments.filter(paper=paper.key)
    if same := there.filter(document__sha256=upload.sha256).first():
        return same, False
    refuse_too_many(there)
    document = Document.objects.create(
        organisation=application.organisation,
        on_file=paper.on_file,
        valid_until=valid_until,
        name=upload.name,
        file=path,
        content_type=upload.content_type,
        size=upload.size,
        pages=upload.pages,
        sha256=upload.sha256,
        scan=Document.Scan.CLEAN if upload.scanned else Document.Scan.NOT,
        uploaded_by=user,
    )
    return application.attachments.create(paper=paper.key, document=document, added_by=user), True


@transaction.atomic
def reuse(application, paper, key, user):
    """Attaches a valid document that is on file; None if there is none (any more)."""
    there = lock(application).attachments.filter(paper=paper.key)
    kept = Document.objects.on_file(application.organisation, paper.on_file).exclude(on_file="")
    if not (document := kept.select_for_update().filter(key=key).first()):
        return None
    if same := there.filter(document=document).first():
        return same
    refuse_too_many(there)
    return application.attachments.create(paper=paper.key, document=document, added_by=user)


def lock(application):
    """Whoever adds or removes papers of an application does so one after the other, and while they are open."""
    draft = Application.objects.select_for_update().get(pk=application.pk)
    if not is_open(draft, sections.PAPERS):
        raise NotADraft
    return draft


def refuse_too_many(attachments):
    if attachments.count() >= MOST_FILES:
        words = _("There are %(most)d files already, which is the most for one paper. Please remove one first.")
        raise ValidationError(words, code="number", params={"most": MOST_FILES})


# Removing


@transaction.atomic
def remove(application, key, *, off_file=False):
    """Takes the document out of the application; it is deleted unless it was sent, is on file or another one holds it.

    `off_file`: it is not offered for the next application either. Returns its name, None if it was not there any more.
    """
    lock(application)
    attachment = Attachment.objects.filter(application=application, document__key=key).first()
    if attachment is None:
        return None
    document = Document.objects.select_for_update().get(pk=attachment.document_id)
    if off_file and document.on_file:
        document.on_file = ""
        document.save(update_fields=["on_file"])
    attachment.delete()
    keeping.delete_unused([document])
    return document.name


def tidy(now=None):
    """Deletes files that a killed process left without a row; returns how many."""
    folder = document_path(None, "").rpartition("/")[0]
    names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    paths = {f"{folder}/{name}" for name in names} - set(Document.objects.values_list("file", flat=True))
    before = (now or timezone.now()) - STRAY_AFTER
    stray = [path for path in paths if default_storage.get_modified_time(path) < before]
    for path in stray:
        default_storage.delete(path)
    return len(stray)
