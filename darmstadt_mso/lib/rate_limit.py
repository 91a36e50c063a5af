"""How often somebody may do something, without keeping who it was."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600


def sender(request):
    """The sender's address: the one that the outermost trusted proxy saw, or the connection's own."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        return forwarded[-settings.PROXY_COUNT].strip()
    return request.META.get("REMOTE_ADDR", "")


def is_allowed(request, what, times, now=None):
    """Takes one of `times` places of this clock hour; False when all are taken.

    A place is a row that the database lets only one request make. Its key is a hash of sender and hour under the
    portal's secret key.
    """
    hour = (now or timezone.now()).strftime("%Y%m%d%H")
    key = salted_hmac(f"rate {what} {hour}", sender(request)).hexdigest()
    return any(cache.add(f"{key}:{place}", 1, timeout=HOUR) for place in range(times))
