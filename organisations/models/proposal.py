import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation
from .user import User


class ChangeProposalQuerySet(models.QuerySet):
    def open(self):
        """With something that waits for the office."""
        return self.filter(changes__verdict=ProposedChange.Verdict.WAITING).distinct()

    def unread(self):
        """Published at once, because the association is trusted, and not looked at by the office yet."""
        return self.filter(changes__verdict=ProposedChange.Verdict.AT_ONCE, changes__read_at__isnull=True).distinct()


class ChangeProposal(models.Model):
    """What one person of an association wants changed in its entry; the published version stays until it is decided."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="proposals")
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="proposals", verbose_name=_("proposed by")
    )
    note = models.TextField(_("note to the office"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["created_at"]

    def __str__(self):
        return str(self.organisation)


class ProposedChangeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(verdict=ProposedChange.Verdict.WAITING)


class ProposedChange(models.Model):
    """One field of the proposal.

    `thing` names what is changed: "" for the organisation itself, "contact:<id>" or "offer:<uuid>" for a part of it,
    "contact:new-<hex>" or "offer:new-<hex>" for one that is to be added. `field` names the field, with the language
    behind an underscore for a translation; "" means the whole part, which is added or taken away. The values are
    those of `entry_facts`.
    """

    class Verdict(models.TextChoices):
        WAITING = "", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("sent back")
        WITHDRAWN = "withdrawn", _("withdrawn")
        AT_ONCE = "at_once", _("published at once")

    proposal = models.ForeignKey(ChangeProposal, models.CASCADE, related_name="changes")
    thing = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict, default=Verdict.WAITING, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # When the office has looked at what was published at once, or the author at what was sent back.
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "thing", "field"], condition=Q(verdict=""), name="proposed_change_waits_once"
            )
        ]

    def __str__(self):
        return f"{self.proposal}: {self.thing} {self.field}"
