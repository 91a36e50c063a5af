import uuid
from datetime import timedelta
from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from .. import validators
from .fields import NameKey
from .place import District, Quarter
from .vocabulary import Language, TargetGroup, Topic

YEAR = timedelta(days=365)


def logo_path(organisation, filename):
    """A name that says nothing, with the ending of what the picture really is."""
    return f"logos/{uuid.uuid4().hex}.{validators.picture_format(organisation.logo).lower()}"


class OrganisationQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Organisation.State.PUBLISHED)

    def visible_to(self, user):
        """Staff of the directory see every entry, everybody else what is published."""
        if user.has_perm("organisations.view_organisation"):
            return self
        return self.published()

    def spoken_for_by(self, user, on=None):
        """Those for which the person speaks on the day `on` (today in Berlin)."""
        on = on or timezone.localdate()
        lasting = Q(memberships__until__isnull=True) | Q(memberships__until__gt=on)
        return self.filter(lasting, memberships__since__lte=on, memberships__user=user)

    def office(self):
        return self.published().filter(kind=Organisation.Kind.OFFICE)

    def pending(self):
        return self.filter(state=Organisation.State.PENDING)

    def stale(self, on=None):
        """Published and not confirmed for a year before the day `on` (today in Berlin), or never."""
        year_ago = (on or timezone.localdate()) - YEAR
        return self.published().exclude(kind=Organisation.Kind.OFFICE).exclude(confirmed_on__gt=year_ago)

    def without_contact(self):
        """Published, but nobody says whom to call or write to."""
        return self.published().exclude(contacts__public=True)


