"""Who speaks for an association, and who asks to."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin.remembered import RememberedAdmin
from darmstadt_mso.lib.admin.widgets import PlainFields

from .. import duplicates, joining, people, registering
from ..models import JoinRequest, Membership, Organisation, User
from ..permissions import may_decide
from . import rooms

ACCEPT, REFUSE = "accept", "refuse"
SHOWN = "shown"


class CurrentFilter(admin.SimpleListFilter):
    title = _("time")
    parameter_name = "time"

    def lookups(self, request, model_admin):
        return [("now", _("today")), ("ended", _("ended"))]

    def queryset(self, request, queryset):
        chosen = {"now": queryset.current, "ended": queryset.ended}.get(self.value())
        return chosen() if chosen else queryset


class SignatoryFilter(admin.SimpleListFilter):
    """People of published associations for which nobody signs."""

    title = _("signatory")
    parameter_name = "signatory"

    def lookups(self, request, model_admin):
        return [("none", _("the association has none"))]

    def queryset(self, request, queryset):
        alone = people.without_signatory().order_by().values("pk")
        return queryset.filter(organisation__in=alone) if self.value() == "none" else queryset


class NewMembershipForm(forms.ModelForm):
    """The person is named by the address of the account."""

    email = forms.EmailField(label=_("e-mail address of the account"))

    def clean_email(self):
        user = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if not user:
            raise ValidationError(gettext("Nobody has an account with this address."))
        self.instance.user = user
        return user.email

    def clean(self):
        cleaned = super().clean()
        organisation, user = cleaned.get("organisation"), getattr(self.instance, "user", None)
        if organisation and user and people.lasting(organisation).filter(user=user).exists():
            self.add_error("email", gettext("This person speaks for the association already."))
        return cleaned


@admin.register(Membership)
class MembershipAdmin(PlainFields, RememberedAdmin):
    """Memberships are ended, never deleted."""

    room, position = rooms.ACCESS, 2
    list_display = ["user", "organisation", "role", "since", "until"]
    list_filter = [CurrentFilter, "role", SignatoryFilter]
    list_select_related = ["user", "organisation"]
    search_fields = ["organisation__name", "user__email", "user__first_name", "user__last_name"]
    fields = ["organisation", "user", "role", "since", "until"]

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **({} if obj else {"form": NewMembershipForm}) | kwargs)

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["organisation", "email", "role", "since", "until"]

    def get_readonly_fields(self, request, obj=None):
        return ["organisation", "user"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organisation":
            kwargs["queryset"] = Organisation.objects.exclude(state=Organisation.State.MERGED)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def lock(self, thing):
        """The association first, as its signatories do."""
        people.lock(thing.organisation)
        super().lock(thing)

    def save_model(self, request, obj, form, change):
        people.lock(obj.organisation)
        super().save_model(request, obj, form, change)
        people.close_invitations(obj.organisation, obj.user)
        if people.without_signatory().filter(pk=obj.organisation_id).exists():
            words = gettext("Nobody signs for “%(name)s” now. The desk keeps reminding of it.")
            messages.warning(request, words % {"name": obj.organisation})

    def has_delete_permission(self, request, obj=None):
        return False


class DecisionForm(forms.ModelForm):
    """The button says whether the request is accepted or refused."""

    since = forms.DateField(
        label=_("since"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("ends on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean(self):
        cleaned = super().clean()
        if self.refuses and not cleaned.get("reason", "").strip():
            self.add_error("reason", gettext("Write why you refuse, so that the person understands it."))
        first = max(cleaned.get("since") or timezone.localdate(), timezone.localdate())
        if not self.refuses and cleaned.get("until") and cleaned["until"] < first:
            self.add_error("until", gettext("The end must not be before the beginning."))
        if not self.refuses and self.shown != self.data.get(SHOWN, ""):
            self.add_error(None, gettext("This has changed while you were reading. Please look at it again."))
        return cleaned

    @property
    def refuses(self):
        return self.data.get("_save") == REFUSE

    @property
    def shown(self):
        """The fingerprint of the entry that would become public, else ""."""
        return registering.fingerprint(self.instance.organisation) if registering.is_new(self.instance) else ""

    @property
    def carried(self):
        """What the page takes on: a mistake in a refusal is no reason to look at the entry again."""
        return self.data.get(SHOWN, "") if self.refuses else self.shown


@admin.register(JoinRequest)
class JoinRequestAdmin(PlainFields, RememberedAdmin):
    room, position = rooms.INBOX, 0
    form = DecisionForm
    change_form_template = "admin/organisations/joinrequest/change_form.html"
    list_display = ["organisation", "matter", "user", "role", "created_at", "state"]
    list_filter = ["state", "registers", "role"]
    list_select_related = ["organisation", "user"]
    search_fields = ["organisation__name", "user__email", "user__first_name", "user__last_name"]
    date_hierarchy = "created_at"
    told = ["organisation", "matter", "user", "email", "message", "created_at", "state"]
    decided = ["decided_at", "decided_by"]
    fieldsets = [(None, {"fields": told}), (_("Decision"), {"fields": ["role", ("since", "until"), "reason"]})]

    @admin.display(description=_("wants"), ordering="registers")
    def matter(self, request):
        return _("register a new association") if request.registers else _("join")

    @admin.display(description=_("e-mail address"))
    def email(self, request):
        return request.user.email

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return [(None, {"fields": self.told}), (_("Decision"), {"fields": ["role", "reason", *self.decided]})]

    def get_readonly_fields(self, request, obj=None):
        return [*self.told, *self.decided]

    def lock(self, thing):
        """The association and not the request, as its signatories do: so the entry stays as it is judged."""
        people.lock(thing.organisation)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """What was decided is only read, and nobody decides on their own request."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or request.method == "POST":
            return allowed
        return allowed and obj.state == JoinRequest.State.OPEN and may_decide(request.user, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["likely"] = duplicates.likely(obj.organisation) if registering.is_new(obj) else []
        context["entry_opts"] = Organisation._meta
        context["shown_name"], context["shown"] = SHOWN, context["adminform"].form.carried
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Only the processes write a request; the form has not saved anything."""
        typed, asked = form.cleaned_data, JoinRequest.objects.select_related("organisation", "user").get(pk=obj.pk)
        try:
            if not may_decide(request.user, asked):
                messages.error(request, gettext("Nobody decides on their own request."))
            elif form.refuses:
                joining.refuse(asked, request.user, typed["reason"])
                messages.success(request, gettext("The request is refused. The person gets a mail."))
            else:
                days, seen = (typed["since"], typed["until"]), form.data.get(SHOWN, "")
                joining.accept(asked, request.user, typed["role"], *days, seen=seen)
                messages.success(request, gettext("The request is accepted. The person gets a mail."))
        except joining.Settled as settled:
            messages.warning(request, joining.settled_told(settled.request))

    def response_change(self, request, obj):
        return redirect("admin:organisations_joinrequest_changelist")
