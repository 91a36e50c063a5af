import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User

from .application import Application, note_key
from .call_parts import RequiredPaper


def document_path(document, filename):
    """A name that says nothing; whoever may read it gets it under its own name."""
    return f"documents/{uuid.uuid4().hex}"


class DocumentQuerySet(models.QuerySet):
    def on_file(self, organisation, kind, on=None):
        """Papers of this kind kept for the next application and valid on the day `on` (today), the newest first."""
        valid = Q(valid_until__isnull=True) | Q(valid_until__gte=on or timezone.localdate())
        return self.filter(valid, organisation=organisation, on_file=kind).order_by("-uploaded_at")


class Document(models.Model):
    """A file of an association, opened and cleaned before it was kept. `name` is as on the applicant's device."""

    class Scan(models.TextChoices):
        NOT = "", _("not scanned for viruses")
        CLEAN = "clean", _("scanned for viruses, nothing found")

    key = models.SlugField(max_length=20, unique=True, default=note_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    on_file = models.CharField(max_length=10, choices=RequiredPaper.OnFile, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(upload_to=document_path)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=6, choices=Scan, blank=True, default=Scan.NOT)
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-uploaded_at"]
        default_permissions = ("view",)

    def __str__(self):
        return self.name


class Attachment(models.Model):
    """A document as one of the papers that the call asks for; `paper` is the key of that paper."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    paper = models.SlugField(max_length=40)
    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")
        ordering = ["paper", "added_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["application", "paper", "document"], name="attachment_once"),
        ]

    def __str__(self):
        return str(self.document)
