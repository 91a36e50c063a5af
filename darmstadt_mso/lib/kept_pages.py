"""Public pages, kept as long as nothing changed.

A page for somebody without a session says the same to everybody. It is kept in the process's memory under its address,
its language, the day (offers begin and end at midnight) and the version of the contents, so a change shows at once and
in every process. Whatever must happen at each visit sets `response.keep = False`.
"""

from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language


def kept(view):
    """Keeps the view's pages; `settings.CONTENT_VERSION` names the function that knows the version."""

    @wraps(view)
    def keeping(request, *args, **kwargs):
        if request.method != "GET" or is_somebodys(request):
            return view(request, *args, **kwargs)
        pages, key = caches["pages"], key_of(request)
        if (page := pages.get(key)) is not None:
            return HttpResponse(page)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and getattr(response, "keep", True):
            response.add_post_render_callback(lambda rendered: pages.set(key, rendered.content))
        return response

    return keeping


def is_somebodys(request):
    """Whether the page may say something that is meant for this visitor only: an account's, or a message."""
    return bool({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES))


def key_of(request):
    """Hashed, because addresses hold what people typed."""
    version = import_string(settings.CONTENT_VERSION)(request)
    page = f"{version} {timezone.localdate()} {get_language()} {request.build_absolute_uri()}"
    return sha256(page.encode()).hexdigest()