class Organisation(models.Model):
    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        UMBRELLA = "umbrella", _("Umbrella organisation")
        CARRIER = "carrier", _("Carrier of projects")
        OFFICE = "office", _("City office")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("waiting for approval")
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden")
        DISSOLVED = "dissolved", _("dissolved")
        MERGED = "merged", _("merged with another entry")

    class LegalForm(models.TextChoices):
        REGISTERED = "ev", _("registered association (e.V.)")
        INFORMAL = "none", _("group without legal form")
        COMPANY = "ggmbh", _("non-profit company (gGmbH)")
        PUBLIC = "public", _("public body")
        OTHER = "other", _("other")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("consent of the association")
        PUBLIC_SOURCE = "public", _("public source")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address in the portal"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ASSOCIATION)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)

    name = models.CharField(_("name"), max_length=200, validators=[validators.one_line])
    short_name = models.CharField(_("short name"), max_length=40, blank=True, validators=[validators.one_line])
    native_name = models.CharField(
        _("name in its own language"), max_length=200, blank=True, validators=[validators.one_line]
    )
    department = models.CharField(_("department"), max_length=120, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=8, choices=LegalForm, default=LegalForm.REGISTERED)
    founded = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1700), MaxValueValidator(2200)]
    )
    register_court = models.CharField(_("register court"), max_length=80, blank=True)
    register_number = models.CharField(_("register number"), max_length=20, blank=True)

    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    community = models.CharField(
        _("community"), max_length=120, blank=True, help_text=_("How the association describes itself; optional.")
    )
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    target_groups = models.ManyToManyField(TargetGroup, blank=True, verbose_name=_("target groups"))
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))

    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name=_("district"))
    quarter = models.ForeignKey(Quarter, models.PROTECT, null=True, blank=True, verbose_name=_("quarter"))
    address_public = models.BooleanField(_("show the address"), default=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True, validators=[validators.postcode])
    city = models.CharField(_("town"), max_length=60, default="Darmstadt", blank=True)
    rooms = models.CharField(_("how to find the rooms"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=5, null=True, blank=True)
    step_free = models.BooleanField(_("step-free access"), null=True, blank=True)
    accessible_toilet = models.BooleanField(_("accessible toilet"), null=True, blank=True)
    hearing_loop = models.BooleanField(_("hearing loop"), null=True, blank=True)
    access_note = models.CharField(_("note on access"), max_length=200, blank=True)

    hours_note = models.CharField(
        _("note on the opening hours"), max_length=200, blank=True, help_text=_("For example: by appointment.")
    )
    website = models.URLField(_("website"), blank=True)
    social_links = ArrayField(models.URLField(), default=list, blank=True, verbose_name=_("other addresses on the web"))
    logo = models.ImageField(_("logo"), upload_to=logo_path, blank=True, validators=[validators.logo])
    logo_alt = models.CharField(_("what the logo shows"), max_length=150, blank=True)

    source = models.CharField(_("source of the entry"), max_length=120, blank=True)
    basis = models.CharField(_("why it may be published"), max_length=8, choices=Basis, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "organisations.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_(
            "Opening hours and offers that its people change are published at once; the desk shows them afterwards."
        ),
    )
    # A duplicate is kept, so that nothing that was ever written of it is lost.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    # German order: Ä with A; other scripts follow the Latin one by their code points.
    name_key = models.GeneratedField(
        expression=NameKey(F("name")), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    i18n = TranslationField(
        fields=("name", "summary", "description", "community", "access_note", "rooms", "hours_note")
    )
    # See translations.py.
    translated_from = models.JSONField(default=dict, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_key", "pk"]
        indexes = [models.Index("state", "name_key", name="organisation_by_name")]
        constraints = [
            models.CheckConstraint(
                name="organisation_merged_into_another",
                condition=Q(state="merged", merged_into__isnull=False) & ~Q(merged_into=F("id"))
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                violation_error_message=_("An entry is merged into another one, which is done from the list."),
            ),
            models.CheckConstraint(
                name="organisation_published_with_basis",
                condition=~Q(state="published") | ~Q(basis=""),
                violation_error_message=_("Say why the entry may be published before you publish it."),
            ),
            models.CheckConstraint(
                name="organisation_consent_dated",
                condition=~Q(basis="consent") | Q(consent_on__isnull=False),
                violation_error_message=_("Enter the day on which the association gave its consent."),
            ),
            models.CheckConstraint(
                name="organisation_both_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_("Enter latitude and longitude together, or neither."),
            ),
            models.CheckConstraint(
                name="organisation_logo_described",
                condition=Q(logo="") | ~Q(logo_alt=""),
                violation_error_message=_("Describe what the logo shows, for people who cannot see it."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisations:organisation", args=[self.slug])

    def clean(self):
        if self.quarter and self.district and self.quarter.district_id != self.district_id:
            raise ValidationError({"quarter": _("This quarter lies in another district.")})
        if self.confirmed_on and self.confirmed_on > timezone.localdate():
            raise ValidationError({"confirmed_on": _("An entry cannot be confirmed in the future.")})

    def keep_address(self, slug):
        """Lets a former address lead here; the present one is nobody's former address."""
        FormerSlug.objects.filter(slug=self.slug).delete()
        FormerSlug.objects.update_or_create(slug=slug, defaults={"organisation": self})

    @property
    def is_public(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_stale(self):
        """Published and not confirmed for a year; the same as `stale()` for a single entry."""
        old = not self.confirmed_on or self.confirmed_on <= timezone.localdate() - YEAR
        return self.is_public and self.kind != self.Kind.OFFICE and old

    @property
    def has_public_address(self):
        return bool(self.address_public and self.street)

    @property
    def logo_url(self):
        """Another address for each picture, so that no cache shows a former one; "" without a logo."""
        path = reverse("organisations:logo", args=[self.slug])
        return f"{path}?{Path(self.logo.name).stem[:8]}" if self.logo else ""


class FormerSlug(models.Model):
    """An address the entry once had; it leads on to the present one."""

    slug = models.SlugField(_("former address"), max_length=120, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug


class OrganisationMembership(models.Model):
    """An organisation belongs to an umbrella organisation."""

    umbrella = models.ForeignKey(
        Organisation, models.CASCADE, related_name="member_relations", verbose_name=_("umbrella organisation")
    )
    member = models.ForeignKey(
        Organisation, models.CASCADE, related_name="umbrella_relations", verbose_name=_("member")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership in an umbrella organisation")
        verbose_name_plural = _("memberships in umbrella organisations")
        constraints = [
            models.UniqueConstraint(fields=["umbrella", "member"], name="membership_once"),
            models.CheckConstraint(
                name="membership_not_in_itself",
                condition=~Q(umbrella=F("member")),
                violation_error_message=_("An organisation cannot be a member of itself."),
            ),
            models.CheckConstraint(
                name="membership_until_after_since",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.member} – {self.umbrella}"


class InternalRecord(models.Model):
    """What the office knows and nobody else may read: never on a public page, in an export or in the search."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="internal")
    board = models.TextField(_("board"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    bank = models.CharField(_("bank account"), max_length=200, blank=True)
    members_band = models.CharField(_("number of members, about"), max_length=20, blank=True)
    charitable_until = models.DateField(_("recognised as charitable until"), null=True, blank=True)

    class Meta:
        verbose_name = _("internal record")
        verbose_name_plural = _("internal records")

    def __str__(self):
        return str(self.organisation)
