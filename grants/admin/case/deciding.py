"""The decision in the case file: prepared here, looked at before it goes out, released or taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ... import telling, workflow
from ...casework import advising, assessing, deciding, letters, pots, preparing, releasing, scoring
from ...forms.case.deciding import FORMS
from ...models import Decision
from ...permissions import may_prepare, may_release
from .base import STEP_PAGES, Page, Panel, address, answer

Kind = Decision.Kind
TITLES = {
    Kind.AWARD: _("Prepare an award"),
    Kind.WAITING: _("Prepare a place on the waiting list"),
    Kind.REJECTION: _("Prepare a rejection"),
    Kind.REVOCATION: _("Prepare a revocation"),
}
STEP_PAGES.update(dict.fromkeys(releasing.STEPS.values(), "release"))


def may_decide(user, application):
    return may_prepare(user, application) or may_release(user, application)


def panel(request, application):
    decisions = list(application.decisions.select_related("prepared_by", "released_by", "cancelled_by"))
    kinds = possible_kinds(application)
    if not (decisions or kinds):
        return None
    waits = deciding.pending(application)
    context = {"decisions": decisions[::-1], "pot": pots.of(application.call), "application": application}
    return Panel("deciding", _("Decision"), "deciding.html", context, actions(request.user, application, kinds, waits))


def actions(user, application, kinds, waits):
    """[(label, url)] of what this person can do."""
    if waits:
        return [(_("Look at it and release it"), address(application, "release"))]
    if not may_prepare(user, application):
        return []
    return [(TITLES[kind], address(application, "decide", kind)) for kind in kinds]


def possible_kinds(application):
    return [kind for kind in FORMS if kind in preparing.KINDS.get(application.state, ())]


# Preparing


def decide(request, application, kind):
    if kind not in FORMS:
        raise Http404
    if kind not in possible_kinds(application) or deciding.pending(application):
        messages.warning(request, gettext("This decision cannot be prepared at present."))
        return redirect(address(application))
    form = form_of(application, kind, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and prepared(request, application, form):
        return redirect(address(application, "release"))
    context = {"form": form, "kind": kind, "step": step_of(kind), **beside(application, request.user)}
    return answer(request, "decide", application, TITLES[kind], 422 if form.errors else 200, **context)


def form_of(application, kind, data):
    initial = preparing.proposed(application) if kind == Kind.AWARD else {}
    return FORMS[kind](data, application=application, kind=kind, at=timezone.now(), initial=initial)


def prepared(request, application, form):
    try:
        preparing.prepare(application, request.user, **form.columns)
    except workflow.NotPossible as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, gettext("The decision is prepared. Another person releases it."))
    return True


def step_of(kind):
    return workflow.STEPS[releasing.STEPS[kind]]


def beside(application, user):
    """What one looks at while deciding: the proposal, the scores, the votes and the pot."""
    votes = application.agenda_items.filter(voted_at__isnull=False).select_related("session")
    return {
        "appraisal": assessing.appraisal_of(application),
        "found": assessing.assessed(application),
        "score": scoring.total(application) if scoring.may_see_others(application, user) else None,
        "votes": [(item, advising.result(item)) for item in votes],
        "pot": pots.of(application.call),
    }


# Looking at it, releasing it, taking it back


def release(request, application):
    decision = deciding.pending(application)
    if decision is None:
        messages.warning(request, gettext("No decision waits here. Prepare one first."))
        return redirect(address(application))
    if request.method == "POST":
        return released(request, application)
    title = gettext("Decision: %(kind)s") % {"kind": decision.get_kind_display()}
    return answer(request, "deciding_release", application, title, **what_goes_out(decision, request.user))


def what_goes_out(decision, user):
    """The decision with its letter, its mail and its money."""
    return {
        "decision": decision,
        "refusal": releasing.refusal(decision, user),
        "step": step_of(decision.kind),
        "pot": pots.of(decision.application.call),
        "last_day": decision.known_on and preparing.last_day(decision.known_on),
        **mail(decision.application),
    }


def mail(application):
    """Who is told, and by which words on the outside."""
    subject = render_to_string("mail/grants/letter_subject.txt", telling.contents(application)).strip()
    return {"subject": subject, "readers": telling.people(application.organisation)}


def named(request, application):
    """The decision that was looked at, and no other one that was prepared meanwhile."""
    sent = request.POST.get("decision", "")
    found = application.decisions.filter(pk=sent).first() if sent.isdecimal() else None
    if found is None:
        raise Http404
    return found


def released(request, application):
    try:
        releasing.release(named(request, application), request.user)
    except workflow.NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Released. The letter can be fetched as soon as the mail has gone out."))
    return redirect(address(application))


@require_POST
def take_back(request, application):
    try:
        deciding.cancel(named(request, application), request.user)
    except workflow.NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Taken back. Another decision can be prepared."))
    return redirect(address(application))


def letter(request, application):
    """The letter as it would go out."""
    decision = deciding.pending(application)
    if decision is None:
        raise Http404
    answer = HttpResponse(letters.preview_of_decision(decision), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{application.reference}.pdf"'
    return answer


PAGES = [
    Page("entscheidung/<slug:kind>/", "decide", decide, may_prepare),
    Page("freigabe/", "release", release, may_decide),
    Page("zuruecknehmen/", "take_back", take_back, may_decide),
    Page("brief-vorschau.pdf", "decision_pdf", letter, may_decide),
]
