"""The office's workplace: whom it lets in, what waits on its desk, and how its rooms are ordered."""

from itertools import groupby

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import accounts
from .lib import desk


class PortalAdminSite(AdminSite):
    """Nobody enters without a second factor used in this very session; settings.STAFF_SECOND_FACTOR relaxes it."""

    site_title = _("Administration")
    site_header = _("MSO portal Darmstadt: administration")
    index_title = _("Desk")
    empty_value_display = "–"
    enable_nav_sidebar = True

    def has_permission(self, request):
        return super().has_permission(request) and accounts.is_strong(request)

    def login(self, request, extra_context=None):
        """Leads to what is still missing: the log-in, the second factor, or setting one up."""
        user, target = request.user, request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if not user.is_authenticated:
            return redirect_to_login(target, reverse("account_login"))
        if not user.is_staff:
            raise PermissionDenied
        if self.has_permission(request):
            return redirect("admin:index")
        if is_mfa_enabled(user):
            return redirect_to_login(target, reverse("mfa_reauthenticate"))
        messages.info(request, gettext("To work in the administration you need a second factor. Set one up here."))
        return redirect("mfa_index")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        waiting = {"boxes": desk.boxes(request.user), "actions": desk.actions(request.user)}
        return super().index(request, {**waiting, **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """The pages by rooms, which each admin class names itself, instead of by apps."""
        if app_label:
            return super().get_app_list(request, app_label)
        models = [model for app in super().get_app_list(request) for model in app["models"]]
        ordered = sorted(models, key=self.place_of)
        return [self.room(*one) for one in groupby(ordered, lambda model: self.place_of(model)[0])]

    def place_of(self, model):
        """(room, position in it); rooms are (position, name)."""
        own = self.get_model_admin(model["model"])
        return getattr(own, "room", LAST_ROOM), getattr(own, "position", 0), model["name"]

    def room(self, place, models):
        return {"name": place[1], "app_label": f"room-{place[0]}", "app_url": "", "models": list(models)}


LAST_ROOM = (99, _("More"))
