"""Every mail is a row first; what is sent, and whom nobody writes to any more."""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def new_message_id():
    """As RFC 5322 wants it; made once, so that programs that get a mail twice show it once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4()}@{domain}>"


class State(models.TextChoices):
    HELD = "held", _("held for the office")
    WAITING = "waiting", _("waiting to be sent")
    CLAIMED = "claimed", _("being sent")
    HANDING_OVER = "handing_over", _("being handed over")
    SENT = "sent", _("sent")
    UNSURE = "unsure", _("perhaps sent")
    FAILED = "failed", _("not sent")
    BOUNCED = "bounced", _("came back")
    CANCELLED = "cancelled", _("cancelled")


ON_THE_WAY = (State.WAITING, State.CLAIMED, State.HANDING_OVER)
UNDELIVERED = (State.FAILED, State.BOUNCED)
FINISHED = (State.SENT, State.UNSURE, *UNDELIVERED, State.CANCELLED)


class MessageQuerySet(models.QuerySet):
    def undelivered(self):
        return self.filter(state__in=UNDELIVERED)

    def gone_wrong(self):
        """Also those that the office has closed since; closing anything else leaves no error."""
        return self.filter(Q(state__in=UNDELIVERED) | Q(state=State.CANCELLED) & ~Q(error=""))

    def newest_of_each_address(self):
        newest = self.model.objects.filter(recipient__iexact=OuterRef("recipient")).order_by("-created_at", "-pk")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class Message(models.Model):
    """A mail to one person: rendered in their language, and the steps of its sending.

    `text` is the message alone; greeting, signature and the HTML part are added when it is sent. `context` is what the
    template was filled with, so that it can be made anew. `made` is a hash of what the template gave then.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    message_id = models.CharField(max_length=255, default=new_message_id, editable=False, unique=True)
    template = models.CharField(_("template"), max_length=100)
    made = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    recipient = models.EmailField(_("recipient"), max_length=254)
    context = models.JSONField(default=dict, editable=False)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)
    # The kind of error and the mail server's code; its words may hold addresses.
    error = models.CharField(_("error"), max_length=100, blank=True)
    confidential = models.BooleanField(_("confidential"), default=False)
    unsubscribe = models.CharField(_("kind of mail that one can unsubscribe from"), max_length=30, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    moved_at = models.DateTimeField(_("last step"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "change")
        indexes = [models.Index(F("created_at").desc(), name="message_created"), models.Index(fields=["state"])]

    def __str__(self):
        """Without subject and address: the office's log keeps this name longer than the mail."""
        created = timezone.localtime(self.created_at)
        return gettext("Mail of %(moment)s") % {"moment": date_format(created, "SHORT_DATETIME_FORMAT")}


class Attachment(models.Model):
    """A file that is sent with a mail; it goes when the mail or its text goes."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.name


class Unsubscribed(models.Model):
    """Somebody does not want this kind of mail any more; known by a hash of the address only."""

    kind = models.CharField(max_length=30)
    address_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "address_hash"], name="unsubscribed_once")]

    def __str__(self):
        return f"{self.kind} {self.address_hash[:8]}"
