from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(handled_at__isnull=True)


class ErrorReport(models.Model):
    """Somebody says that something in an entry is wrong."""

    class Matter(models.TextChoices):
        CONTACT = "contact", _("Telephone, mail or contact person")
        PLACE = "place", _("Address or opening hours")
        OFFER = "offer", _("An offer no longer exists or has changed")
        GONE = "gone", _("The association no longer exists")
        OTHER = "other", _("Something else")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="error_reports")
    matter = models.CharField(_("What is wrong?"), max_length=8, choices=Matter)
    text = models.TextField(_("What should it say?"), max_length=2000)
    email = models.EmailField(_("Your e-mail address"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    handled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    handled_by = models.ForeignKey(
        "organisations.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.organisation}: {self.get_matter_display()}"
