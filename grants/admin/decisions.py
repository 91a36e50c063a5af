"""All decisions: those that wait first, and many released at once. What a decision says stands in its case file."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.admin.remembered import RememberedAdmin
from darmstadt_mso.lib.money import ZERO

from ..casework import pots, releasing
from ..models import Application, Decision
from . import rooms
from .case.base import address
from .ranking import tell_refused

WAITS = Q(released_at=None, cancelled_at=None)
WHAT = {"yes": WAITS, "released": Q(released_at__isnull=False), "cancelled": Q(cancelled_at__isnull=False)}


class WaitsFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("yes", _("waits for its release")), ("released", _("released")), ("cancelled", _("taken back"))]

    def queryset(self, request, queryset):
        return queryset.filter(WHAT[self.value()]) if self.value() in WHAT else queryset


@admin.register(Decision)
class DecisionAdmin(RememberedAdmin):
    room, position = rooms.GRANTS, 2
    list_display = ["case_link", "association", "kind", "amount_told", "call", "prepared_told", "state_told"]
    list_display_links = None
    list_filter = [WaitsFilter, "kind", "application__call"]
    search_fields = ["application__reference", "application__title", "application__organisation__name"]
    search_help_text = _("By reference number, title or association.")
    list_select_related = ["application__organisation", "application__call", "prepared_by", "released_by"]
    list_per_page = 100
    actions = ["release"]

    class Media:
        css = {"all": ["css/admin-case.css"]}

    def get_queryset(self, request):
        """Without those of associations that the person is tied to."""
        cases = Application.objects.for_office(request.user)
        waits = ExpressionWrapper(WAITS, output_field=BooleanField())
        return Decision.objects.filter(application__in=cases).annotate(waits=waits)

    def get_ordering(self, request):
        return ["-waits", "-prepared_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_release_permission(self, request):
        return request.user.has_perm("grants.release_decision")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What it says stands in the case file."""
        return self.led(request, object_id, page_of)

    def history_view(self, request, object_id, extra_context=None):
        """It is part of the history of its case."""
        return self.led(request, object_id, lambda decision: address(decision.application, "history"))

    def led(self, request, object_id, place):
        if not self.has_view_permission(request):
            raise PermissionDenied
        decision = self.get_object(request, object_id)
        if decision is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect(place(decision))

    @admin.display(description=_("application"), ordering="application__reference")
    def case_link(self, decision):
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', page_of(decision), decision.application)

    @admin.display(description=_("organisation"), ordering="application__organisation__name")
    def association(self, decision):
        return decision.application.organisation

    @admin.display(description=_("call"), ordering="application__call__title")
    def call(self, decision):
        return decision.application.call

    @admin.display(description=_("grant"), ordering="amount")
    def amount_told(self, decision):
        return money.shown(decision.amount) if decision.gives else "–"

    @admin.display(description=_("prepared by"), ordering="prepared_at")
    def prepared_told(self, decision):
        return decision.prepared_by or "–"

    @admin.display(description=_("state"))
    def state_told(self, decision):
        if decision.waits:
            return format_html('<span class="badge warm">{}</span>', gettext("waits for its release"))
        return gettext("released") if decision.released_at else gettext("taken back")

    @admin.action(description=_("Release …"), permissions=["release"])
    def release(self, request, queryset):
        decisions = list(queryset.select_related(*self.list_select_related).order_by("pk"))
        if request.POST.get("confirmed"):
            return self.released(request, decisions)
        reasons = [(one, releasing.refusal(one, request.user)) for one in decisions]
        possible = [one for one, why in reasons if not why]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Release decisions"),
            "opts": self.opts,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "calls": by_call(possible),
            "others": [(one, why) for one, why in reasons if why],
        }
        return TemplateResponse(request, "admin/grants/decision/release.html", context)

    def released(self, request, decisions):
        """Leads back to the list, with what became of each."""
        outcome = releasing.release_all(decisions, request.user)
        done = sum(1 for _decision, why in outcome if not why)
        if done:
            words = ngettext("%(n)s decision is released.", "%(n)s decisions are released.", done)
            messages.success(request, words % {"n": done})
        tell_refused(request, outcome)


def page_of(decision):
    """Where one looks at it: where it is released while it waits, else its case."""
    return address(decision.application, "release" if decision.waits else "change")


def by_call(decisions):
    """[(call, its decisions, the sum of them, its pot)]"""
    calls = dict.fromkeys(one.application.call for one in decisions)
    found = {call: [one for one in decisions if one.application.call == call] for call in calls}
    return [(call, those, sum((one.amount for one in those), ZERO), pots.of(call)) for call, those in found.items()]
