import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import User

from .application import Application
from .call import MONEY
from .version import CallVersion


def receipt_path(submission, filename):
    return f"receipts/{uuid.uuid4().hex}.pdf"


class Submission(models.Model):
    """What was sent, frozen: canonical JSON and its SHA-256. Never changed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(default=1)
    version = models.ForeignKey(CallVersion, models.PROTECT, related_name="+")
    content = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    # The moment of the click by the database's clock.
    arrived_at = models.DateTimeField(_("arrived"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    pdf = models.FileField(upload_to=receipt_path, blank=True)
    # When the receipt went to the outbox; it does so once.
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("submitted version")
        verbose_name_plural = _("submitted versions")
        ordering = ["application", "number"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="submission_once")]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays", fields=["application", "number", "version", "content", "sha256", "arrived_at"]
            )
        ]

    def __str__(self):
        return f"{self.application} ({self.number})"


class BudgetLine(models.Model):
    """A line of the cost and financing plan from the submission on; amounts in EUR.

    `kind` is the key of a cost category, or a kind of income. Voluntary work has hours and no cash amount.
    """

    class Side(models.TextChoices):
        EXPENSE = "expense", _("expense")
        INCOME = "income", _("income")
        VOLUNTARY = "voluntary", _("voluntary work")

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    side = models.CharField(_("side"), max_length=10, choices=Side)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    label = models.CharField(_("what"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField(_("rate"), **MONEY, null=True, blank=True)
    amount = models.DecimalField(_("amount"), **MONEY, default=0)
    # What the office recognises of a cost; None = all of it. Less than the amount has its reason.
    recognised = models.DecimalField(_("recognised"), **MONEY, null=True, blank=True)
    cut_reason = models.CharField(_("why less"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("line of the plan")
        verbose_name_plural = _("lines of the plan")
        ordering = ["application", "side", "position", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="budget_line_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="budget_line_recognised_within_amount",
                condition=Q(recognised=None) | Q(recognised__gte=0, recognised__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="budget_line_cut_has_reason",
                condition=Q(recognised=None) | Q(recognised=F("amount")) | ~Q(cut_reason=""),
            ),
            models.CheckConstraint(
                name="budget_line_voluntary_is_no_cash", condition=~Q(side="voluntary") | Q(amount=0)
            ),
        ]

    def __str__(self):
        return self.label
