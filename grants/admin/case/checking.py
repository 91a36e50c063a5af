"""The checklist of the formal check, and judging single rules otherwise."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ... import workflow
from ...casework import checking
from ...forms.case.checking import MarkForm
from ...permissions import may_work_on
from .base import Page, Panel, address, answer

TAKE_BACK = "take_back"
READING = (checking.State.SUBMITTED, checking.State.CHECKING)


def panel(request, application):
    items = checking.checklist(application)
    left = [one for one in items if not one.settled]
    context = {
        "application": application,
        "items": items,
        "left": left,
        "may_judge": may_work_on(request.user, application) and application.state in checking.JUDGED,
    }
    is_done = application.state not in READING and not (left and context["may_judge"])
    return Panel("checking", _("Formal check"), "checking.html", context, [], in_short(items, left), is_done)


def in_short(items, left):
    if left:
        told = ngettext(
            "%(left)s of %(all)s points is not fulfilled", "%(left)s of %(all)s points are not fulfilled", len(left)
        )
        return told % {"left": len(left), "all": len(items)}
    return ngettext("%(n)s point, fulfilled", "%(n)s points, all fulfilled", len(items)) % {"n": len(items)}


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
