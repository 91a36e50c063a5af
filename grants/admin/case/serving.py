"""The service of letters in a case file: noting that one was posted, and serving one anew."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ... import telling
from ...casework import serving
from ...forms.case.serving import PostedForm
from ...models import Notice
from ...permissions import may_work_on
from ...workflow import NotPossible
from .base import Page, address, answer


@dataclass(frozen=True)
class Row:
    """Where the service of a letter stands; `actions` are (label, url) of what can be done about it. Shown by the
    template serving.html as `row`."""

    notice: Notice
    served: serving.Served
    services: list
    actions: list


def row(user, application, notice):
    """For the part of the file that shows the letters."""
    served = serving.state(notice, timezone.now())
    services = list(notice.services.select_related("fetched_by", "noted_by").order_by("number"))
    actions = possible(application, notice, served) if may_work_on(user, application) else []
    return Row(notice, served, services, actions)


def possible(application, notice, served):
    if served.state == serving.FETCHED:
        return []
    label = gettext("Correct the day of posting") if served.posted_on else gettext("Note that it was posted")
    found = [(label, address(application, "letter_post", notice.key))]
    if served.state in (serving.LAPSED, serving.TO_POST) and serving.can_be_fetched(application):
        found.append((gettext("Serve anew by download"), address(application, "letter_anew", notice.key)))
    return found


def found(application, key):
    return get_object_or_404(application.notices.select_related("text"), key=key)


def post_page(request, application, key):
    notice = found(application, key)
    form = PostedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            serving.by_post(notice, form.cleaned_data["posted_on"], request.user)
        except NotPossible as refused:
            form.add_error("posted_on", str(refused))
        else:
            return done(request, application, gettext("The posting is noted."))
    return page(request, "serving_post", application, notice, _("Served by post"), form)


def anew_page(request, application, key):
    notice = found(application, key)
    if request.method != "POST":
        return page(request, "serving_anew", application, notice, _("Serve anew by download"))
    try:
        serving.serve_anew(notice, request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect(address(application))
    return done(request, application, gettext("The letter waits anew, and the association gets a mail."))


def page(request, name, application, notice, title, form=None):
    context = {
        "notice": notice,
        "form": form,
        "row": row(request.user, application, notice),
        "days": serving.served_by_post(timezone.localdate()) - timezone.localdate(),
        "readers": telling.people(application.organisation),
    }
    return answer(request, name, application, title, 422 if form and form.errors else 200, **context)


def done(request, application, words):
    messages.success(request, words)
    return redirect(address(application))


PAGES = [
    Page("briefe/<slug:key>/post/", "letter_post", post_page, may_work_on),
    Page("briefe/<slug:key>/neu/", "letter_anew", anew_page, may_work_on),
]
