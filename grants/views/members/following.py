"""An application that was submitted: where it stands, what was sent, and taking it back."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import kept_forms

from ... import following, steps_told, terms, way, withdrawing, workflow
from ...casework import conversing, durations, fetching
from ...forms import reading
from ...forms.reviewing import WithdrawForm
from ...permissions import TAKEN_BACK, may_withdraw
from . import crumbs, own_application

FEW = 3


def state_page(request, application):
    """What the address of an application shows once it is submitted."""
    submissions = list(application.submissions.select_related("version", "by"))
    submission, now = submissions[-1], timezone.now()
    rules, content = terms.of_version(submission.version), json.loads(submission.content)
    context = {
        "application": application,
        "submission": submission,
        "earlier": submissions[-2::-1],
        "terms": rules,
        "content": content,
        "words": following.words(application, now),
        "way": way.of(application, rules),
        "median": durations.median(application.call.programme_id),
        "query": application.open_query,
        "box": fetching.letters_box(application, request.user, now),
        "unread": conversing.unread(application, by_office=False).count(),
        "latest": application.messages.order_by("-at", "-pk")[:FEW],
        "parts": reading.of_content(application, rules, content),
        "steps": steps_told.of(application),
        "may_withdraw": may_withdraw(request.user, application),
        "crumbs": crumbs(application),
    }
    return TemplateResponse(request, "grants/members/following.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, handle):
    application = own_application(request, handle)
    if application.state not in TAKEN_BACK:
        return redirect(application)
    if not may_withdraw(request.user, application):
        raise PermissionDenied
    form = kept_forms.form(request, WithdrawForm)
    if request.method == "POST" and form.is_valid():
        return withdrawn(request, application, form.cleaned_data["reason"])
    context = {
        "application": application,
        "form": form,
        "counting": following.counting(terms.of_version(application.version)),
        "crumbs": crumbs(application, (gettext("Withdraw the application"), None)),
    }
    return TemplateResponse(request, "grants/members/withdraw.html", context, status=422 if form.errors else 200)


def withdrawn(request, application, reason):
    try:
        withdrawing.withdraw(application, request.user, reason)
    except workflow.NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, gettext("The application is withdrawn."))
    return redirect(application)
