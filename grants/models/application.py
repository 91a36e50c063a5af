import secrets

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User

from .call import MONEY, Call
from .conflict import Conflict
from .programme import Programme
from .version import CallVersion

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_draft_key():
    return "entwurf-" + "".join(secrets.choice(LETTERS) for _one in range(10))


def note_key():
    return "".join(secrets.choice(LETTERS) for _one in range(10))


class ApplicationQuerySet(models.QuerySet):
    def of_members(self, user):
        """Those of the associations for which the person speaks today, drafts too."""
        return self.filter(organisation__in=Organisation.objects.spoken_for_by(user))

    def submitted(self):
        """Those that were submitted once, whatever became of them."""
        return self.filter(reference__isnull=False)

    def visible_to(self, user):
        """Members see those of their associations, staff of the grants those that were submitted."""
        seen = Q(organisation__in=Organisation.objects.spoken_for_by(user))
        if user.has_perm("grants.view_application"):
            seen |= Q(reference__isnull=False)
        return self.filter(seen)

    def for_office(self, user):
        """What staff of the grants may work with: submitted ones, without those of associations they are tied to."""
        if not user.has_perm("grants.view_application"):
            return self.none()
        tied = Organisation.objects.filter(conflicts__in=Conflict.objects.open().filter(user=user))
        return (
            self.submitted()
            .exclude(organisation__in=Organisation.objects.spoken_for_by(user))
            .exclude(organisation__in=tied)
        )

    def at(self, handle):
        """By what stands in addresses: the reference number, or the draft's key."""
        return self.filter(Q(reference=handle) | Q(draft_key=handle))


class Application(models.Model):
    """An association asks for money of a call. What it typed stands in the sections; `Submission` is what it sent."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        CHECKING = "checking", _("formal check")
        QUERIED = "queried", _("waiting for the applicant")
        ASSESSING = "assessing", _("assessment")
        ADVISING = "advising", _("with the advisory body")
        DECIDING = "deciding", _("ready for the decision")
        AWARDED = "awarded", _("awarded")
        WAITING = "waiting", _("on the waiting list")
        REJECTED = "rejected", _("rejected")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REVOKED = "revoked", _("revoked")

    draft_key = models.SlugField(max_length=40, unique=True, default=new_draft_key, editable=False)
    reference = models.CharField(_("reference number"), max_length=20, unique=True, null=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call"))
    # By which rules it is written; a draft moves on to each new version, a submitted one stays.
    version = models.ForeignKey(CallVersion, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    # As typed, for lists.
    title = models.CharField(_("title"), max_length=200, blank=True)
    requested = models.DecimalField(_("requested sum"), **MONEY, null=True, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    # An editor is done and asks a signatory to submit.
    handed_over_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    # Somebody pressed "submit" after the deadline: kept, not submitted.
    late_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    # Who of the office has it.
    officer = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("case worker")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-submitted_at", "-created_at"]
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                name="application_submitted_with_reference",
                condition=Q(state="draft", reference=None, submitted_at=None)
                | ~Q(state="draft") & Q(reference__isnull=False, submitted_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.reference or str(_("draft"))

    @property
    def handle(self):
        """What stands for it in addresses."""
        return self.reference or self.draft_key

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def open_query(self):
        """What the office asks for at present, or None; see models.Query."""
        return self.queries.open().first() if self.state == self.State.QUERIED else None

    def get_absolute_url(self):
        return reverse("grants:application", args=[self.handle])


class Section(models.Model):
    """One page of an application as it was typed last: {name: [texts]} of its form, valid or not, complete or not."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=20)
    # Grows with each save; whoever saves says which one they saw.
    number = models.PositiveIntegerField(default=0)
    typed = models.JSONField(default=dict)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]

    def __str__(self):
        return self.key


class Revision(models.Model):
    """What somebody sent of a section, kept before anything judged it.

    An autosave gives way to the next one of the same person if that loses nothing. `aside` is what somebody typed
    while a colleague saved the same section: it is offered until somebody chooses.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        AUTO = "auto", _("saved while typing")
        ASIDE = "aside", _("kept aside")

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions")
    key = models.SlugField(max_length=20, unique=True, default=note_key, editable=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SAVED)
    typed = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    # When somebody chose between what was kept aside and the colleague's.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["section", "number", "pk"]

    def __str__(self):
        return f"{self.section} {self.number}"


class StatusChange(models.Model):
    """One step of an application; written by `workflow.perform` alone and never changed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="status_changes")
    step = models.CharField(_("step"), max_length=20)
    before = models.CharField(_("before"), max_length=10, choices=Application.State)
    after = models.CharField(_("after"), max_length=10, choices=Application.State)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        triggers = [pgtrigger.ReadOnly(name="stays", fields=["application", "step", "before", "after", "at"])]

    def __str__(self):
        return f"{self.application}: {self.step}"


class ReferenceCounter(models.Model):
    """The last number given in a programme and year; its row is locked by whoever takes the next."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["programme", "year"], name="reference_counter_once")]

    def __str__(self):
        return f"{self.year}-{self.programme.code}-{self.last:04}"
