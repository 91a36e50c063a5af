"""Middleware of every answer."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest

from .lib import kept_forms


def content_security_policy(get_response):
    """Sends settings.SECURE_CSP; Django 6 brings the same under the same setting."""
    policy = "; ".join(" ".join([name, *sources]) for name, sources in settings.SECURE_CSP.items())

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def readable_addresses(get_response):
    """Refuses paths with a NUL byte, which no database accepts, with 400 instead of an error deep inside."""

    def middleware(request):
        if "\0" in request.path_info:
            raise BadRequest("The address contains a NUL byte.")
        return get_response(request)

    return middleware


class LogInMiddleware(LoginRequiredMiddleware):
    """Leads to the log-in and keeps the form that somebody sent without it."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and kept_forms.are_kept(request):
            return kept_forms.log_in_first(request, self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)
