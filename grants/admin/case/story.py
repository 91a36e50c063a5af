"""The steps so far: who did what when, and the way to everything that the history remembers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...moments import day, on_day
from .base import Panel, address

PAGES = []


def panel(request, application):
    changes = list(application.status_changes.select_related("by"))
    actions = [(_("Full history"), address(application, "history"))]
    summary = in_short(changes)
    return Panel("story", _("Steps so far"), "story.html", {"changes": changes}, actions, summary, is_done=True)


def in_short(changes):
    if not changes:
        return ""
    told = {"n": len(changes), "state": changes[-1].get_after_display(), "day": day(on_day(changes[-1].at))}
    return ngettext("%(n)s step: %(state)s, %(day)s", "%(n)s steps, the last: %(state)s, %(day)s", len(changes)) % told
