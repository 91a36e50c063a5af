"""Messages with the office about an application, from its submission on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import kept_forms

from ...casework import conversing
from ...forms.conversing import MessageForm
from . import crumbs, own_application

PER_PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages_page(request, handle):
    application = own_application(request, handle)
    if application.is_draft:
        return redirect(application)
    if application.handle != handle and request.method != "POST":
        return redirect("grants:messages", handle=application.handle)
    form = kept_forms.form(request, MessageForm)
    if request.method == "POST" and form.is_valid() and written(request, application, form):
        return redirect("grants:messages", handle=application.handle)
    return page(request, application, form)


def written(request, application, form):
    """False, with the reason in the form, if it was not taken."""
    typed = form.cleaned_data
    try:
        conversing.write(application, request.user, typed["text"], typed["key"], from_office=False)
    except conversing.TooMany as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, gettext("Your message is with the office."))
    return True


def page(request, application, form):
    """Whoever opens it reads what the office wrote; those messages are still marked as new on this page."""
    found = application.messages.select_related("by").order_by("-at", "-pk")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "application": application,
        "form": form,
        "page": shown,
        "messages_shown": list(shown),
        "crumbs": crumbs(application, (gettext("Messages"), None)),
    }
    if request.method == "GET":
        conversing.read(application, by_office=False)
    return TemplateResponse(request, "grants/members/messages.html", context, status=422 if form.errors else 200)
