"""The assessment: scores of several assessors, and what the case worker proposes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models import User

from .application import Application
from .call import MONEY
from .programme import Programme

MOST_POINTS = 5


class Appraisal(models.Model):
    """What the case worker notes and proposes (Prüfvermerk). The amount is in EUR."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="appraisal")
    financing = models.CharField(_("financing type"), max_length=8, choices=Programme.Financing)
    amount = models.DecimalField(_("proposed grant"), **MONEY)
    need = models.TextField(_("why the project is needed"), blank=True)
    others = models.TextField(_("what other offices say"), blank=True)
    secured = models.TextField(_("how the rest of the money is secured"), blank=True)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(name="appraisal_not_negative", condition=Q(amount__gte=0))]

    def __str__(self):
        return str(self.application)


class Score(models.Model):
    """What one assessor gives for one criterion of the call, and why; 0 to MOST_POINTS."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="scores")
    # The key of the criterion in the call's terms.
    criterion = models.SlugField(_("criterion"), max_length=40)
    assessor = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=pgettext_lazy("score", "assessor")
    )
    points = models.PositiveSmallIntegerField(_("points"))
    justification = models.TextField(_("justification"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["application", "criterion", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "assessor"], name="score_once"),
            models.CheckConstraint(name="score_within_scale", condition=Q(points__lte=MOST_POINTS)),
            models.CheckConstraint(name="score_justified", condition=~Q(justification="")),
        ]

    def __str__(self):
        return f"{self.application}: {self.criterion}"
