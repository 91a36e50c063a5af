from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import User

from .application import Application
from .call import MONEY
from .programme import Programme


class DecisionQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(released_at=None, cancelled_at=None)

    def released(self):
        return self.filter(released_at__isnull=False)


class Decision(models.Model):
    """Prepared by one person, released by another. While it waits, an award reserves its money in the call's pot.

    Amounts in EUR. `plan` is what the office recognised of the plan when it was prepared, as JSON. Of a revocation
    `known_on` is the day of full knowledge, from which one year runs (§ 49 (3), § 48 (4) HVwVfG).
    """

    class Kind(models.TextChoices):
        AWARD = "award", _("award")
        PARTIAL = "partial", _("partial award")
        WAITING = "waiting", _("waiting list")
        REJECTION = "rejection", _("rejection")
        REVOCATION = "revocation", _("revocation")

    GIVES = (Kind.AWARD, Kind.PARTIAL)

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("grant"), **MONEY, default=0)
    financing = models.CharField(_("financing type"), max_length=8, choices=Programme.Financing, blank=True)
    eligible = models.DecimalField(_("eligible cost"), **MONEY, null=True, blank=True)
    plan = models.JSONField(default=dict, editable=False)
    period_from = models.DateField(_("money is given from"), null=True, blank=True)
    period_until = models.DateField(_("money is given until"), null=True, blank=True)
    report_due_on = models.DateField(_("report due on"), null=True, blank=True)
    payment = models.TextField(_("how it is paid"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    reasons = models.TextField(_("reasons, as the applicant reads them"))
    note = models.TextField(_("note for the file"), blank=True)
    known_on = models.DateField(_("day of full knowledge"), null=True, blank=True)
    heard_on = models.DateField(_("applicant heard on"), null=True, blank=True)
    prepared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared"))
    released_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["prepared_at", "pk"]
        default_permissions = ("add", "view")
        permissions = [("release_decision", "Can release a decision")]
        constraints = [
            models.CheckConstraint(
                name="decision_released_by_another",
                condition=Q(released_by=None) | ~Q(released_by=F("prepared_by")),
            ),
            models.CheckConstraint(name="decision_has_one_end", condition=Q(released_at=None) | Q(cancelled_at=None)),
            models.CheckConstraint(
                name="decision_gives_only_with_award",
                condition=Q(kind__in=["award", "partial"], amount__gt=0)
                | ~Q(kind__in=["award", "partial"]) & Q(amount=0),
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(released_at=None, cancelled_at=None),
                name="decision_pending_once",
            ),
        ]

    def __str__(self):
        return f"{self.application}: {self.get_kind_display()}"

    @property
    def gives(self):
        return self.kind in self.GIVES
