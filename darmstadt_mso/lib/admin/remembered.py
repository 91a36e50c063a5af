"""What all pages of the office share: a history of who changed what, and a warning for the second of two editors."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from .. import history
from .unseen import SEEN, UnseenChanges

STEPS_ON_A_PAGE = 50


class RememberedAdmin(admin.ModelAdmin):
    form = UnseenChanges
    change_form_template = "admin/remembered_form.html"
    object_history_template = "admin/remembered_history.html"
    show_facets = admin.ShowFacets.ALWAYS

    def get_object(self, request, object_id, from_field=None):
        """Two people who save the same thing wait for each other, so that the second sees what the first did."""
        thing = super().get_object(request, object_id, from_field)
        if thing and request.method == "POST":
            self.lock(thing)
            thing.refresh_from_db()
        return thing

    def lock(self, thing):
        self.model._base_manager.select_for_update().get(pk=thing.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["seen_name"], context["seen"] = SEEN, history.length(obj) if obj else ""
        context["unseen"] = history.steps(getattr(form, "unseen", []))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        thing = super().get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        pages = Paginator(history.steps(list(history.rows(thing))), STEPS_ON_A_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % thing,
            "opts": self.opts,
            "object": thing,
            "page": pages.get_page(request.GET.get("seite")),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # The history above tells it all, and of changes beside these pages too.

    def log_addition(self, request, obj, message):
        pass

    def log_change(self, request, obj, message):
        pass

    def log_deletions(self, request, queryset):
        pass
