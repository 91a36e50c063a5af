from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class FreshnessStepQuerySet(models.QuerySet):
    def of_present_rounds(self):
        """Those of entries that were not confirmed since."""
        never = Q(confirmed_on__isnull=True, organisation__confirmed_on__isnull=True)
        return self.filter(never | Q(confirmed_on=F("organisation__confirmed_on")))


class FreshnessStep(models.Model):
    """What was done because nobody confirmed an entry for long: each step once in each round.

    A round begins with a confirmation and ends with the next one; `confirmed_on` names it and is empty for entries
    that were never confirmed.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("asked by mail whether it is still right")
        REMINDED = "reminded", _("reminded once")
        REMINDED_AGAIN = "reminded2", _("reminded twice")
        DESK = "desk", _("handed to the office")
        HIDDEN = "hidden", _("hidden, because nobody confirmed it")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="freshness_steps")
    confirmed_on = models.DateField(_("last confirmed on"), null=True)
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    # How many mails went out; the addresses stand in the outbox only.
    mails = models.PositiveSmallIntegerField(_("mails"), default=0)

    objects = FreshnessStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step towards confirmation")
        verbose_name_plural = _("steps towards confirmation")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "confirmed_on", "kind"], nulls_distinct=False, name="freshness_step_once"
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_kind_display()}"
