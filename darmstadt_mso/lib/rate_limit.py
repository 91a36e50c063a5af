"""How often somebody may do something, without keeping who it was."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac


def sender(request):
    """The sender's address: the one that the outermost trusted proxy saw, or the connection's own."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        return forwarded[-settings.PROXY_COUNT].strip()
    return request.META.get("REMOTE_ADDR", "")


def is_allowed(request, what, times, now=None):
    """Counts one more; False from the `times`+1st on within the clock hour. Keys are hashes that nobody can undo."""
    hour = (now or timezone.now()).strftime("%Y%m%d%H")
    key = f"rate:{what}:{salted_hmac(hour, sender(request)).hexdigest()}"
    cache.add(key, 0, timeout=3600)
    try:
        return cache.incr(key) <= times
    except ValueError:  # expired between the two calls
        return True
