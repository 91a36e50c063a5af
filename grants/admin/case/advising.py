"""The advisory body in the case file: onto the agenda, and what became of it there."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from ...casework import advising
from ...forms.case.advising import ReferForm
from ...models import Application
from ...permissions import may_work_on
from ...terms import of_version
from ...workflow import ADVISE, REFER, NotPossible
from .base import Page, Panel, address, answer

State = Application.State


def panel(request, application):
    items = advising.of(application)
    if not items and not of_version(application.version).advisory:
        return None
    context = {"items": items, "application": application}
    title = gettext("Advisory body")
    return Panel("advising", title, "advising.html", context, actions_of(request.user, application))


def actions_of(user, application):
    if not may_work_on(user, application):
        return []
    if application.state == State.ASSESSING and advising.may_refer(user, application):
        return [(gettext("Put on the agenda"), address(application, "refer"))]
    return [(gettext("To the vote"), address(application, "vote"))] if application.state == State.ADVISING else []


def refer(request, application):
    form = ReferForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            item = advising.refer(application, form.cleaned_data["session"], request.user, form.cleaned_data["closed"])
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, gettext("It is on the agenda: %(session)s.") % {"session": item.session})
            return redirect(address(application))
    status = 422 if form.is_bound else 200
    return answer(request, "advising_refer", application, gettext("Put on the agenda"), status, form=form)


def vote(request, application):
    """Leads to the vote in the session."""
    item = application.agenda_items.filter(voted_at=None).first()
    if item is None:
        messages.error(request, gettext("It is on no agenda."))
        return redirect(address(application))
    return redirect(reverse("admin:grants_advisorysession_vote", args=[item.session_id, item.pk]))


PAGES = [
    Page("tagesordnung/", "refer", refer, may=advising.may_refer, step=REFER),
    Page("abstimmung/", "vote", vote, may=may_work_on, step=ADVISE),
]
