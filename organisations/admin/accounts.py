"""Who may work here, with which role."""

import allauth.account.admin  # noqa: F401 — registers the pages that are withdrawn below
import allauth.mfa.admin  # noqa: F401
import allauth.socialaccount.admin  # noqa: F401
import allauth.usersessions.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Exists, OuterRef
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darmstadt_mso.lib.admin.remembered import RememberedAdmin
from darmstadt_mso.lib.admin.unseen import UnseenChanges
from darmstadt_mso.lib.admin.widgets import PlainFields

from ..models import User
from . import rooms


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "groups")


# Addresses, second factors and log-ins belong to their owners; secrets are shown to nobody.
admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession])


class UserForm(UnseenChanges, UserChangeForm):
    pass


@admin.register(User)
class PortalUserAdmin(PlainFields, RememberedAdmin, UserAdmin):
    room, position = rooms.ACCESS, 1
    form = UserForm
    add_form = UserCreationForm
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "roles", "second_factor", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    actions = ["remove_second_factors"]
    search_fields = ["email", "first_name", "last_name"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name"]}),
        (_("Roles"), {"fields": ["is_active", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "groups"]}),
        (_("Password"), {"classes": ["wide"], "fields": ["usable_password", "password1", "password2"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def save_related(self, request, form, formsets, change):
        """Whoever has a role works in the administration, and nobody else does."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        user.is_staff = user.is_superuser or user.groups.exists()
        user.save(update_fields=["is_staff"])
        if change and "email" in form.changed_data:
            self.renew_address(user)

    def renew_address(self, user):
        """The former address neither logs in nor gets codes any more; who is no colleague confirms the new one."""
        known, _each = EmailAddress.objects.filter(user=user).delete()
        if known and not user.is_staff:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)

    def get_queryset(self, request):
        """Whoever is no superuser neither sees superusers nor makes one."""
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        users = super().get_queryset(request).annotate(protected=Exists(factors)).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=_("second factor"), boolean=True, ordering="protected")
    def second_factor(self, user):
        return user.protected

    @admin.action(description=_("Remove the second factor (lost telephone) …"), permissions=["change"])
    def remove_second_factors(self, request, queryset):
        """For whoever lost theirs; the next log-in leads to setting up another."""
        if not request.POST.get("confirmed"):
            context = {
                **self.admin_site.each_context(request),
                "title": _("Remove the second factor"),
                "people": queryset.filter(protected=True),
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/organisations/user/second_factors.html", context)
        people = list(queryset.filter(protected=True))
        Authenticator.objects.filter(user__in=people).delete()
        message = ngettext(
            "%(n)s person has no second factor any more.", "%(n)s persons have no second factor any more.", len(people)
        )
        self.message_user(request, message % {"n": len(people)}, messages.SUCCESS)

    def has_delete_permission(self, request, obj=None):
        """Accounts are switched off, so that the history keeps its names."""
        return False

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]
