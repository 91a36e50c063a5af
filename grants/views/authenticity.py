"""Whether a letter is the office's: by the fingerprint that stands in it, or by its file. Everybody may ask; nobody
learns whom a letter went to."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from darmstadt_mso.lib.rate_limit import is_allowed

from ..forms.authenticity import FileForm, FingerprintForm
from ..models import Notice

PER_HOUR = 30


# Without the token, which would need a cookie: a file is compared, and nothing is changed.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def authenticity(request):
    by_file = request.method == "POST"
    typed = FingerprintForm(request.GET if "fingerabdruck" in request.GET and not by_file else None)
    sent = FileForm(request.POST, request.FILES) if by_file else FileForm()
    if typed.is_valid():
        return redirect("grants:authenticity_of", typed.cleaned_data["fingerabdruck"])
    if sent.is_valid():
        return of_file(request, sent.cleaned_data["datei"])
    context = {"typed": typed, "sent": sent, "crumbs": [(gettext("Check a letter"), None)]}
    status = 422 if typed.errors or sent.errors else 200
    return TemplateResponse(request, "grants/public/authenticity.html", context, status=status)


@login_not_required
@require_safe
def letter(request, fingerprint):
    return answer(request, lambda: Notice.objects.filter(fingerprint=fingerprint))


def of_file(request, file):
    """The file is read once and not kept."""
    return answer(request, lambda: Notice.objects.filter(pdf_sha256=sha256(file)), by_file=True)


def sha256(file):
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()


def answer(request, look_up, **context):
    """Kind and day alone leave the database: what is not there cannot be told."""
    if not is_allowed(request, "authenticity", PER_HOUR):
        return TemplateResponse(request, "grants/public/authenticity_later.html", status=429)
    found = look_up().only("kind", "made_at").first()
    context |= {"notice": found, "crumbs": [(gettext("Check a letter"), None)]}
    return TemplateResponse(request, "grants/public/authenticity_answer.html", context, status=200 if found else 404)
