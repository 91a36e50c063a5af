"""What applicants and office write to each other about an application, and what applicants ask for after it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import User

from .application import Application, note_key


class CaseMessage(models.Model):
    """`key` comes with the form, so that the same text sent twice is one message. `read_at`: by the other side."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=40, unique=True, default=note_key)
    from_office = models.BooleanField()
    text = models.TextField(_("message"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["application", "at", "pk"]
        default_permissions = ("view", "add")

    def __str__(self):
        return f"{self.application}, {self.at:%d.%m.%Y %H:%M}"


class CaseRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None, withdrawn_at=None)


class CaseRequest(models.Model):
    """Something beside the way of an application: permission to begin early, a change of the award, an objection.

    `asked_by` is None where the office entered what came on paper. The answer is a letter of its own, of kind granted
    or refused.
    """

    class Kind(models.TextChoices):
        EARLY_START = "early_start", _("permission to begin early")
        DATES = "dates", _("other dates")
        PLAN = "plan", _("another plan")
        PURPOSE = "purpose", _("another purpose")
        OBJECTION = "objection", _("objection")

    application = models.ForeignKey(Application, models.CASCADE, related_name="requests")
    key = models.SlugField(max_length=20, unique=True, default=note_key, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("text"))
    # Early start: from when; other dates: the new ones.
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.TextField(_("answer, as the applicant reads it"), blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = CaseRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of an applicant")
        verbose_name_plural = _("requests of applicants")
        ordering = ["application", "received_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="request_answered_or_not",
                condition=Q(answered_at=None, granted=None) | Q(answered_at__isnull=False, granted__isnull=False),
            ),
            models.CheckConstraint(name="request_has_one_end", condition=Q(answered_at=None) | Q(withdrawn_at=None)),
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="request_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.application}: {self.get_kind_display()}"
