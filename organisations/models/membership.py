import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .organisation import Organisation
from .user import User

INVITATION_LASTS = timedelta(days=14)


class Role(models.TextChoices):
    EDITOR = "editor", _("editor")
    SIGNATORY = "signatory", _("entitled to sign")


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None):
        """Those that have begun and not ended on the day `on` (today in Berlin)."""
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)

    def ended(self, on=None):
        return self.filter(until__lte=on or timezone.localdate())

    def signatories(self):
        return self.filter(role=Role.SIGNATORY)


class Membership(models.Model):
    """A person speaks for an organisation: an editor keeps its entry, a signatory also decides who else may.

    `until` is the day on which it ends: from its first minute on the person has no access any more.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=pgettext_lazy("membership", "person")
    )
    role = models.CharField(pgettext_lazy("membership", "role"), max_length=10, choices=Role, default=Role.EDITOR)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("ends on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of an association")
        verbose_name_plural = _("persons of associations")
        ordering = ["organisation__name_key", "-role", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The end must not be before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(until__isnull=True),
                name="membership_open_once",
                violation_error_message=_("This person speaks for the association already."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.organisation}"

    def is_current(self, on=None):
        on = on or timezone.localdate()
        return self.since <= on and (self.until is None or on < self.until)


class JoinRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=JoinRequest.State.OPEN)


class JoinRequest(models.Model):
    """Somebody asks to speak for an organisation; with `registers`, for one that they have just registered."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="join_requests", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="join_requests", verbose_name=pgettext_lazy("membership", "person")
    )
    role = models.CharField(pgettext_lazy("membership", "role"), max_length=10, choices=Role, default=Role.EDITOR)
    registers = models.BooleanField(_("registers a new association"), default=False)
    message = models.TextField(_("What do you do in the association?"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], condition=Q(state="open"), name="join_asked_once")
        ]

    def __str__(self):
        return f"{self.user}, {self.organisation}"


def invitation_ends():
    return timezone.now() + INVITATION_LASTS


class InvitationQuerySet(models.QuerySet):
    def open(self, at=None):
        """Neither accepted nor taken back nor expired at the moment `at` (now)."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at or timezone.now())


class Invitation(models.Model):
    """A signatory invites somebody by mail; only an account with this very address can accept."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(pgettext_lazy("membership", "role"), max_length=10, choices=Role, default=Role.EDITOR)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=invitation_ends)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.organisation)
