"""The appraisal (Prüfvermerk) in the case file: what is proposed, and why."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money

from ... import plans
from ...casework import assessing
from ...forms.case.appraisal import AppraisalForm, begun
from ...models import Application, Appraisal
from ...permissions import may_work_on
from ...workflow import NotPossible
from .base import Page, Panel, address, answer

State = Application.State
BEFORE = (State.SUBMITTED, State.CHECKING, State.QUERIED)


def panel(request, application):
    found = assessing.appraisal_of(application)
    if found is None and application.state in BEFORE:
        return None
    is_open = application.state == State.ASSESSING
    actions = []
    if is_open and may_work_on(request.user, application):
        label = _("Change the appraisal") if found else _("Write the appraisal")
        actions = [(label, address(application, "appraisal"))]
    context = {
        "appraisal": found,
        "texts": texts(found),
        "steps": reasons(application, found),
        "missing": assessing.obstacles(application) if is_open else [],
    }
    is_done = application.state not in (State.ASSESSING, State.ADVISING, State.DECIDING)
    return Panel("appraisal", _("Appraisal"), "assessing.html", context, actions, in_short(found), is_done)


def in_short(appraisal):
    if appraisal is None:
        return ""
    told = {"sum": money.shown(appraisal.amount), "financing": appraisal.get_financing_display()}
    return gettext("Proposed: %(sum)s, %(financing)s") % told


def texts(appraisal):
    """[(label, text)] of what was written."""
    if appraisal is None:
        return []
    found = [(Appraisal._meta.get_field(name).verbose_name, getattr(appraisal, name)) for name in assessing.TEXTS]
    return [(label, text) for label, text in found if text]


def reasons(application, appraisal):
    """How the highest possible grant comes about, under the type that is proposed."""
    financing = appraisal.financing if appraisal else None
    rules = assessing.terms_with(application, financing)
    return plans.steps(rules, assessing.assessed(application, financing))


def appraisal(request, application):
    if request.method != "POST":
        found = assessing.appraisal_of(application)
        initial = begun(application, found) | {"seen": assessing.seen_appraisal(found)}
        return page(request, application, AppraisalForm(application=application, initial=initial))
    form = AppraisalForm(request.POST, application=application)
    if not form.is_valid():
        return page(request, application, form, 422)
    try:
        assessing.appraise(application, request.user, seen=form.cleaned_data["seen"], **form.fields_to_save())
    except NotPossible as refused:
        return refused_page(request, application, form, refused)
    messages.success(request, gettext("The appraisal is saved."))
    return redirect(f"{address(application)}#appraisal")


def refused_page(request, application, form, refused):
    """Everything typed beside what a colleague saved; whoever saves once more has seen it."""
    found = assessing.appraisal_of(application)
    form.data = form.data.copy()
    form.data["seen"] = assessing.seen_appraisal(found)
    form.add_error(None, str(refused))
    application.refresh_from_db(fields=["state"])
    theirs = found if isinstance(refused, assessing.Overtaken) else None
    return page(request, application, form, 409, theirs=theirs, their_texts=texts(theirs))


def page(request, application, form, status=200, **context):
    context |= {"form": form, "steps": reasons(application, None), "may_save": application.state == State.ASSESSING}
    return answer(request, "appraisal", application, gettext("Appraisal"), status, **context)


PAGES = [Page("pruefvermerk/", "appraisal", appraisal, may_work_on)]
