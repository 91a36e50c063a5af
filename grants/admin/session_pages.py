"""The pages below a session: its agenda, its papers, the invitation, the vote and the minutes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ..casework import advising, agendas, minutes, session_papers
from ..forms.sessions import InviteForm, MinutesForm, PresenceForm, PutOnForm, TiedForm, VoteForm
from ..models import AdvisorySession
from ..workflow import NotPossible

PDF = "application/pdf"
CLOSED = _("The session is closed. Nothing of it can be changed.")


@dataclass(frozen=True)
class Page:
    """`keeps`: it changes the session, which is for the office as long as it is not closed. With an item in its path
    the view gets one that the person may read."""

    path: str
    name: str
    view: Callable
    keeps: bool = True


def route(page):
    name = f"grants_advisorysession_{page.name}"
    return path(f"<int:pk>/{page.path}", admin.site.admin_view(guarded(page)), name=name)


def guarded(page):
    @wraps(page.view)
    def view(request, pk, item=None):
        if not request.user.has_perm("grants.view_advisorysession"):
            raise PermissionDenied
        session = agendas.sessions_for(request.user).filter(pk=pk).first()
        if session is None:
            raise Http404
        if page.keeps and not runs(request.user):
            raise PermissionDenied
        if page.keeps and session.closed_at:
            return back(request, session, problem=CLOSED)
        return page.view(request, session, *([found(request, session, item)] if item else []))

    return view


def runs(user):
    return user.has_perm("grants.change_advisorysession") and user.has_perm("grants.view_application")


def found(request, session, pk):
    item = agendas.items_for(request.user, session).filter(pk=pk).first()
    if item is None:
        raise Http404
    item.session = session
    return item


def address(session, name="change", *more):
    return reverse(f"admin:grants_advisorysession_{name}", args=[session.pk, *more])


def back(request, session, done="", problem="", to="change"):
    """To the session (or another page of it), which tells what was done or why not."""
    if problem:
        messages.error(request, problem)
    elif done:
        messages.success(request, done)
    return redirect(address(session, to))


def answer(request, name, session, title, status=200, **context):
    context = {
        **admin.site.each_context(request),
        "opts": AdvisorySession._meta,
        "session": session,
        "title": title,
        **context,
    }
    return TemplateResponse(request, f"admin/grants/session/{name}.html", context, status=status)


def tried(form, act, *arguments):
    """Whether the form was right and the process did it; else the form says why."""
    if not form.is_valid():
        return False
    try:
        act(*arguments)
    except NotPossible as why:
        form.add_error(None, str(why))
    return form.is_valid()


def asked(request, form_class, *arguments, **more):
    return form_class(request.POST if request.method == "POST" else None, *arguments, **more)


def status_of(form):
    return 422 if form.is_bound else 200


# The session itself


def overview(request, session):
    user = request.user
    agenda = agendas.agenda_for(user, session)
    return {
        **admin.site.each_context(request),
        "opts": AdvisorySession._meta,
        "session": session,
        "title": session.body,
        "state": state_of(session),
        "seats": session.seats.all(),
        "agenda": agenda,
        "parts": [(gettext("Public part"), lines(agenda.public)), (gettext("Not public"), lines(agenda.closed))],
        "runs": runs(user) and not session.closed_at,
        "due": due(session, timezone.now()),
        "reads_cases": user.has_perm("grants.view_application"),
        "has_seat": not session.closed_at and session.seats.filter(user=user).exists(),
    }


def due(session, now):
    """The name of the page that comes next."""
    if not session.items.exists():
        return "put_on"
    if now < session.held_at:
        return "" if session.invited_at else "invite"
    return "minutes" if session.seats.filter(present=True).exists() else "presence"


def lines(numbered):
    return [(number, item, advising.result(item)) for number, item in numbered]


def state_of(session):
    if session.closed_at:
        return gettext("closed")
    return gettext("invited") if session.invited_at else gettext("being prepared")


def edit(request, session):
    return admin.site.get_model_admin(AdvisorySession).edit(request, session)


# The agenda


def put_on(request, session):
    form = asked(request, PutOnForm, user=request.user)
    chosen = form.cleaned_data.get("applications") if form.is_bound and form.is_valid() else []
    if form.is_bound and tried(form, agendas.put_on, session, chosen, request.user):
        return back(request, session, gettext("They are on the agenda."))
    title = gettext("Put applications on the agenda")
    return answer(request, "put_on", session, title, status_of(form), form=form)


ARRANGE = {
    "up": lambda item, user: agendas.move(item, -1),
    "down": lambda item, user: agendas.move(item, 1),
    "close": lambda item, user: agendas.set_closed(item, True),
    "open": lambda item, user: agendas.set_closed(item, False),
    "off": agendas.take_off,
}


@require_POST
def arrange(request, session, item):
    """One act on one item, named by `do`."""
    act = ARRANGE.get(request.POST.get("do"))
    if act is None:
        raise Http404
    try:
        act(item, request.user)
    except NotPossible as why:
        return back(request, session, problem=str(why))
    done = gettext("It is off the agenda and back in the assessment.") if act is agendas.take_off else ""
    return back(request, session, done)


def invite(request, session):
    """The first time at once, again only with a tick."""
    form = asked(request, InviteForm)
    if not session.invited_at:
        del form.fields["sure"]
    if form.is_bound and tried(form, agendas.invite, session, request.user):
        return back(request, session, gettext("The invitation is on its way."))
    members = agendas.invited(session)
    told = {"form": form, "members": members, "public": agendas.items_of(session).filter(closed=False, voted_at=None)}
    return answer(request, "invite", session, gettext("Invite"), status_of(form), **told)


# Papers


def agenda_pdf(request, session):
    return download(session_papers.agenda(session, request.user), pgettext("file", "Tagesordnung"), session)


def papers_pdf(request, session):
    return download(session_papers.papers(session, request.user), pgettext("file", "Unterlagen"), session)


def minutes_pdf(request, session):
    if not session.closed_at:
        raise Http404
    return download(minutes.paper(session, request.user), pgettext("file", "Niederschrift"), session)


def download(paper, word, session):
    found = HttpResponse(paper, content_type=PDF)
    found["Content-Disposition"] = f'attachment; filename="{session_papers.file_name(word, session)}"'
    found["Cache-Control"] = "no-store"
    return found


# The vote


def presence(request, session):
    form = asked(request, PresenceForm, session=session)
    present = [seat.pk for seat in form.cleaned_data["present"]] if form.is_bound and form.is_valid() else []
    if form.is_bound and tried(form, agendas.note_presence, session, present):
        return back(request, session, gettext("Noted who is present."))
    return answer(request, "presence", session, gettext("Who is present"), status_of(form), form=form)


def vote(request, session, item):
    if item.voted_at:
        return back(request, session, problem=gettext("The vote on this is closed."))
    form = asked(request, VoteForm, item=item, tied=advising.tied(session, item))
    if form.is_bound and tried(form, record, form, item, request.user):
        if request.POST.get("do") != "close":
            messages.success(request, gettext("Saved. The vote is still open."))
            return redirect(address(session, "vote", item.pk))
        if form.tell_missing() and tried(form, advising.close_item, item, request.user):
            return back(request, session, gettext("The vote is closed."))
    told = {"form": form, "item": item, "number": number_of(request, session, item), "result": advising.result(item)}
    absent = session.seats.filter(present=False)
    return answer(request, "vote", session, gettext("Vote"), status_of(form), absent=absent, **told)


def record(form, item, user):
    given = form.cleaned_data
    advising.record(item, user, form.votes(), given["changed_to"], given["remark"])


def number_of(request, session, item):
    numbered = agendas.agenda_for(request.user, session).numbered
    return next(number for number, one in numbered if one.pk == item.pk)


def tied(request, session, item):
    """A member of the body says so before the session; what they say is valid for the association everywhere."""
    if session.closed_at or not session.seats.filter(user=request.user).exists():
        raise PermissionDenied
    form = asked(request, TiedForm)
    reason = form.cleaned_data.get("reason", "") if form.is_bound and form.is_valid() else ""
    if form.is_bound and tried(form, advising.declare, item, request.user, reason):
        return back(request, session, gettext("Noted. You no longer see this item and take no part in it."))
    return answer(
        request, "tied", session, gettext("I am tied to this association"), status_of(form), form=form, item=item
    )


# The minutes


def keep_minutes(request, session):
    form = asked(request, MinutesForm, initial={"minutes": session.minutes})
    if form.is_bound and tried(form, write_minutes, form, session):
        if request.POST.get("do") != "close":
            return back(request, session, gettext("Saved."), to="minutes")
        if form.is_confirmed() and tried(form, minutes.close, session, request.user):
            return back(request, session, gettext("The session is closed."))
    return answer(request, "minutes", session, gettext("Minutes"), status_of(form), form=form)


def write_minutes(form, session):
    minutes.write(session, form.cleaned_data["minutes"])


PAGES = [
    Page("bearbeiten/", "edit", edit),
    Page("aufnehmen/", "put_on", put_on),
    Page("tagesordnung/<int:item>/", "arrange", arrange),
    Page("einladen/", "invite", invite),
    Page("anwesenheit/", "presence", presence),
    Page("abstimmung/<int:item>/", "vote", vote),
    Page("befangen/<int:item>/", "tied", tied, keeps=False),
    Page("niederschrift/", "minutes", keep_minutes),
    Page("tagesordnung.pdf", "agenda", agenda_pdf, keeps=False),
    Page("unterlagen.pdf", "papers", papers_pdf, keeps=False),
    Page("niederschrift.pdf", "minutes_pdf", minutes_pdf, keeps=False),
]
