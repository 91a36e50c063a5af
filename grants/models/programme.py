import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField


def guideline_path(programme, filename):
    return f"guidelines/{uuid.uuid4().hex}.pdf"


class ProgrammeQuerySet(models.QuerySet):
    def public(self):
        """Those of which there is something to read: a published call, a guideline, or that they have ended."""
        with_call = models.Q(calls__published__isnull=False, calls__archived=False)
        return self.filter(with_call | models.Q(ended=True) | ~models.Q(guideline="")).distinct()


class Programme(models.Model):
    """What the city gives money for; its calls say when, how much and by which rules."""

    class Financing(models.TextChoices):
        DEFICIT = "deficit", _("part of the deficit")
        SHARE = "share", _("share of the cost")
        FIXED = "fixed", _("fixed sum")
        FULL = "full", _("the whole deficit")

    slug = models.SlugField(_("address in the portal"), max_length=80, unique=True)
    code = models.CharField(
        _("letters in reference numbers"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Enter three capital letters."))],
        help_text=_("For example BIL for 2026-BIL-0007; not to be changed once there are applications."),
    )
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), blank=True)
    guideline = models.TextField(_("text of the guideline"), blank=True)
    guideline_file = models.FileField(_("guideline as PDF"), upload_to=guideline_path, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    financing = models.CharField(_("financing type"), max_length=8, choices=Financing, default=Financing.DEFICIT)
    ended = models.BooleanField(_("ended"), default=False, help_text=_("Shown as a finished programme."))
    translated_from = models.JSONField(default=dict, editable=False)
    i18n = TranslationField(fields=("name", "purpose", "guideline", "legal_basis"))

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["ended", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("grants:programme", args=[self.slug])
