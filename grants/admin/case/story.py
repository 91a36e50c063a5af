"""The steps so far: who did what when, and the way to everything that the history remembers."""

from django.utils.translation import gettext_lazy as _

from .base import Panel, address

PAGES = []


def panel(request, application):
    changes = application.status_changes.select_related("by")
    actions = [(_("Full history"), address(application, "history"))]
    return Panel("story", _("Steps so far"), "story.html", {"changes": changes}, actions)
