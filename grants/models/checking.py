"""The formal check: what the office says of single rules, and what it asks the applicant for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import User

from .application import Application


class CheckMark(models.Model):
    """The office judges a rule of the call otherwise than the portal, and says why."""

    class Verdict(models.TextChoices):
        YES = "yes", _("fulfilled")
        NO = "no", _("not fulfilled")

    application = models.ForeignKey(Application, models.CASCADE, related_name="check_marks")
    # The key of the rule, see `grants.rules`.
    key = models.SlugField(_("rule"), max_length=40)
    verdict = models.CharField(_("verdict"), max_length=3, choices=Verdict)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("verdict of the office")
        verbose_name_plural = _("verdicts of the office")
        ordering = ["application", "key"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="check_mark_once"),
            models.CheckConstraint(name="check_mark_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return self.key


class QueryQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None, closed_at=None)


class Query(models.Model):
    """The office asks for something and opens these sections again, and no others (Nachforderung).

    `due_at` is the last moment that counts. It ends with the applicant's answer, which is a submission of its own, or
    the office closes it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="queries")
    number = models.PositiveSmallIntegerField()
    sections = ArrayField(models.SlugField(max_length=20), verbose_name=_("sections"))
    text = models.TextField(_("what is missing"))
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("until"))
    # The day of the last reminder.
    reminded_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        ordering = ["application", "number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="query_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at=None, closed_at=None), name="query_open_once"
            ),
            models.CheckConstraint(name="query_has_one_end", condition=Q(answered_at=None) | Q(closed_at=None)),
            models.CheckConstraint(name="query_names_sections", condition=~Q(sections=[])),
        ]

    def __str__(self):
        return f"{self.application} ({self.number})"
