from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField


class Page(models.Model):
    """A text of the site that the office edits, such as the imprint."""

    slug = models.SlugField(_("address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), help_text=_("An empty line begins a new paragraph; a line “## …” is a heading."))
    in_footer = models.BooleanField(_("in the footer"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    i18n = TranslationField(fields=("title", "text"))
    # See translations.py.
    translated_from = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "slug"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("organisations:page", args=[self.slug])

    @property
    def blocks(self):
        """The text as ("heading" | "paragraph", text)."""
        paragraphs = [part.strip() for part in self.text_i18n.replace("\r\n", "\n").split("\n\n") if part.strip()]
        return [("heading", part[3:]) if part.startswith("## ") else ("paragraph", part) for part in paragraphs]
