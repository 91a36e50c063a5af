"""Messages with the association, in its case file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.translation import gettext

from ...casework import conversing
from ...forms.conversing import MessageForm
from .base import Page, Panel, address, answer

FEW, PER_PAGE = 3, 20


def messages_page(request, application):
    form = MessageForm(request.POST or None)
    if request.method == "POST":
        if not conversing.may_answer(request.user, application):
            raise PermissionDenied
        if "read" in request.POST:
            return noted(request, application)
        if form.is_valid():
            return written(request, application, form.cleaned_data)
    return page(request, application, form)


def page(request, application, form):
    found = Paginator(application.messages.select_related("by").order_by("-at", "-pk"), PER_PAGE)
    context = {
        "form": form,
        "page": found.get_page(request.GET.get("seite")),
        "unread": conversing.unread(application, by_office=True).count(),
        "may_answer": conversing.may_answer(request.user, application),
    }
    status = 422 if form.errors else 200
    return answer(request, "conversing_page", application, gettext("Messages"), status=status, **context)


def noted(request, application):
    """Nothing has to be answered."""
    conversing.read(application, by_office=True)
    messages.success(request, gettext("The messages are marked as read."))
    return redirect(address(application))


def written(request, application, typed):
    conversing.write(application, request.user, typed["text"], typed["key"], from_office=True)
    messages.success(request, gettext("The message is with the association."))
    return redirect(address(application, "messages"))


PAGES = [Page("nachrichten/", "messages", messages_page)]


def panel(request, application):
    latest = list(application.messages.select_related("by").order_by("-at", "-pk")[:FEW])
    unread = conversing.unread(application, by_office=True).count()
    label = gettext("Read and answer") if unread else gettext("Write to the association")
    actions = [(label, address(application, "messages"))]
    context = {"latest": latest, "unread": unread}
    return Panel("conversing", gettext("Messages"), "conversing.html", context, actions)
