"""Unsubscribing from a kind of mail: a page asks, and mail programs may do it with one click (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import unsubscribing


# The signed address is the proof, because a mail program has no cookie.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    found = unsubscribing.read(token)
    if not found:
        raise Http404
    if request.method == "POST":
        unsubscribing.unsubscribe(*found)
    return TemplateResponse(request, "outbox/unsubscribe.html", {"done": request.method == "POST"})
