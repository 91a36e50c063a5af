"""The ranking of a call: what the pot is enough for, what if the line moves, and many decisions prepared at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext

from ..casework import releasing, what_if
from ..forms.case.many_decisions import LATER, RESTS, ManyForm


class RankedCalls:
    """For the admin of calls, beside CallActs."""

    def get_urls(self):
        views = {"rangliste/": ("ranking", self.ranking), "rangliste/entscheiden/": ("prepare", self.prepare)}
        own = [
            path(f"<int:pk>/{word}", self.admin_site.admin_view(view), name=f"grants_call_{name}")
            for word, (name, view) in views.items()
        ]
        return [*own, *super().get_urls()]

    def ranked(self, request, pk, right):
        call = self.found(request, pk, lambda request, call: request.user.has_perm(f"grants.{right}"))
        return call, what_if.of(call, request.user, line_of(request))

    def ranking(self, request, pk):
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        call, division = self.ranked(request, pk, "view_decision")
        may_prepare = request.user.has_perm("grants.add_decision") and any(one.can_be_prepared for one in division.rows)
        context = {"division": division, "rests": RESTS, "may_prepare": may_prepare}
        return self.page(request, "ranking", call, gettext("Ranking and pot"), **context)

    def prepare(self, request, pk):
        call, division = self.ranked(request, pk, "add_decision")
        rest = request.GET.get("rest")
        rest = rest if rest in dict(RESTS) else LATER
        form = ManyForm(division, rest, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self.prepared(request, call, form.wishes)
        context = {"division": division, "form": form}
        title = gettext("Prepare many decisions")
        return self.page(request, "ranking_prepare", call, title, 422 if request.method == "POST" else 200, **context)

    def prepared(self, request, call, wishes):
        outcome = releasing.prepare_all(wishes, request.user)
        done = sum(1 for _application, why in outcome if not why)
        words = ngettext("%(n)s decision is prepared.", "%(n)s decisions are prepared.", done) % {"n": done}
        messages.success(request, words) if done else messages.warning(request, gettext("Nothing was prepared."))
        tell_refused(request, outcome)
        query = urlencode({"waits": "yes", "application__call__id__exact": call.pk})
        return redirect(f"{reverse('admin:grants_decision_changelist')}?{query}" if done else ranking_url(call))


def line_of(request):
    """After how many rows, or None where nobody has moved it."""
    sent = request.GET.get("bis", "")
    return int(sent) if sent.isdecimal() and len(sent) < 6 else None


def ranking_url(call):
    return reverse("admin:grants_call_ranking", args=[call.pk])


def tell_refused(request, outcome):
    """What was not done, each with its reason."""
    for thing, why in outcome:
        if why:
            application = getattr(thing, "application", thing)
            messages.error(request, f"{application.reference}: {why}")
