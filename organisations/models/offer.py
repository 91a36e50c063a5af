import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from .organisation import Organisation
from .vocabulary import Language, TargetGroup, Topic


class OfferQuerySet(models.QuerySet):
    def current(self, on=None):
        """Offers that have not ended on the day `on` (today in Berlin), begun or not."""
        return self.exclude(active_to__lt=on or timezone.localdate())

    def active(self, on):
        """Offers that take place on the day `on`."""
        return self.current(on).exclude(active_from__gt=on)


class Offer(models.Model):
    """What an organisation offers: to whom, in which languages, when, where and at which cost."""

    class Cost(models.TextChoices):
        FREE = "free", _("free of charge")
        FEE = "fee", _("for a fee")
        DONATION = "donation", _("for a donation")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offers")
    title = models.CharField(_("what"), max_length=120)
    text = models.TextField(_("description"), blank=True)
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    target_groups = models.ManyToManyField(TargetGroup, blank=True, verbose_name=_("target groups"))
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))
    when = models.CharField(_("when"), max_length=200, blank=True)
    where = models.CharField(_("where"), max_length=200, blank=True, help_text=_("Empty means: at the association's."))
    cost = models.CharField(_("cost"), max_length=8, choices=Cost, default=Cost.FREE)
    cost_note = models.CharField(_("note on the cost"), max_length=120, blank=True)
    childcare = models.BooleanField(_("child care"), default=False)
    online = models.BooleanField(_("online"), default=False)
    active_from = models.DateField(_("from"), null=True, blank=True)
    active_to = models.DateField(_("to"), null=True, blank=True)
    i18n = TranslationField(fields=("title", "text", "when", "where", "cost_note"))
    # See translations.py.
    translated_from = models.JSONField(default=dict, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="offer_ends_after_it_begins",
                condition=Q(active_from__isnull=True) | Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
                violation_error_message=_("The last day must not be before the first."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.organisation.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self):
        return f"angebot-{str(self.uuid)[:8]}"

    def is_active(self, on):
        return (not self.active_from or self.active_from <= on) and (not self.active_to or on <= self.active_to)
