"""Filters of the directory that say something about the work."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..freshness import waiting
from ..models import Organisation, ProposedChange


class StateFilter(admin.SimpleListFilter):
    """Entries that were merged into others stay out of the way until they are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Organisation.State.choices

    def queryset(self, request, queryset):
        if self.value() in Organisation.State.values:
            return queryset.filter(state=self.value())
        return queryset.exclude(state=Organisation.State.MERGED)


class YesFilter(admin.SimpleListFilter):
    """A question with one answer that matters."""

    answer = ("yes", "")
    method = ""

    def lookups(self, request, model_admin):
        return [self.answer]

    def queryset(self, request, queryset):
        return getattr(queryset, self.method)() if self.value() == self.answer[0] else queryset


class StaleFilter(YesFilter):
    title = _("confirmed")
    parameter_name = "stale"
    answer = ("yes", _("not for a year"))
    method = "stale"


class FreshnessFilter(admin.SimpleListFilter):
    """What became of the question whether the entry is still right."""

    title = _("answer of the association")
    parameter_name = "answer"
    waiting = {"none": waiting.unanswered, "hidden": waiting.faded, "refused": waiting.refusing}

    def lookups(self, request, model_admin):
        return [("none", _("nobody answered")), ("hidden", _("hidden therefore")), ("refused", _("mail came back"))]

    def queryset(self, request, queryset):
        find = self.waiting.get(self.value())
        return find(queryset) if find else queryset


class ContactFilter(YesFilter):
    title = _("contact")
    parameter_name = "contact"
    answer = ("no", _("published without"))
    method = "without_contact"


class SettledFilter(admin.SimpleListFilter):
    title = _("settled")
    parameter_name = "settled"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("settled"))]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.open()
        return queryset.filter(handled_at__isnull=False) if self.value() == "yes" else queryset


class ProposalFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("waiting", _("waiting")),
            ("unread", _("published at once, not seen yet")),
            ("at_once", _("published at once")),
            ("decided", _("decided")),
        ]

    def queryset(self, request, queryset):
        verdicts = ProposedChange.Verdict
        return {
            "waiting": lambda: queryset.open(),
            "unread": lambda: queryset.unread(),
            "at_once": lambda: queryset.filter(changes__verdict=verdicts.AT_ONCE).distinct(),
            "decided": lambda: queryset.filter(changes__verdict__in=[verdicts.ACCEPTED, verdicts.REFUSED]).distinct(),
        }.get(self.value(), lambda: queryset)()
