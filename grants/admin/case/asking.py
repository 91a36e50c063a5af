"""What the office asks of the applicant: asking, giving more time, and what came of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ... import sections, telling, workflow
from ...casework import asking
from ...forms.case.asking import AskForm, DayForm
from ...models import Query
from ...moments import deadline_in_words
from ...permissions import may_work_on
from .base import Page, Panel, address, answer

LOOK, SEND = "look", "send"


@dataclass(frozen=True)
class Asked:
    """A query in the file; `unsent` are (section, when) of what was typed and did not come with an answer in time."""

    query: Query
    titles: list
    is_open: bool
    is_over: bool
    unsent: list


def panel(request, application):
    queries = application.queries.select_related("asked_by", "answered_by", "closed_by").order_by("-number")
    found = [asked(application, one) for one in queries]
    if not found:
        return None
    actions = []
    if found[0].is_open and may_work_on(request.user, application):
        actions = [(gettext("Name another day"), address(application, "prolong"))]
    title, context = _("Questions to the applicant"), {"queries": found}
    return Panel("asking", title, "asking.html", context, actions, in_short(found), not found[0].is_open)


def in_short(found):
    if found[0].is_open:
        return gettext("Open until %(moment)s") % {"moment": deadline_in_words(found[0].query.due_at)}
    return ngettext("%(n)s question, closed", "%(n)s questions, all closed", len(found)) % {"n": len(found)}


def asked(application, query):
    """Before the day has passed, what the association types is its own."""
    is_open = application.open_query == query
    is_over = is_open and not asking.is_in_time(query, timezone.now())
    unsent = asking.typed_since(application, query) if is_over else []
    return Asked(query, [sections.BY_KEY[key].title for key in query.sections], is_open, is_over, unsent)


def ask_page(request, application):
    """The form; then all of it once more with the mail that goes out; then it is asked."""
    if application.state not in workflow.STEPS[workflow.ASK].before:
        return too_late(request, application)
    form, action = AskForm(request.POST if request.method == "POST" else None), request.POST.get("action")
    title = workflow.STEPS[workflow.ASK].label
    if not form.is_bound or not form.is_valid():
        return answer(request, "ask", application, title, 422 if form.is_bound else 200, form=form)
    if action == SEND:
        return sent(request, application, form)
    if action == LOOK:
        return answer(request, "ask_look", application, title, form=form, **mail(application, form))
    return answer(request, "ask", application, title, form=form)


def mail(application, form):
    """What goes out, and to whom."""
    subject = render_to_string("mail/grants/query_subject.txt", telling.contents(application)).strip()
    readers = telling.people(application.organisation)
    return {"subject": subject, "readers": readers, "until": asking.end_of(form.cleaned_data["due_on"])}


def sent(request, application, form):
    try:
        asking.ask(application, request.user, **form.cleaned_data)
    except (workflow.NotPossible, asking.NotInTime) as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, gettext("The association is asked."))
    return redirect(address(application))


def prolong_page(request, application):
    if application.open_query is None:
        return too_late(request, application)
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return prolonged(request, application, form.cleaned_data["due_on"])
    context = {"form": form, "query": application.open_query, "readers": telling.people(application.organisation)}
    return answer(request, "ask_prolong", application, _("Name another day"), 422 if form.is_bound else 200, **context)


def prolonged(request, application, due_on):
    try:
        asking.prolong(application, request.user, due_on)
    except (workflow.NotPossible, asking.NotInTime) as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, gettext("The association has another day and gets a mail."))
    return redirect(address(application))


def said(refused):
    """Between the form and the deed a day may end."""
    return gettext("Choose a day after today.") if isinstance(refused, asking.NotInTime) else str(refused)


def too_late(request, application):
    messages.warning(request, asking.gone(application))
    return redirect(address(application))


PAGES = [
    Page("nachfordern/", "ask", ask_page, may_work_on, workflow.ASK),
    Page("nachforderung/verlaengern/", "prolong", prolong_page, may_work_on),
]
