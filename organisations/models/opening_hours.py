from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from .organisation import Organisation


class OpeningHours(models.Model):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))
    note = models.CharField(_("note"), max_length=100, blank=True)
    i18n = TranslationField(fields=("note",))
    # See translations.py.
    translated_from = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="opening_hours_in_order",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("The end must be after the beginning."),
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
