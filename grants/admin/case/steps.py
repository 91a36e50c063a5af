"""The next steps of a case: what can be done now, by whom, and which mail goes out. Nothing else changes its state."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ... import telling, workflow
from ...casework import asking, assessing, checking, releasing
from ...casework import deciding as decisions
from ...casework.acts import ACTS
from ...forms.case.steps import StepForm
from ...moments import deadline_in_words
from ...permissions import may_prepare, may_work_on
from ...terms import of_version
from . import deciding
from .base import STEP_PAGES, Page, Panel, address, answer

APPLICANTS = (workflow.SUBMIT, workflow.ANSWER, workflow.WITHDRAW)
ASIDE = (workflow.RECHECK, workflow.REASSESS, workflow.CLOSE_QUERY, workflow.LAPSE)
RELEASES = set(releasing.STEPS.values())


@dataclass(frozen=True)
class Next:
    """A step that can follow. `url` is where it is done, None where this person may not or it is done elsewhere;
    `subject` is that of the mail to the association, "" where none goes out; `missing` are (words, part of the file) of
    what has to be done first. `is_aside`: it leads back, or is not needed to go on."""

    key: str
    step: workflow.Step
    may: bool
    url: str | None
    subject: str
    missing: list
    is_aside: bool


def panel(request, application):
    found = [following(request.user, application, key, step) for key, step in steps_of(application).items()]
    context = {
        "application": application,
        "office": sorted((one for one in found if one.key not in APPLICANTS), key=rank),
        "association": [one for one in found if one.key in APPLICANTS],
        "waits": application.state == application.State.QUERIED,
        **prepared(request.user, application),
    }
    return Panel("steps", _("Next steps"), "steps.html", context)


def steps_of(application):
    """Of the releases only that of the decision that waits; the agenda only where the call has an advisory body."""
    waiting = decisions.pending(application)
    other = RELEASES - {releasing.STEPS[waiting.kind]} if waiting else RELEASES
    if not of_version(application.version).advisory:
        other = other | {workflow.REFER}
    return {key: step for key, step in workflow.possible(application).items() if key not in other}


def prepared(user, application):
    """The decisions that can be prepared; only one waits at a time."""
    kinds = [] if decisions.pending(application) else deciding.possible_kinds(application)
    links = [(kind, deciding.TITLES[kind], address(application, "decide", kind)) for kind in kinds]
    return {"decisions": links, "may_prepare": may_prepare(user, application), "preparer": workflow.PREPARER.words}


def rank(one):
    """What leads on comes before what still needs something, and the rest comes last."""
    return one.is_aside, bool(one.missing)


def following(user, application, key, step):
    may = step.may(user, application)
    url = place(application, key) if may else None
    needed = missing(application, key) if may else []
    return Next(key, step, may, url, subject(application, step), needed, key in ASIDE)


def missing(application, key):
    if key == workflow.PASS:
        return [(one.label, "checking") for one in checking.open_items(application)]
    if key == workflow.CONCLUDE:
        return [(words, "appraisal") for words in assessing.obstacles(application)]
    query = application.open_query if key == workflow.LAPSE else None
    if query and asking.is_in_time(query, timezone.now()):
        until = {"until": deadline_in_words(query.due_at)}
        return [(gettext("The association can still answer until %(until)s.") % until, "asking")]
    return []


def place(application, key):
    """Where the step is done: at a page of its own, else at the one below; None where neither is."""
    if key in STEP_PAGES:
        return address(application, STEP_PAGES[key])
    return address(application, "step", key) if key in ACTS else None


def subject(application, step):
    if not step.mail:
        return ""
    return render_to_string(f"mail/grants/{step.mail}_subject.txt", telling.contents(application)).strip()


def step_page(request, application, step):
    """The confirmation before a step that asks for nothing but a note."""
    if step not in ACTS or step in STEP_PAGES:
        raise Http404
    rule = workflow.STEPS[step]
    if application.state not in rule.before:
        return too_late(request, application)
    if not rule.may(request.user, application):
        raise PermissionDenied
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return done(request, application, step, form.cleaned_data["note"])
    context = {
        "form": form,
        "next": following(request.user, application, step, rule),
        "after": application.State(rule.after).label,
        "danger": step == workflow.LAPSE,
    }
    return answer(request, "step", application, rule.label, 422 if form.is_bound else 200, **context)


def done(request, application, step, note):
    try:
        ACTS[step](application, request.user, note)
    except workflow.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Done: %(step)s.") % {"step": workflow.STEPS[step].label})
    return redirect(address(application))


def too_late(request, application):
    state = {"state": application.get_state_display()}
    told = gettext("That is no longer possible: the application is now “%(state)s”.") % state
    messages.warning(request, told)
    return redirect(address(application))


PAGES = [Page("schritt/<slug:step>/", "step", step_page, may_work_on)]
