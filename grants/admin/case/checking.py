"""The checklist of the formal check, and judging single rules otherwise."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ... import workflow
from ...casework import checking
from ...forms.case.checking import MarkForm
from ...permissions import may_work_on
from .base import Page, Panel, address, answer

TAKE_BACK = "take_back"


def panel(request, application):
    items = checking.checklist(application)
    context = {
        "application": application,
        "items": items,
        "left": [one for one in items if not one.settled],
        "may_judge": may_work_on(request.user, application) and application.state in checking.JUDGED,
    }
    return Panel("checking", _("Formal check"), "checking.html", context)


def mark_page(request, application, key):
    """Judges one rule otherwise, again, or no more."""
    item = next((one for one in checking.checklist(application) if one.key == key), None)
    if item is None:
        raise Http404
    if request.method == "POST" and request.POST.get("action") == TAKE_BACK:
        return done(request, application, checking.take_back, key, request.user)
    form = MarkForm(request.POST if request.method == "POST" else None, initial=said(item))
    if request.method == "POST" and form.is_valid():
        return done(request, application, checking.override, key, *form.cleaned_data.values(), request.user)
    return answer(
        request, "checking_mark", application, item.label, 422 if form.is_bound else 200, item=item, form=form
    )


def said(item):
    return {"verdict": item.mark.verdict, "reason": item.mark.reason} if item.mark else {}


def done(request, application, act, *what):
    try:
        act(application, *what)
    except workflow.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The checklist is changed."))
    return redirect(f"{address(application)}#checking")


PAGES = [Page("pruefung/<slug:key>/", "check", mark_page, may_work_on)]
