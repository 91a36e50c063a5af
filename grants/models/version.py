import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import User

from .call import Call


class CallVersion(models.Model):
    """A call as it was published: what the public reads, and by what applications are judged. Never changed again.

    `content` is `grants.terms.Terms` as JSON; the moments stand in columns as well, so that lists can ask for them.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    # What changed and why, for applicants; empty for the first version.
    note = models.TextField(_("what changed"), blank=True)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["call", "-number"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="call_version_once")]
        triggers = [
            pgtrigger.ReadOnly(name="stays", fields=["content", "sha256", "opens_at", "closes_at", "note", "number"])
        ]

    def __str__(self):
        return f"{self.call} ({self.number})"
