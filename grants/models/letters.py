"""Letters: texts that staff write, notices made of them, and how each was served."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import User

from .application import Application, note_key
from .conversing import CaseRequest
from .deciding import Decision


class LetterKind(models.TextChoices):
    AWARD = "award", _("notice of award")
    PARTIAL = "partial", _("notice of partial award")
    WAITING = "waiting", _("letter about the waiting list")
    REJECTION = "rejection", _("notice of rejection")
    REVOCATION = "revocation", _("notice of revocation")
    GRANTED = "granted", _("a request is granted")
    REFUSED = "refused", _("a request is refused")


class LetterText(models.Model):
    """A version of the text of a kind of letter; the newest is used, and none is ever changed.

    `body` are paragraphs with placeholders in braces, `remedies` the paragraph on what the reader can do against it,
    whose wording is the office's.
    """

    kind = models.CharField(_("kind of letter"), max_length=10, choices=LetterKind)
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    remedies = models.TextField(_("instruction on remedies"), blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("text of letters")
        verbose_name_plural = _("texts of letters")
        ordering = ["kind", "-number"]
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="letter_text_once")]
        triggers = [pgtrigger.ReadOnly(name="stays", fields=["kind", "number", "title", "body", "remedies"])]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.number})"


def notice_path(notice, filename):
    return f"notices/{uuid.uuid4().hex}.pdf"


class Notice(models.Model):
    """A letter that was issued. Text version, `data` and `made_at` give the same PDF again, byte for byte.

    `fingerprint` is the SHA-256 of kind, text and data; it stands in the letter and confirms it. `key` stands in
    addresses.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="notices")
    decision = models.OneToOneField(Decision, models.CASCADE, null=True, blank=True, related_name="notice")
    request = models.OneToOneField(CaseRequest, models.CASCADE, null=True, blank=True, related_name="notice")
    key = models.SlugField(max_length=20, unique=True, default=note_key, editable=False)
    kind = models.CharField(_("kind of letter"), max_length=10, choices=LetterKind)
    text = models.ForeignKey(LetterText, models.PROTECT, related_name="+")
    data = models.JSONField(editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("issued"))
    pdf = models.FileField(upload_to=notice_path, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["application", "made_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="notice_of_one_thing",
                condition=Q(decision=None, request__isnull=False) | Q(decision__isnull=False, request=None),
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays",
                fields=["application", "decision", "request", "key", "kind", "text", "data", "fingerprint", "made_at"],
            )
        ]

    def __str__(self):
        return f"{self.application}: {self.get_kind_display()}"


class Service(models.Model):
    """One way by which a notice is served: by download (§ 41 (2a) VwVfG) or by post. The rules are in `serving`.

    By download: `message_at` is when the mail went out, `ends_at` the end of the fetch limit. By post: `posted_on`.
    """

    class Way(models.TextChoices):
        DOWNLOAD = "download", _("by download")
        POST = "post", _("by post")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="services")
    number = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(_("way"), max_length=8, choices=Way, default=Way.DOWNLOAD)
    asked_at = models.DateTimeField()
    message_at = models.DateTimeField(_("message sent"), null=True, blank=True)
    ends_at = models.DateTimeField(_("to be fetched until"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("first fetched"), null=True, blank=True)
    fetched_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("service of a notice")
        verbose_name_plural = _("services of notices")
        ordering = ["notice", "number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="service_once"),
            models.CheckConstraint(
                name="service_fits_its_way",
                condition=Q(way="download", posted_on=None) | Q(way="post", message_at=None, fetched_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.notice} ({self.number})"


class Consent(models.Model):
    """Somebody entitled to sign agrees that letters about this application are served by download."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to letters by download")
        verbose_name_plural = _("consents to letters by download")
        ordering = ["given_at"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="consent_open_once")
        ]

    def __str__(self):
        return str(self.application)
