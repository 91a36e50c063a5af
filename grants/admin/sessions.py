"""Sessions of the advisory body: the office prepares and keeps them, members of the body read their own."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, When
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import history
from darmstadt_mso.lib.admin.remembered import RememberedAdmin
from darmstadt_mso.lib.admin.widgets import PlainFields

from ..casework import agendas
from ..forms.sessions import SessionForm
from ..models import AdvisorySession, AgendaItem, Application
from ..moments import moment_in_words
from . import rooms, session_pages

LIKE_LAST = ("body", "place", "quorum")


@admin.register(AdvisorySession)
class SessionAdmin(PlainFields, RememberedAdmin):
    room, position = rooms.GRANTS, 2
    form = SessionForm
    fields = ["body", "held_at", "place", "quorum", "seated"]
    list_display = ["body", "held_told", "place", "items_told", "state_told"]
    list_per_page = 50
    actions = None

    def get_urls(self):
        return [*map(session_pages.route, session_pages.PAGES), *super().get_urls()]

    def get_queryset(self, request):
        return agendas.sessions_for(request.user)

    def get_ordering(self, request):
        """What comes first, then what was last."""
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return [Case(When(held_at__gte=today, then=F("held_at"))).asc(nulls_last=True), "-held_at"]

    @admin.display(description=_("takes place"), ordering="held_at")
    def held_told(self, session):
        return moment_in_words(session.held_at)

    @admin.display(description=_("applications"))
    def items_told(self, session):
        return agendas.items_for(self.reader, session).count()

    @admin.display(description=_("state"))
    def state_told(self, session):
        return session_pages.state_of(session)

    def changelist_view(self, request, extra_context=None):
        self.reader = request.user
        return super().changelist_view(request, extra_context)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.closed_at)

    def has_delete_permission(self, request, obj=None):
        return False

    # Its page and its form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request) or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        session = self.get_object(request, object_id)
        if session is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return TemplateResponse(request, "admin/grants/session/page.html", session_pages.overview(request, session))

    @transaction.atomic
    def edit(self, request, session):
        return super().change_view(request, str(session.pk))

    def get_changeform_initial_data(self, request):
        """Most of it is as it was the last time."""
        last = AdvisorySession.objects.order_by("-pk").first()
        given = {name: getattr(last, name) for name in LIKE_LAST} if last else {}
        seated = list(last.seats.values_list("user", flat=True)) if last else []
        return given | {"seated": seated} | super().get_changeform_initial_data(request)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        agendas.seat(form.instance, form.cleaned_data["seated"])

    def response_post_save_add(self, request, obj):
        return redirect("admin:grants_advisorysession_change", obj.pk)

    response_post_save_change = response_post_save_add

    def history_view(self, request, object_id, extra_context=None):
        """For the office, as far as nobody reads there of an association that they are tied to."""
        session = self.get_object(request, object_id)
        if not request.user.has_perm("grants.view_application") or (session and hides(request.user, session)):
            raise PermissionDenied(gettext("The history tells of associations that you are tied to."))
        return super().history_view(request, object_id, extra_context)


def hides(user, session):
    """Whether its history tells of something that the person must not read."""
    told = [row for row in history.rows(session) if row.pgh_obj_model == AgendaItem._meta.label]
    numbers = {row.pgh_data["application_id"] for row in told}
    return Application.objects.for_office(user).filter(pk__in=numbers).count() < len(numbers)
