"""The lists of a call.

`key` stays the same when a call is copied or its text changed, so that answers find it again.
"""

import secrets

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from .call import MONEY, PERCENT, Call, percentage


def new_key():
    return secrets.token_hex(4)


class CallPart(models.Model):
    key = models.SlugField(max_length=40, default=new_key, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="%(class)s_key_once")]


class CostCategory(CallPart):
    """A kind of cost; one that is not eligible may stand in a plan, but no grant is paid for it."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="cost_categories")
    name = models.CharField(_("name"), max_length=120)
    help = models.TextField(_("help"), blank=True)
    example = models.CharField(_("example"), max_length=250, blank=True)
    eligible = models.BooleanField(_("eligible"), default=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("For example hour or km."))
    rate_max = models.DecimalField(
        _("highest rate per unit"), **MONEY, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cap = models.DecimalField(_("counts up to"), **MONEY, null=True, blank=True, validators=[MinValueValidator(0)])
    cap_share = models.DecimalField(_("counts up to percent of all cost"), **PERCENT | {"validators": percentage()})
    i18n = TranslationField(fields=("name", "help", "example", "unit"))

    class Meta(CallPart.Meta):
        verbose_name = _("cost category")
        verbose_name_plural = _("cost categories")

    def __str__(self):
        return self.name


class Question(CallPart):
    class Kind(models.TextChoices):
        LONG = "long", _("text of several lines")
        SHORT = "short", _("text of one line")
        NUMBER = "number", _("whole number")

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=250)
    help = models.TextField(_("help"), blank=True)
    example = models.TextField(_("example"), blank=True)
    kind = models.CharField(_("kind of answer"), max_length=6, choices=Kind, default=Kind.LONG)
    limit = models.PositiveSmallIntegerField(_("characters at most"), default=500, validators=[MinValueValidator(1)])
    required = models.BooleanField(_("required"), default=True)
    i18n = TranslationField(fields=("text", "help", "example"))

    class Meta(CallPart.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.text


class RequiredPaper(CallPart):
    class Applicants(models.TextChoices):
        ALL = "all", _("everybody")
        FIRST = "first", _("whoever applies for the first time")
        REPEAT = "repeat", _("whoever has applied before")

    class OnFile(models.TextChoices):
        NO = "", _("anew each time")
        STATUTES = "statutes", _("statutes")
        REGISTER = "register", _("extract from the register")
        EXEMPTION = "exemption", _("notice of exemption from tax")

    call = models.ForeignKey(Call, models.CASCADE, related_name="papers")
    name = models.CharField(_("name"), max_length=160)
    help = models.TextField(_("help"), blank=True)
    applicants = models.CharField(_("from"), max_length=6, choices=Applicants, default=Applicants.ALL)
    required = models.BooleanField(_("required"), default=True)
    on_file = models.CharField(
        _("kept for the next application"), max_length=10, choices=OnFile, default=OnFile.NO, blank=True
    )
    i18n = TranslationField(fields=("name", "help"))

    class Meta(CallPart.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self):
        return self.name


class Declaration(CallPart):
    call = models.ForeignKey(Call, models.CASCADE, related_name="declarations")
    text = models.TextField(_("text"))
    help = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("required"), default=True)
    i18n = TranslationField(fields=("text", "help"))

    class Meta(CallPart.Meta):
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")

    def __str__(self):
        return self.text[:80]


class Criterion(CallPart):
    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    name = models.CharField(_("name"), max_length=160)
    help = models.TextField(_("what is looked at"), blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    i18n = TranslationField(fields=("name", "help"))

    class Meta(CallPart.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self):
        return self.name


class Milestone(CallPart):
    """What happens when, as promised to applicants."""

    class Kind(models.TextChoices):
        CHECKED = "checked", _("The office has checked the application.")
        ADVISED = "advised", _("The advisory body has voted.")
        DECIDED = "decided", _("The decision is made.")
        PAID = "paid", _("The money is paid.")
        OTHER = "other", _("something else")

    call = models.ForeignKey(Call, models.CASCADE, related_name="milestones")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)
    text = models.CharField(_("what happens"), max_length=250)
    on = models.DateField(_("until"), null=True, blank=True)
    i18n = TranslationField(fields=("text",))

    class Meta(CallPart.Meta):
        verbose_name = _("date promised")
        verbose_name_plural = _("dates promised")

    def __str__(self):
        return self.text


PARTS = (CostCategory, Question, RequiredPaper, Declaration, Criterion, Milestone)
