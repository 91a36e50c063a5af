"""Two people wrote in one section at once: the later one sees both texts and chooses."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ... import comparing, sections, writing
from ...models import Revision
from ...permissions import is_open
from . import crumbs, own_application
from .section import make, seen_in

WHOLE = {"all-mine": comparing.MINE, "all-theirs": comparing.THEIRS}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, handle, section, key):
    application = own_application(request, handle)
    own = Revision.objects.filter(kind=Revision.Kind.ASIDE, by=request.user).select_related("section__edited_by")
    aside = get_object_or_404(own, section__application=application, section__key=section, key=key)
    if aside.settled_at or not is_open(application, section):
        return redirect("grants:section", application.handle, section)
    choosing = Choosing(request, application, aside)
    return choosing.save() if request.method == "POST" else choosing.page()


class Choosing:
    def __init__(self, request, application, aside):
        self.request, self.application, self.aside, self.section = request, application, aside, aside.section
        self.mine = make(application, self.section.key, writing.as_post(aside.typed))
        self.theirs = make(application, self.section.key, writing.as_post(self.section.typed))
        self.differences = comparing.differences(self.mine, self.theirs, aside.typed, self.section.typed)

    def page(self, status=200, **more):
        info = sections.BY_KEY[self.section.key]
        context = {
            "application": self.application,
            "info": info,
            "aside": self.aside,
            "saved": self.section,
            "differences": [(one, self.request.POST.get(f"choice-{one.part}")) for one in self.differences],
            "crumbs": crumbs(self.application, (info.title, None)),
            **more,
        }
        return TemplateResponse(self.request, "grants/members/choose.html", context, status=status)

    def save(self):
        if self.is_changed():
            messages.warning(self.request, gettext("In the meantime somebody saved once more. Please look again."))
            return redirect(self.request.path)
        choices = self.choices()
        if len(choices) < len(self.differences):
            return self.page(status=422, incomplete=True)
        return self.saved(comparing.chosen(self.mine, self.aside.typed, self.section.typed, choices))

    def is_changed(self):
        """Whether a colleague, or one's own other window, has saved what the page did not show."""
        is_same = self.request.POST.get("at") == self.aside.at.isoformat()
        return not is_same or self.section.number != seen_in(self.request.POST)

    def choices(self):
        """{part: MINE or THEIRS}; parts for which nothing was chosen are missing."""
        if whole := WHOLE.get(self.request.POST.get("action")):
            return {one.part: whole for one in self.differences}
        found = {one.part: self.request.POST.get(f"choice-{one.part}") for one in self.differences}
        return {part: choice for part, choice in found.items() if choice in WHOLE.values()}

    def saved(self, typed):
        user, key = self.request.user, self.section.key
        result = writing.save(self.application, key, typed, seen=self.section.number, user=user, anew=True)
        if result.aside:
            return redirect("grants:choose", self.application.handle, key, result.aside.key)
        writing.settle(self.aside)
        messages.success(self.request, gettext("It is saved. Both texts stay among the earlier versions."))
        return redirect(reverse("grants:section", args=[self.application.handle, key]))
