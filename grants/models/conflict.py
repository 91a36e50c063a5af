from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models import Organisation, User


class ConflictQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)


class Conflict(models.Model):
    """A person of the office or the advisory body says that they are tied to an association (§ 25 HGO).

    Whoever speaks for an association is tied to it without saying so; see `permissions.is_conflicted`.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="conflicts", verbose_name=pgettext_lazy("conflict", "person")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="conflicts", verbose_name=_("organisation")
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    declared_at = models.DateTimeField(_("declared"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["organisation__name_key", "declared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="conflict_open_once"
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.organisation}"

    def take_in(self, other):
        """The same person declared the other one for an association that was merged into this one."""
        self.declared_at = min(self.declared_at, other.declared_at)
        self.reason = "; ".join(dict.fromkeys(filter(None, [self.reason, other.reason])))[:250]
        self.save(update_fields=["declared_at", "reason"])
