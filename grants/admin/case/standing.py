"""Where a case stands, who has it, and who must have nothing to do with it."""

import json

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ... import following, sections
from ...casework import conflicts, officers
from ...forms.case.steps import ConflictForm, OfficerForm
from ...permissions import may_work_on
from ...workflow import NotPossible
from .base import Page, Panel, address, answer


def panel(request, application):
    submission = application.submissions.last()
    content = json.loads(submission.content)
    context = {
        "words": following.words(application),
        "submission": submission,
        "signed": content["signed"],
        "contact": content["answers"][sections.ASSOCIATION],
        "since": application.status_changes.last(),
    }
    actions = [(_("I am tied to this association"), address(application, "conflict"))]
    if may_work_on(request.user, application):
        actions.insert(0, (_("Hand the case on"), address(application, "officer")))
    return Panel("standing", _("Where it stands"), "standing.html", context, actions)


def hand_on(request, application):
    typed = request.POST if request.method == "POST" else None
    form = OfficerForm(typed, candidates=officers.candidates(application), initial={"officer": application.officer_id})
    if request.method == "POST" and form.is_valid():
        return handed_on(request, application, form.cleaned_data["officer"])
    title = gettext("Who has the case?")
    return answer(request, "officer", application, title, 422 if form.is_bound else 200, form=form)


def handed_on(request, application, officer):
    try:
        officers.hand_to(application, officer, request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("%(person)s has the case now.") % {"person": officer})
    return redirect(address(application))


def declare(request, application):
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        conflicts.declare(request.user, application.organisation, form.cleaned_data["reason"])
        told = gettext("It is noted. You no longer see the applications of this association.")
        messages.success(request, told)
        return redirect("admin:grants_application_changelist")
    title = gettext("I am tied to this association")
    return answer(request, "conflict", application, title, 422 if form.is_bound else 200, form=form)


PAGES = [
    Page("zustaendig/", "officer", hand_on, may_work_on),
    Page("befangen/", "conflict", declare),
]
