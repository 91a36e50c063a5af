"""What the pages and panels of a case file have in common.

A module of this folder names its pages as PAGES and its part of the file as `panel(request, application)`; `__init__`
says which modules there are and in which order their panels stand.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ...models import Application
from ...permissions import may_read_case

# {step of the workflow: name of the page where it is done}
STEP_PAGES = {}


@dataclass(frozen=True)
class Page:
    """A page below the case file. `may` is asked with (user, application); `step` is the step of the workflow that
    is done there, if any, so that the file's button leads here."""

    path: str
    name: str
    view: Callable
    may: Callable = may_read_case
    step: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of the case file: `template` below admin/grants/case/ is included with `context`; `actions` are
    (label, url) of what can be done here. A part with a `summary` of one line can be folded, and is where it `is_done`
    for now."""

    key: str
    title: str
    template: str
    context: dict = field(default_factory=dict)
    actions: list = field(default_factory=list)
    summary: str = ""
    is_done: bool = False


def route(page):
    """Its address; the button of a step leads to it, see `steps`."""
    if page.step:
        STEP_PAGES[page.step] = page.name
    return path(f"<int:pk>/{page.path}", admin.site.admin_view(guarded(page)), name=f"grants_application_{page.name}")


def guarded(page):
    """Nobody learns of a case of an association that they are tied to: it does not exist for them."""

    @wraps(page.view)
    def view(request, pk, **more):
        application = found(request, pk)
        if not page.may(request.user, application):
            raise PermissionDenied
        return page.view(request, application, **more)

    return view


def found(request, pk):
    cases = Application.objects.for_office(request.user)
    application = cases.select_related("organisation", "call__programme", "version", "officer").filter(pk=pk).first()
    if application is None:
        raise Http404
    return application


def answer(request, name, application, title, status=200, **context):
    """A page of the case: template admin/grants/case/<name>.html, which extends admin/grants/case/_layout.html."""
    context = {
        **admin.site.each_context(request),
        "opts": Application._meta,
        "application": application,
        "title": title,
        **context,
    }
    return TemplateResponse(request, f"admin/grants/case/{name}.html", context, status=status)


def address(application, name="change", *more):
    """That of a page by its name, of the case file itself without one."""
    return reverse(f"admin:grants_application_{name}", args=[application.pk, *more])
