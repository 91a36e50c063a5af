"""What the association asks for beside the way of its application: reading, answering, and what came on paper."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...casework import requests
from ...forms.case.requests import AnswerForm, PaperRequestForm
from ...models import CaseRequest
from ...permissions import may_work_on
from ...workflow import NotPossible
from .base import Page, Panel, address, answer


@dataclass(frozen=True)
class Asked:
    """`in_time` is said of objections: None where the letter is not served yet. `url` is where it is answered."""

    request: CaseRequest
    in_time: bool | None
    url: str | None


def panel(request, application):
    works = may_work_on(request.user, application)
    found = application.requests.select_related("asked_by", "answered_by", "notice").order_by("-received_at", "-pk")
    context = {
        "application": application,
        "asked": [asked(one, works) for one in found],
        "valid_days": requests.valid_days(application),
        "early_start": requests.early_start(application),
    }
    actions = [(gettext("Enter what came on paper"), address(application, "request_paper"))] if works else []
    waits = any(one.request.answered_at is None and one.request.withdrawn_at is None for one in context["asked"])
    summary = in_short(context["asked"])
    return Panel("requests", _("Requests of the applicant"), "requests.html", context, actions, summary, not waits)


def in_short(asked):
    """Nothing where nothing could be folded."""
    if not asked:
        return ""
    kinds = ", ".join(str(one.request.get_kind_display()) for one in asked)
    return f"{len(asked)}: {kinds}"


def asked(one, works):
    is_open = one.answered_at is None and one.withdrawn_at is None
    url = address(one.application, "request_answer", one.key) if is_open and works else None
    in_time = requests.is_in_time(one) if one.kind == CaseRequest.Kind.OBJECTION else None
    return Asked(one, in_time, url)


def answer_page(request, application, key):
    one = get_object_or_404(application.requests.select_related("asked_by"), key=key)
    if one.answered_at or one.withdrawn_at:
        messages.warning(request, gettext("It is answered or taken back already."))
        return redirect(address(application))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.answer(one, request.user, form.is_granted(), form.cleaned_data["text"])
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            return done(request, application, gettext("It is answered; the letter is on its way."))
    context = {"form": form, "one": asked(one, works=False)}
    return answer(request, "requests_answer", application, capfirst(one.get_kind_display()), status(form), **context)


def paper_page(request, application):
    form = PaperRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.enter(application, user=request.user, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            return done(request, application, gettext("The request is in the file."))
    return answer(request, "requests_paper", application, _("Enter what came on paper"), status(form), form=form)


def status(form):
    return 422 if form.errors else 200


def done(request, application, words):
    messages.success(request, words)
    return redirect(address(application))


PAGES = [
    Page("anliegen/papier/", "request_paper", paper_page, may_work_on),
    Page("anliegen/<slug:key>/antworten/", "request_answer", answer_page, may_work_on),
]
