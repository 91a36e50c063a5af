"""What the grants keep of people."""

from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models

from darmstadt_mso.lib.privacy import Due, Row, period, since, together, told

from . import keeping, privacy_casework
from .models import (
    Application,
    Attachment,
    BudgetLine,
    Call,
    CallVersion,
    CaseRequest,
    Document,
    Revision,
    Section,
    StatusChange,
    Submission,
)

PEOPLE = _("People of associations that apply for grants")
ASSOCIATION, CALL = _("association"), _("call")
State = Application.State
GOT_NOTHING = (State.REJECTED, State.LAPSED, State.WAITING, State.REVOKED)


def old_drafts(now):
    """Never submitted, not touched for long, and too late to be."""
    touched = Coalesce(Max("sections__edited_at"), "created_at")
    drafts = Application.objects.filter(state=Application.State.DRAFT, version__closes_at__lt=now)
    return drafts.annotate(touched=touched).filter(touched__lt=since(now, "drafts"))


def old_withdrawn(now):
    withdrawn = Application.objects.filter(state=Application.State.WITHDRAWN)
    return withdrawn.annotate(left=Max("status_changes__at")).filter(left__lt=since(now, "withdrawn"))


def old_ended(now):
    """Those that got nothing, unless the association still waits for an answer; awarded ones are kept."""
    ended = Application.objects.filter(state__in=GOT_NOTHING)
    ended = ended.exclude(Exists(CaseRequest.objects.open().filter(application=OuterRef("pk"))))
    return ended.annotate(left=Max("status_changes__at")).filter(left__lt=since(now, "rejected"))


def deletion(found):
    """Like that of rows, but with the files."""
    return Due(found.count, lambda: keeping.delete_applications(found))


def written(user):
    """The texts belong to the association's application; told is that and when the person wrote them."""
    columns = {
        ASSOCIATION: lambda one: one.section.application.organisation,
        CALL: lambda one: one.section.application.call,
        _("reference number"): lambda one: one.section.application.reference or "",
        _("section"): "section",
        _("saved"): "at",
        _("text"): "typed",
    }
    related = ("section__application__organisation", "section__application__call")
    return told(Revision.objects.filter(by=user).select_related(*related), columns)


def sent(user):
    columns = {
        ASSOCIATION: lambda one: one.application.organisation,
        CALL: lambda one: one.application.call,
        _("reference number"): "application",
        _("step"): "step",
        _("moment"): "at",
    }
    found = StatusChange.objects.filter(by=user)
    return told(found.select_related("application__organisation", "application__call"), columns)


def uploaded(user):
    columns = {ASSOCIATION: "organisation", _("name"): "name", _("uploaded"): "uploaded_at"}
    return told(Document.objects.filter(uploaded_by=user).select_related("organisation"), columns)


def published(user):
    columns = {CALL: "call", _("version"): "number", _("published"): "published_at"}
    return told(CallVersion.objects.filter(published_by=user).select_related("call"), columns)


def labels(*models):
    return tuple(model._meta.label for model in models)


def in_history():
    return tuple(model._meta.label for model in event_models() if model._meta.app_label == "grants")


STAYS = _("The application belongs to the association. What you wrote in it stays, without your account.")
REGISTER = [
    Row(
        "drafts",
        what=_("Applications that were not submitted: all that was typed, who typed it and when, former texts"),
        whose=PEOPLE,
        why=_("So that nothing that somebody typed is lost, and several people can write together."),
        until=lambda: (
            gettext("Until they are submitted or discarded, else %(period)s after the last change")
            % {"period": period("drafts")}
        ),
        models=labels(Section, Revision),
        expired=lambda now: deletion(old_drafts(now)),
        of=written,
        stays=STAYS,
    ),
    Row(
        "applications",
        what=_(
            "Submitted applications: contact person, bank account of the association, texts, plan, who submitted it"
        ),
        whose=PEOPLE,
        why=_("So that the office can decide on the application, pay the grant and prove how it was used."),
        until=lambda: (
            gettext(
                "Withdrawn ones %(withdrawn)s after that, those without a grant %(rejected)s after the last step; "
                "the others as long as the file is kept"
            )
            % {"withdrawn": period("withdrawn"), "rejected": period("rejected")}
        ),
        models=labels(Application, Submission, StatusChange, BudgetLine),
        expired=lambda now: together(deletion(old_withdrawn(now)), deletion(old_ended(now))),
        of=sent,
        stays=STAYS,
    ),
    Row(
        "documents",
        what=_("Papers of associations, such as statutes and extracts from the register, and who uploaded them"),
        whose=PEOPLE,
        why=_("So that the office can check what the call asks for, and nobody sends the same paper twice."),
        until=lambda: gettext("As long as an application that holds them; on file until the association removes them"),
        models=labels(Document, Attachment),
        of=uploaded,
        stays=_("The papers belong to the association."),
    ),
    Row(
        "calls",
        what=_("Calls: who of the office published a version, and whom the office names as contact"),
        whose=_("The office's staff"),
        why=_("So that applicants know whom to ask and can rely on what was published."),
        until=lambda: gettext("As long as the call"),
        models=labels(Call, CallVersion),
        of=published,
        stays=_("The call, without your account."),
    ),
    Row(
        "grants_history",
        what=_("History of calls and applications: who changed something, when and from which page"),
        whose=_("Everybody who changes something, and the office's staff"),
        why=_("So that a change can be explained."),
        until=lambda: gettext("The persons %(period)s after the change") % {"period": period("history")},
        # It goes and is forgotten with the history of the directory.
        models=in_history(),
    ),
    *privacy_casework.REGISTER,
]
