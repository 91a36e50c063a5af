"""Sessions of an advisory body, what stands on their agenda, and how each member votes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models import User

from .application import Application


class AdvisorySession(models.Model):
    """`quorum` is how many members must be present; what the body's own rules say. Closed, it does not change."""

    body = models.CharField(_("advisory body"), max_length=160)
    held_at = models.DateTimeField(_("takes place"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    quorum = models.PositiveSmallIntegerField(_("members needed for a vote"), default=1)
    members = models.ManyToManyField(User, through="Seat", related_name="+")
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-held_at"]

    def __str__(self):
        return self.body


class Seat(models.Model):
    """A member of the body in one session; `name` stays when the account has gone."""

    session = models.ForeignKey(AdvisorySession, models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=pgettext_lazy("session", "member")
    )
    name = models.CharField(_("name"), max_length=160)
    present = models.BooleanField(_("present"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("session", "member")
        verbose_name_plural = pgettext_lazy("session", "members")
        ordering = ["session", "name", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="seat_once")]

    def __str__(self):
        return self.name


class AgendaItem(models.Model):
    """An application on the agenda. `closed` ones are not read by the public; `changed_to` is what a vote for a change
    asks for. It waits until `voted_at`."""

    session = models.ForeignKey(AdvisorySession, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    closed = models.BooleanField(_("not public"), default=False)
    changed_to = models.TextField(_("changes asked for"), blank=True)
    remark = models.TextField(_("remark for the minutes"), blank=True)
    voted_at = models.DateTimeField(_("voted"), null=True, blank=True)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")
        ordering = ["session", "closed", "position", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["session", "application"], name="agenda_item_once"),
            models.UniqueConstraint(fields=["application"], condition=Q(voted_at=None), name="agenda_item_waits_once"),
        ]

    def __str__(self):
        return str(self.application)


class Vote(models.Model):
    """How one member votes on one item. Whoever is tied to the association is recused (§ 25 HGO)."""

    class Choice(models.TextChoices):
        FOR = "for", pgettext_lazy("vote", "for")
        CHANGED = "changed", pgettext_lazy("vote", "for, with changes")
        AGAINST = "against", pgettext_lazy("vote", "against")
        ABSTAINED = "abstained", pgettext_lazy("vote", "abstained")
        RECUSED = "recused", pgettext_lazy("vote", "recused")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="votes")
    choice = models.CharField(_("vote"), max_length=9, choices=Choice)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["item", "seat"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="vote_once")]

    def __str__(self):
        return f"{self.item}: {self.seat}"
