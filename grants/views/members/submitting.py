"""Submitting, and the page that confirms it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ... import downloading, following, submitting, terms, workflow
from ...forms.reviewing import Review
from ...permissions import may_submit
from . import crumbs, own_application
from .reviewing import review_page


@require_POST
def submit(request, handle):
    arrived_at = submitting.arrival()
    application = own_application(request, handle)
    if not application.is_draft:
        return redirect("grants:submitted", handle=application.handle)
    if not may_submit(request.user, application):
        raise PermissionDenied
    review = Review(application, arrived_at)
    if review.is_late:
        submitting.keep_late(application, arrived_at)
        return redirect("grants:review", handle=application.handle)
    return sent(request, review) if review.is_ready else review_page(request, review, status=422)


def sent(request, review):
    application = review.application
    try:
        if request.POST.get("seen") != review.seen:
            raise submitting.Changed
        submission = submitting.submit(application, review.answers, review.whole.numbers(), request.user, review.at)
    except submitting.Late:
        return redirect("grants:review", handle=application.handle)
    except (submitting.NotSubmitted, workflow.NotPossible) as error:
        return refused(request, application, error, review.at)
    return redirect("grants:submitted", handle=submission.application.reference)


def refused(request, application, error, at):
    """The page anew, with what it is now."""
    words = submitting.refusal(error) if isinstance(error, submitting.NotSubmitted) else str(error)
    return review_page(request, Review(own_application(request, application.handle), at), words, 422)


@never_cache
@require_safe
def submitted(request, handle):
    """May be opened again at any time, by a second click too."""
    application = own_application(request, handle)
    if not application.reference:
        return redirect("grants:review", handle=application.handle)
    if handle != application.handle:
        return redirect("grants:submitted", handle=application.handle)
    rules = terms.of_version(application.version)
    context = {
        "application": application,
        "terms": rules,
        "words": following.words(application),
        "promised": following.promised(rules),
        "crumbs": crumbs(application, (gettext("Submitted"), None)),
    }
    return TemplateResponse(request, "grants/members/submitted.html", context)


@never_cache
@require_safe
def application_pdf(request, handle):
    """As it went with the receipt; made now where the receipt has not been made yet. `?fassung=1`: an earlier one."""
    application = own_application(request, handle)
    number = request.GET.get("fassung", "")
    found = application.submissions.filter(number=int(number)) if is_number(number) else application.submissions
    submission = found.last()
    if submission is None:
        raise Http404
    return downloading.pdf_answer(submission)


def is_number(text):
    """Of a version that could be there."""
    return text.isascii() and text.isdigit() and len(text) < 5
