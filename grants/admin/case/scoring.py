"""Scores in the case file: one's own, and those of all once one has given one's own."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...casework import scoring
from ...forms.case.scores import ScoresForm
from ...models import Application
from ...permissions import may_release, may_score, may_work_on
from ...workflow import NotPossible
from .base import Page, Panel, address, answer

State = Application.State


def may_open(user, application):
    """Whoever could score it in the assessment; later the page says that it is over."""
    return may_work_on(user, application) or may_release(user, application)


def panel(request, application):
    criteria, user = scoring.criteria(application), request.user
    is_begun = application.state not in scoring.NOT_DONE or application.scores.exists()
    if not criteria or not (is_begun or application.state == State.ASSESSING):
        return None
    mine = scoring.own(application, user)
    label = _("Change your scores") if mine else _("Give your scores")
    actions = [(label, address(application, "scores"))] if may_score(user, application) else []
    averages = scoring.averages(application, user)
    context = {
        "averages": averages,
        "own": [(one, mine.get(one.key)) for one in criteria],
        "has_own": bool(mine),
        "missing": len([one for one in criteria if one.key not in mine]),
        "scale": scoring.SCALE,
    }
    is_done = application.state not in (State.ASSESSING, State.ADVISING, State.DECIDING)
    return Panel("scores", _("Scores"), "scores.html", context, actions, in_short(averages), is_done)


def in_short(averages):
    if averages is None or averages.total is None:
        return ""
    return gettext("%(percent)s %% of the points") % {"percent": floatformat(averages.total, 1)}


def scores(request, application):
    criteria, own = scoring.criteria(application), scoring.own(application, request.user)
    form = ScoresForm(request.POST if request.method == "POST" else None, criteria=criteria, own=own)
    if request.method != "POST":
        return page(request, application, form)
    if not form.is_valid():
        return page(request, application, form, 422)
    try:
        scoring.score(application, request.user, form.given())
    except NotPossible as refused:
        form.add_error(None, str(refused))
        application.refresh_from_db(fields=["state"])
        return page(request, application, form, 409)
    messages.success(request, said(application, request.user))
    return redirect(f"{address(application)}#scores")


def said(application, user):
    if scoring.has_scored(Application.objects.get(pk=application.pk), user):
        return gettext("Your scores are saved. Now you see what the others gave.")
    return gettext("Your scores are saved. Some criteria are still missing.")


def page(request, application, form, status=200):
    context = {"form": form, "may_save": application.state == State.ASSESSING}
    return answer(request, "scores_page", application, gettext("Your scores"), status, **context)


PAGES = [Page("bewertung/", "scores", scores, may_open)]
