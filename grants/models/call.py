"""A call as staff write it. What the public reads and applicants are judged by is its published version."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from organisations.models import Organisation

from .programme import Programme

PERCENT = {"max_digits": 5, "decimal_places": 2, "null": True, "blank": True}
MONEY = {"max_digits": 12, "decimal_places": 2}
OPTIONAL_MONEY = MONEY | {"null": True, "blank": True, "validators": [MinValueValidator(0)]}
SECOND = timedelta(seconds=1)
# Pages beside those of calls, whose addresses no call can have.
PAGES = ("vergleich", "woerter", "programme")


def percentage():
    return [MinValueValidator(0), MaxValueValidator(100)]


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those with a published version, for everybody; the office sees its drafts in the admin."""
        return self.filter(published__isnull=False, archived=False)

    def open(self, at=None):
        """Those that take applications at the moment `at` (now); a deadline includes the second it names."""
        at = at or timezone.now()
        return self.filter(published__opens_at__lte=at, published__closes_at__gt=at - SECOND)

    def upcoming(self, at=None):
        return self.filter(published__opens_at__gt=at or timezone.now())

    def past(self, at=None):
        return self.filter(published__closes_at__lte=(at or timezone.now()) - SECOND)


class Call(models.Model):
    """Rules as data. Amounts in EUR, shares in percent; an empty rule does not exist in this call."""

    class Period(models.TextChoices):
        CALL = "call", _("this call")
        QUARTER = "quarter", _("a quarter of the year")
        HALF_YEAR = "half", _("half a year")
        YEAR = "year", _("a year")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls", verbose_name=_("programme"))
    slug = models.SlugField(_("address in the portal"), max_length=80, unique=True)
    published = models.ForeignKey("CallVersion", models.PROTECT, null=True, editable=False, related_name="+")
    archived = models.BooleanField(_("taken from the public pages"), default=False)

    title = models.CharField(_("title"), max_length=160)
    year = models.PositiveSmallIntegerField(_("year"))
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    focus = models.TextField(_("focus"), blank=True)
    note = models.TextField(
        _("reservation"), blank=True, help_text=_("Shown on top, for example where a rule is still to be confirmed.")
    )
    results = models.TextField(_("results"), blank=True, help_text=_("Shown once the call is decided."))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), help_text=_("The second named still counts."))
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace in minutes"), default=0, help_text=_("Whoever sends it so much later is still in time.")
    )
    project_from = models.DateField(_("projects begin from"), null=True, blank=True)
    project_until = models.DateField(_("projects end until"), null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("days between application and beginning"), null=True, blank=True)

    pot = models.DecimalField(_("money in the pot"), **OPTIONAL_MONEY)
    # What decisions take from the pot; the constraint keeps it from being overdrawn by any race.
    committed = models.DecimalField(_("given away"), **MONEY, default=0)
    show_pot = models.BooleanField(_("show what is left in the pot"), default=True)
    financing = models.CharField(
        _("financing type"), max_length=8, choices=Programme.Financing, default=Programme.Financing.DEFICIT
    )
    maximum = models.DecimalField(
        _("highest grant per application"), **OPTIONAL_MONEY, help_text=_("With a fixed sum: this sum.")
    )
    share = models.DecimalField(_("share in percent"), **PERCENT | {"validators": percentage()})
    own_share = models.DecimalField(
        _("own contribution in percent of the cost"), **PERCENT | {"validators": percentage()}
    )
    voluntary_rate = models.DecimalField(_("value of an hour of voluntary work"), **OPTIONAL_MONEY)
    voluntary_share = models.DecimalField(
        _("voluntary work counts as own contribution up to percent of the eligible cost"),
        **PERCENT | {"validators": percentage()},
    )
    voluntary_cap = models.DecimalField(_("and up to"), **OPTIONAL_MONEY)
    limit = models.PositiveSmallIntegerField(_("applications per organisation"), null=True, blank=True)
    period = models.CharField(_("in"), max_length=8, choices=Period, default=Period.CALL)
    counts_withdrawn = models.BooleanField(_("withdrawn applications count"), default=False)

    legal_forms = ArrayField(
        models.CharField(max_length=8, choices=Organisation.LegalForm),
        verbose_name=_("legal forms that may apply"),
        default=list,
        blank=True,
        help_text=_("None chosen: every legal form."),
    )
    register_court = models.CharField(_("entered in the register of"), max_length=80, blank=True)
    charitable = models.BooleanField(_("only for charitable organisations"), default=False)
    local = models.BooleanField(_("only for activities that concern Darmstadt"), default=True)
    not_begun = models.BooleanField(_("the project must not have begun"), default=True)
    advisory = models.BooleanField(_("an advisory body gives its vote"), default=False)
    advisory_name = models.CharField(_("advisory body"), max_length=160, blank=True)

    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)

    rules_known = models.BooleanField(
        _("rules are known"),
        default=True,
        help_text=_("Off for calls of the past of which little is known: then the page shows the texts only."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    translated_from = models.JSONField(default=dict, editable=False)
    i18n = TranslationField(
        fields=("title", "summary", "text", "focus", "note", "results", "advisory_name", "contact_name")
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-closes_at", "title"]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A call closes after it has opened."),
            ),
            models.CheckConstraint(
                name="call_projects_end_after_they_begin",
                condition=Q(project_from=None) | Q(project_until=None) | Q(project_until__gte=F("project_from")),
                violation_error_message=_("Projects end after they have begun."),
            ),
            models.CheckConstraint(
                name="call_share_named",
                condition=~Q(financing__in=["deficit", "share"]) | Q(share__isnull=False),
                violation_error_message=_("With this financing type, enter the share in percent."),
            ),
            models.CheckConstraint(
                name="call_fixed_sum_named",
                condition=~Q(financing="fixed") | Q(maximum__isnull=False),
                violation_error_message=_("With a fixed sum, enter the sum as the highest grant."),
            ),
            models.CheckConstraint(
                name="call_pot_not_overdrawn",
                condition=Q(committed__gte=0) & (Q(pot__isnull=True) | Q(committed__lte=F("pot"))),
                violation_error_message=_("There is not so much money left in the pot."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.slug in PAGES:
            raise ValidationError({"slug": _("The portal has a page of this name. Please choose another address.")})

    def get_absolute_url(self):
        return reverse("grants:call", args=[self.slug])
