"""What associations want changed in their entries: read field by field, accepted or sent back with a reason."""

import mimetypes

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..models import ChangeProposal, Organisation, ProposedChange
from ..moderation import deciding
from ..moderation.applying import Impossible
from ..moderation.reviewing import Review
from . import rooms
from .decisions import Decisions
from .filters import ProposalFilter

Verdict = ProposedChange.Verdict


@admin.register(ChangeProposal)
class ChangeProposalAdmin(admin.ModelAdmin):
    """A proposal's page shows everything that waits of its association, whoever proposed it."""

    room, position = rooms.INBOX, 0
    list_display = ["organisation", "author_told", "fields_told", "changed_at"]
    list_filter = [ProposalFilter]
    search_fields = ["organisation__name", "organisation__short_name"]
    search_help_text = _("By the name of the association.")
    list_select_related = ["organisation", "author"]
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    actions = None

    def get_urls(self):
        view = self.admin_site.admin_view(self.picture)
        return [path("bild/<int:pk>/", view, name="organisations_changeproposal_picture"), *super().get_urls()]

    def get_queryset(self, request):
        waiting = ProposedChange.objects.waiting().filter(proposal=OuterRef("pk"))
        return ChangeProposal.objects.annotate(waits=Exists(waiting)).prefetch_related("changes")

    def get_ordering(self, request):
        """Those that wait first, the longest first."""
        return ["-waits", "created_at"]

    @admin.display(description=_("proposed by"), ordering="author__email")
    def author_told(self, proposal):
        return proposal.author or gettext("a former account")

    @admin.display(description=_("fields"))
    def fields_told(self, proposal):
        """How many there are, and how many of them wait."""
        verdicts = [change.verdict for change in proposal.changes.all()]
        told = {"all": len(verdicts), "open": verdicts.count(Verdict.WAITING)}
        return gettext("%(open)s of %(all)s wait") % told if told["open"] else told["all"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self.get_object(request, object_id)
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, proposal):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, proposal)
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        return self.mark_seen(request, proposal) if "_seen" in request.POST else self.take_decisions(request, proposal)

    def page(self, request, proposal, sent=None, status=200, error=None):
        review = Review(proposal.organisation)
        decisions = Decisions(review, sent)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": proposal.organisation.name,
            "proposal": proposal,
            "review": review,
            "decisions": decisions,
            "error": error,
            "may_decide": self.has_change_permission(request, proposal),
        }
        return TemplateResponse(request, "admin/organisations/changeproposal/review.html", context, status=status)

    def take_decisions(self, request, proposal):
        decisions = Decisions(Review(proposal.organisation), request.POST)
        if not decisions.is_valid():
            return self.page(request, proposal, request.POST, status=422)
        answers = decisions.answers("_accept_all" in request.POST)
        if not answers:
            messages.warning(request, gettext("Nothing was decided yet. Choose for each change what happens to it."))
            return self.page(request, proposal, request.POST, status=422)
        try:
            outcome = deciding.decide(proposal.organisation, answers, request.user)
        except Impossible as error:
            return self.page(request, proposal, request.POST, status=422, error=error)
        tell(request, proposal.organisation, outcome)
        return self.page(request, proposal, request.POST, status=409) if outcome.moved else onwards(proposal)

    def mark_seen(self, request, proposal):
        pks = [int(pk) for pk in request.POST.getlist("published") if pk.isdecimal() and len(pk) < 19]
        seen = ProposedChange.objects.filter(pk__in=pks, proposal__organisation=proposal.organisation)
        deciding.mark_read(seen)
        messages.success(request, gettext("The desk shows these changes no longer."))
        return redirect(url_of(proposal))

    def picture(self, request, pk):
        """A proposed logo, which is in no public place yet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        change = get_object_or_404(ProposedChange.objects.exclude(after__isnull=True), pk=pk, thing="", field="logo")
        kind, _encoding = mimetypes.guess_type(change.after)
        if not change.after or not default_storage.exists(change.after):
            raise Http404
        return FileResponse(default_storage.open(change.after), content_type=kind)

    def history_view(self, request, object_id, extra_context=None):
        """What became of it stands in the history of the entry."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, proposal):
            raise PermissionDenied
        entries = self.admin_site.get_model_admin(Organisation)
        return entries.history_view(request, str(proposal.organisation_id), extra_context)


def url_of(proposal):
    return reverse("admin:organisations_changeproposal_change", args=[proposal.pk])


def onwards(proposal):
    """To the next association that waits, else back to the list."""
    others = ChangeProposal.objects.open().exclude(organisation=proposal.organisation)
    later = others.filter(created_at__gte=proposal.created_at).order_by("created_at", "pk").first()
    return redirect(url_of(later) if later else "admin:organisations_changeproposal_changelist")


def tell(request, organisation, outcome):
    """What was done, and what could not be done because somebody else was there first."""
    told = [
        (messages.success, gettext("Accepted and published:"), outcome.accepted),
        (messages.success, gettext("Sent back with a reason:"), outcome.refused),
        (messages.warning, gettext("Somebody else had settled this before:"), outcome.settled),
        (
            messages.warning,
            gettext("Not decided, because it changed while you were reading. Please look at it again:"),
            outcome.moved,
        ),
    ]
    for message, words, changes in told:
        if changes:
            names = "; ".join(deciding.named(organisation, change) for change in changes)
            message(request, format_html("<bdi>{}</bdi> – {} {}", organisation.name, words, names))


def waiting_of(organisation, user):
    """How many changes wait of the entry and where, for whoever may read them: {"count", "url"}, else {}."""
    if not user.has_perm("organisations.view_changeproposal"):
        return {}
    waiting = ProposedChange.objects.waiting().filter(proposal__organisation=organisation).order_by("pk")
    first = waiting.select_related("proposal").first()
    words = ngettext("%(n)s proposed change waits.", "%(n)s proposed changes wait.", waiting.count())
    return {"text": words % {"n": waiting.count()}, "url": url_of(first.proposal)} if first else {}
