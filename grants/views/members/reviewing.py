"""Check your answers: all of a draft on one page, before it is submitted or handed over for signature."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ... import handing_over, sections, workflow, writing
from ...forms.reviewing import Review
from ...permissions import may_submit
from . import crumbs, own_application


@never_cache
@require_safe
def review(request, handle):
    application = own_application(request, handle)
    if not application.is_draft:
        return redirect(application)
    return review_page(request, Review(application, timezone.now()))


def review_page(request, review, refusal="", status=200):
    """`refusal` says why it was not submitted just now."""
    application = review.application
    context = {
        "application": application,
        "review": review,
        "refusal": refusal,
        "asides": [(one, sections.BY_KEY[one.section.key].title) for one in writing.unsettled(application)],
        "signs": may_submit(request.user, application),
        "crumbs": crumbs(application, (gettext("Check your answers"), None)),
    }
    return TemplateResponse(request, "grants/members/review.html", context, status=status)


@require_POST
def hand_over(request, handle):
    application = own_application(request, handle)
    if application.is_draft and (found := Review(application, timezone.now())).refusal:
        return review_page(request, found, found.refusal, 422)
    try:
        told = handing_over.hand_over(application, request.user)
    except workflow.NotPossible as error:
        messages.error(request, str(error))
        return redirect(application)
    if told:
        words = ngettext(
            "%(n)d person who is entitled to sign has got a mail.",
            "%(n)d people who are entitled to sign have got a mail.",
            len(told),
        )
        messages.success(request, words % {"n": len(told)})
    else:
        messages.info(request, gettext("It was handed over a short while ago. There is no second mail."))
    return redirect(application)
