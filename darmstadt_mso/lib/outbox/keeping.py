"""Mails as personal data: whose they are, and which are old enough to go."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .models import FINISHED, Message, Unsubscribed
from .unsubscribing import hashed


def of_address(email):
    """Everything that was or will be sent to somebody."""
    return Message.objects.filter(recipient__iexact=email)


def unsubscribed_of(email):
    """What somebody does not want any more; erased with them, it would be sent to them again."""
    return Unsubscribed.objects.filter(address_hash=hashed(email))


def old(before=None):
    """Mails that came to their end before this moment (MAILS_KEPT_DAYS ago)."""
    before = before or timezone.now() - timedelta(days=settings.MAILS_KEPT_DAYS)
    return Message.objects.filter(state__in=FINISHED, moved_at__lt=before)
