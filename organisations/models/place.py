from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField


class Place(models.Model):
    """An official area of the city; the code stays when the name moves."""

    code = models.CharField(_("official code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    shape = models.JSONField(_("shape"), help_text=_("GeoJSON geometry in WGS 84"))

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self):
        return self.name


class District(Place):
    i18n = TranslationField(fields=("name",))

    class Meta(Place.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Quarter(Place):
    district = models.ForeignKey(District, models.PROTECT, related_name="quarters", verbose_name=_("district"))
    i18n = TranslationField(fields=("name",))

    class Meta(Place.Meta):
        verbose_name = _("quarter")
        verbose_name_plural = _("quarters")
