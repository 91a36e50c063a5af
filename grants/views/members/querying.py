"""What the office asks of an association: the pages that it opens again, and sending the answer."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ... import sections, submitting, telling, terms, workflow, writing
from ...casework import asking
from ...forms.answering import AnswerReview
from ...permissions import may_answer
from . import address, crumbs, own_application


@dataclass(frozen=True)
class Asked:
    """An opened section in the list: what is missing there, and who saved it last; None where nobody did."""

    info: sections.SectionInfo
    url: str
    missing: list
    saved: object = None
    notes: tuple = ()


@never_cache
@require_safe
def query(request, handle):
    """What is asked, and the list of the pages."""
    application = own_application(request, handle)
    if application.open_query is None:
        return redirect(application)
    review = review_of(application, timezone.now())
    return page(request, review, "query", (gettext("The office asks"), None), tasks=tasks(review))


def review_of(application, at):
    return AnswerReview(application, application.open_query, at)


def tasks(review):
    whole, application = review.whole, review.application
    return [
        Asked(info, address(application, info.key), missing, whole.saved.get(info.key))
        for info, missing in whole.missing()
        if info.key in review.query.sections
    ]


def page(request, review, name, *further, status=200, **more):
    application = review.application
    context = {
        "application": application,
        "review": review,
        "query": review.query,
        "terms": terms.of_version(application.version),
        "asides": [(one, sections.BY_KEY[one.section.key].title) for one in unsettled(review)],
        "signs": may_answer(request.user, application),
        "signatories": telling.signatories(application.organisation),
        "now": review.at,
        "crumbs": crumbs(application, *further),
        **more,
    }
    return TemplateResponse(request, f"grants/members/{name}.html", context, status=status)


def unsettled(review):
    return writing.unsettled(review.application).filter(section__key__in=review.query.sections)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, handle):
    """All of the answer on one page, and sending it."""
    at = submitting.arrival()
    application = own_application(request, handle)
    if application.open_query is None:
        return redirect(application)
    review = review_of(application, at)
    if request.method != "POST":
        return answer_page(request, review)
    if not may_answer(request.user, application):
        raise PermissionDenied
    return sent(request, review) if review.is_ready and not review.is_late else answer_page(request, review, status=422)


def answer_page(request, review, refusal="", status=200):
    """`refusal` says why it was not sent just now."""
    way = (gettext("The office asks"), reverse("grants:query", args=[review.application.handle]))
    here = (gettext("Check the answer"), None)
    return page(request, review, "query_answer", way, here, status=status, refusal=refusal)


def sent(request, review):
    application = review.application
    try:
        if request.POST.get("seen") != review.seen:
            raise submitting.Changed
        asking.answer(application, review.answers, review.whole.numbers(), request.user, review.at)
    except (submitting.NotSubmitted, workflow.NotPossible) as error:
        return refused(request, application, error)
    messages.success(request, gettext("The answer is sent. You get a mail with the whole application as PDF."))
    return redirect(application)


def refused(request, application, error):
    """The page anew, with what it is now; or the application, where nothing is asked any more."""
    words = submitting.refusal(error) if isinstance(error, submitting.NotSubmitted) else str(error)
    application = own_application(request, application.handle)
    if application.open_query is None:
        messages.warning(request, words)
        return redirect(application)
    return answer_page(request, review_of(application, submitting.arrival()), words, 422)
