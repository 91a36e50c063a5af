from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from .. import validators


class Term(models.Model):
    """A word of a controlled vocabulary, with what people type for it in every language."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    synonyms = models.TextField(
        _("synonyms"), blank=True, help_text=_("Words people type for this, one per line. The search finds them all.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self):
        return self.name_i18n


class Topic(Term):
    featured = models.BooleanField(_("way in on the home page"), default=False)
    i18n = TranslationField(fields=("name", "synonyms"))

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class TargetGroup(Term):
    i18n = TranslationField(fields=("name", "synonyms"))

    class Meta(Term.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class Language(Term):
    native = models.CharField(_("name in itself"), max_length=80, blank=True)
    i18n = TranslationField(fields=("name", "synonyms"))

    class Meta(Term.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class Synonym(models.Model):
    """Words that the office wants the search to treat as equal."""

    words = models.TextField(
        _("words"),
        unique=True,
        validators=[validators.phrases],
        help_text=_("Words or short phrases that mean the same, one per line."),
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self):
        return ", ".join(self.words.split("\n"))
