"""What the grants keep of people from the submission on: of the office's staff, advisory bodies, and who writes."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.privacy import Row, told

from .models import (
    AdvisorySession,
    AgendaItem,
    Appraisal,
    CaseMessage,
    CaseRequest,
    CheckMark,
    Conflict,
    Consent,
    Decision,
    LetterText,
    Notice,
    Query,
    Score,
    Seat,
    Service,
    Vote,
)

OFFICE, BOARD = _("The office's staff"), _("Members of advisory bodies")
BOTH_SIDES = _("People of associations that apply for grants, and the office's staff")
REFERENCE, MOMENT, WHAT, TEXT = _("reference number"), _("moment"), _("what"), _("text")
WITH_THE_FILE = _("The file of the application stays complete, without your account.")


def labels(*models):
    return tuple(model._meta.label for model in models)


def as_long_as_the_application():
    return gettext("As long as the application")


def entries(found, what, at, text):
    """Things of a case that somebody did, told alike."""
    columns = {REFERENCE: "application", WHAT: lambda _one: str(what), MOMENT: at, TEXT: text}
    return told(found.select_related("application"), columns)


def worked(user):
    """The office's person: what they checked, asked, scored, proposed, prepared and released."""
    return [
        *entries(CheckMark.objects.filter(by=user), _("verdict of the office"), "at", "reason"),
        *entries(Query.objects.filter(asked_by=user), _("query"), "asked_at", "text"),
        *entries(Score.objects.filter(assessor=user), _("score"), "at", told_score),
        *entries(Appraisal.objects.filter(by=user), _("appraisal"), "at", "note"),
        *entries(Decision.objects.filter(prepared_by=user), _("decision prepared"), "prepared_at", "get_kind_display"),
        *entries(Decision.objects.filter(released_by=user), _("decision released"), "released_at", "get_kind_display"),
        *entries(Decision.objects.filter(cancelled_by=user), _("decision taken back"), "cancelled_at", kind_of),
        *entries(CaseRequest.objects.filter(answered_by=user), _("request answered"), "answered_at", "answer"),
    ]


def kind_of(decision):
    return decision.get_kind_display()


def told_score(score):
    return f"{score.criterion}: {score.points} – {score.justification}"


def sat(user):
    """In which sessions the person had a seat, and how they voted."""
    columns = {
        _("advisory body"): lambda seat: seat.session,
        _("takes place"): lambda seat: seat.session.held_at,
        _("name"): "name",
        _("present"): "present",
        _("vote"): lambda seat: [f"{one.item}: {one.get_choice_display()}" for one in seat.votes.all()],
    }
    seats = Seat.objects.filter(user=user).select_related("session")
    return told(seats.prefetch_related("votes__item__application"), columns)


def tied(user):
    columns = {
        _("association"): "organisation",
        _("reason"): "reason",
        _("declared"): "declared_at",
        _("ended"): "ended_at",
    }
    return told(Conflict.objects.filter(user=user).select_related("organisation"), columns)


def wrote(user):
    return [
        *entries(CaseMessage.objects.filter(by=user), _("message"), "at", "text"),
        *entries(CaseRequest.objects.filter(asked_by=user), _("request"), "received_at", "text"),
        *entries(Query.objects.filter(answered_by=user), _("query answered"), "answered_at", "text"),
    ]


def fetched(user):
    """Who agreed to letters by download, fetched one, noted that one was posted, or wrote the text of letters."""
    columns = {REFERENCE: lambda one: one.notice.application, MOMENT: "asked_at", _("first fetched"): "fetched_at"}
    of_letters = Service.objects.select_related("notice__application")
    texts = {WHAT: "get_kind_display", _("version"): "number", MOMENT: "made_at"}
    return [
        *entries(Consent.objects.filter(given_by=user), _("consent to letters by download"), "given_at", "ended_at"),
        *told(of_letters.filter(fetched_by=user) | of_letters.filter(noted_by=user), columns),
        *told(LetterText.objects.filter(made_by=user), texts),
    ]


REGISTER = [
    Row(
        "casework",
        what=_(
            "The work on applications: who of the office checked, asked, scored, prepared and released what, and why"
        ),
        whose=OFFICE,
        why=_("So that each decision can be explained, and nobody decides alone."),
        until=as_long_as_the_application,
        models=labels(CheckMark, Query, Appraisal, Score, Decision),
        of=worked,
        stays=WITH_THE_FILE,
    ),
    Row(
        "sessions_of_bodies",
        what=_("Sessions of advisory bodies: who is a member and was present, and how each one voted"),
        whose=BOARD,
        why=_("So that the advice can be checked, and nobody votes on their own association (§ 25 HGO)."),
        until=lambda: gettext("As long as the minutes"),
        models=labels(AdvisorySession, AgendaItem, Seat, Vote),
        of=sat,
        stays=_("The minutes keep your name and your votes, without your account."),
    ),
    Row(
        "conflicts",
        what=_("Conflicts of interest: who of the office or an advisory body is tied to which association, and why"),
        whose=_("The office's staff, and members of advisory bodies"),
        why=_("So that nobody works on a case of an association that they are tied to (§ 25 HGO)."),
        until=lambda: gettext("As long as the account"),
        models=labels(Conflict),
        of=tied,
    ),
    Row(
        "messages",
        what=_("Messages and requests about applications: the text, who wrote it and when"),
        whose=BOTH_SIDES,
        why=_("So that associations and the office can talk about an application, and nothing of it is lost."),
        until=as_long_as_the_application,
        models=labels(CaseMessage, CaseRequest),
        of=wrote,
        stays=WITH_THE_FILE,
    ),
    Row(
        "letters",
        what=_("Letters of the office: to whom and what they say, who fetched one and when, who agreed to that"),
        whose=BOTH_SIDES,
        why=_("So that it can be proved when a letter was served, and by whom it was issued."),
        until=as_long_as_the_application,
        models=labels(Notice, Service, Consent, LetterText),
        of=fetched,
        stays=WITH_THE_FILE,
    ),
]
