"""What the directory keeps of people."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models

from darmstadt_mso.lib.history import ACTS
from darmstadt_mso.lib.privacy import Due, Person, Row, deletion, erase, length, period, since, together, told

from . import erasure, joining, logos, results
from .models import (
    ChangeProposal,
    ErrorReport,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    ProposedChange,
    SearchMiss,
    SpreadsheetImport,
    User,
)
from .moderation import telling
from .spreadsheets import importing

MEMBERS, OFFICE = _("People with an account"), _("The office's staff")
ASSOCIATION = _("association")
OTHER = _("another person")
ONCE_PUBLIC = (Organisation.State.PUBLISHED, Organisation.State.DISSOLVED, Organisation.State.MERGED)
NUMBER_STAYS = _("The history keeps that somebody did it, under a number that leads to nobody any more.")


# Accounts


def idle(now):
    """Accounts that speak for nobody, work for nobody, and were not used for long."""
    seen = Q(last_login__gte=since(now, "accounts")) | Q(date_joined__gte=since(now, "accounts"))
    staff = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False)
    return User.objects.exclude(seen | staff).filter(memberships__isnull=True)


def unconfirmed(now):
    """Accounts whose address nobody ever confirmed; its owner, if that is somebody else, could not sign up."""
    claimed = EmailAddress.objects.filter(user=OuterRef("pk"))
    new = User.objects.filter(last_login__isnull=True, is_staff=False, date_joined__lt=since(now, "unconfirmed"))
    return new.filter(Exists(claimed), ~Exists(claimed.filter(verified=True)))


def unused_accounts(now):
    found = User.objects.filter(Q(pk__in=idle(now).values("pk")) | Q(pk__in=unconfirmed(now).values("pk")))

    def carry_out():
        people = [Person.of(user) for user in found]
        for person in people:
            erase(person)
        return len(people)

    return Due(found.count, carry_out)


def account(user):
    columns = {
        _("e-mail address"): "email",
        _("name"): "get_full_name",
        _("language of mails"): "get_language_display",
        _("account since"): "date_joined",
        _("last log-in"): "last_login",
        _("roles"): lambda one: [group.name for group in one.groups.all()],
    }
    return told([user], columns)


def delete_account(person):
    User.objects.filter(pk=person.pk).delete()


# Speaking for associations


def memberships(user):
    columns = {ASSOCIATION: "organisation", _("role"): "get_role_display", _("since"): "since", _("until"): "until"}
    return told(user.memberships.select_related("organisation"), columns)


def requests(user):
    columns = {
        ASSOCIATION: "organisation",
        _("role"): "get_role_display",
        _("message"): "message",
        _("state"): "get_state_display",
        _("reason"): "reason",
        _("received"): "created_at",
        _("decided"): "decided_at",
    }
    return told(user.join_requests.select_related("organisation"), columns)


def withdraw_requests(person):
    joining.withdraw_all(person.pk)


def decided_requests(now):
    limit = since(now, "requests")
    return JoinRequest.objects.exclude(state=JoinRequest.State.OPEN).filter(
        Q(decided_at__lt=limit) | Q(decided_at__isnull=True, created_at__lt=limit)
    )


def given_up(now):
    """Entries that were registered and never published, with everything in them, when all requests for them are old."""
    asked, old = JoinRequest.objects.filter(organisation=OuterRef("pk")), decided_requests(now)
    vain = asked.filter(pk__in=old, registers=True).exclude(state=JoinRequest.State.ACCEPTED)
    was_public = Organisation.pgh_event_model.objects.filter(id=OuterRef("pk"), state__in=ONCE_PUBLIC)
    hidden = Organisation.objects.filter(state=Organisation.State.HIDDEN, memberships__isnull=True, merged__isnull=True)
    return hidden.filter(Exists(vain), ~Exists(asked.exclude(pk__in=old)), ~Exists(was_public))


def old_requests(now):
    # The requests of an entry go with it and count as one with it.
    rest = decided_requests(now).exclude(organisation__in=given_up(now))
    return together(deletion(given_up(now)), deletion(rest))


def invitations(user):
    columns = {
        ASSOCIATION: "organisation",
        _("invited person"): lambda one: user.email if one.email.lower() == user.email.lower() else OTHER,
        _("role"): "get_role_display",
        _("invited"): "created_at",
        _("accepted"): "accepted_at",
    }
    found = Invitation.objects.filter(Q(email__iexact=user.email) | Q(invited_by=user))
    return told(found.select_related("organisation"), columns)


# Changes


def proposals(user):
    columns = {
        ASSOCIATION: "organisation",
        _("note to the office"): "note",
        _("proposed"): "created_at",
        _("changes"): lambda proposal: told(proposal.changes.all(), CHANGE),
    }
    return told(user.proposals.select_related("organisation").prefetch_related("changes"), columns)


CHANGE = {
    _("field"): lambda change: telling.label(change.thing, change.field) if change.field else change.thing,
    _("before"): "before",
    _("after"): "after",
    _("decision"): "get_verdict_display",
    _("reason"): "reason",
    _("decided"): "decided_at",
}


def decided_proposals(now):
    limit = since(now, "proposals")
    open_or_new = Q(verdict=ProposedChange.Verdict.WAITING) | Q(decided_at__gte=limit)
    lively = ProposedChange.objects.filter(open_or_new).values("proposal")
    return ChangeProposal.objects.filter(created_at__lt=limit).exclude(pk__in=lively)


def silence_proposals(person):
    """What was proposed is the association's; what the author and the office wrote to each other goes."""
    own = ChangeProposal.objects.filter(author=person.pk)
    ProposedChange.objects.filter(proposal__in=own).exclude(reason="").update(reason="")
    own.update(note="", author=None)


def unused_pictures(now):
    """Uploaded and never proposed, or no longer."""
    return Due(lambda: len(logos.unused(now)), lambda: logos.tidy(now))


# What reaches the office


def contacts(user):
    columns = {
        ASSOCIATION: "organisation",
        _("role"): "role",
        _("person"): "person",
        _("e-mail address"): "email",
        _("telephone"): "phone",
        _("public"): "public",
    }
    return told(erasure.contacts_of(Person.of(user)).select_related("organisation"), columns)


def forget_contacts(person):
    if person.forgets_contacts:
        erasure.leave_contacts(person)


def reports(user):
    columns = {_("entry"): "organisation", _("report"): "text", _("received"): "created_at"}
    return told(ErrorReport.objects.filter(email__iexact=user.email).select_related("organisation"), columns)


def settled_reports(now):
    """At once the address, which is kept only to ask back; later the report and what the history has of its text."""
    settled = ErrorReport.objects.filter(handled_at__isnull=False)
    addressed, old = settled.exclude(email=""), settled.filter(handled_at__lt=since(now, "reports"))
    at_once = Due(addressed.count, lambda: addressed.update(email=""))
    return together(at_once, Due(old.count, lambda: delete_reports(old)))


def delete_reports(found):
    number = deletion(found).carry_out()
    erasure.forget_reports()
    return number


def old_lists(now):
    found = SpreadsheetImport.objects.filter(created_at__lt=now - importing.KEPT)
    return Due(found.count, lambda: importing.delete_old(now))


def history(user):
    columns = {
        _("moment"): "pgh_created_at",
        _("act"): lambda row: ACTS[row.pgh_label],
        _("e-mail address"): "email",
        _("name"): lambda row: f"{row.first_name} {row.last_name}".strip(),
    }
    states = told(erasure.UserState.objects.filter(id=user.pk).order_by("pgh_id"), columns)
    return [*states, *acts(user)]


def acts(user):
    """What the person did, without the things themselves, which are not about them."""
    columns = {
        _("moment"): "pgh_created_at",
        _("act"): lambda row: ACTS[row.pgh_label],
        _("kind"): lambda row: row.pgh_tracked_model._meta.verbose_name,
        _("page"): lambda row: row.pgh_context.get("url", ""),
    }
    found = [row for model in erasure.all_states() for row in model.objects.filter(pgh_context__user=user.pk)]
    return told(sorted(found, key=lambda row: row.pgh_id), columns)


def in_history():
    """Whatever the history remembers has somebody who did it."""
    return tuple(model._meta.label for model in event_models() if model._meta.app_label == "organisations")


def labels(*models):
    return tuple(model._meta.label for model in models)


REGISTER = [
    Row(
        "account",
        what=_("Account: e-mail address, name, language, role, day of the last log-in; the password only encrypted"),
        whose=MEMBERS,
        why=_("So that you can log in and we can write to you."),
        until=lambda: (
            gettext(
                "Until you delete the account. An account that speaks for no association and is not used: %(period)s "
                "after the last log-in. One whose address was never confirmed: %(unconfirmed)s."
            )
            % {"period": period("accounts"), "unconfirmed": period("unconfirmed")}
        ),
        models=labels(User, User.groups.through, User.user_permissions.through),
        expired=unused_accounts,
        of=account,
        erase_last=delete_account,
    ),
    Row(
        "memberships",
        what=_("For which association you speak, in which role, from when until when"),
        whose=MEMBERS,
        why=_("So that only people whom an association wants change its entry."),
        until=lambda: gettext("%(period)s after the end") % {"period": period("memberships")},
        models=labels(Membership),
        expired=lambda now: deletion(Membership.objects.filter(until__lt=since(now, "memberships").date())),
        of=memberships,
        stays=NUMBER_STAYS,
    ),
    Row(
        "requests",
        what=_(
            "Requests to speak for an association, with what you wrote and what was answered; new associations that "
            "the office did not take in"
        ),
        whose=MEMBERS,
        why=_("So that the association and the office can decide and explain it later."),
        until=lambda: gettext("%(period)s after the decision") % {"period": period("requests")},
        models=labels(JoinRequest),
        expired=old_requests,
        of=requests,
        erase=withdraw_requests,
        stays=NUMBER_STAYS,
    ),
    Row(
        "invitations",
        what=_("Invitations: the address of the invited person, and who invited them"),
        whose=_("People who were invited to speak for an association"),
        why=_("So that only the owner of the address can accept."),
        until=lambda: gettext("%(period)s after the invitation has run out") % {"period": period("invitations")},
        models=labels(Invitation),
        expired=lambda now: deletion(Invitation.objects.filter(expires_at__lt=since(now, "invitations"))),
        of=invitations,
        erase_address=lambda person: Invitation.objects.filter(email__iexact=person.email).delete(),
    ),
    Row(
        "proposals",
        what=_("Proposed changes of an entry: who proposed them, texts, pictures, notes, the office's decision"),
        whose=MEMBERS,
        why=_("So that the office can check a change and give its reasons."),
        until=lambda: gettext("%(period)s after the decision") % {"period": period("proposals")},
        models=labels(ChangeProposal, ProposedChange),
        expired=lambda now: together(deletion(decided_proposals(now)), unused_pictures(now)),
        of=proposals,
        erase=silence_proposals,
        stays=_("What you proposed for the association's entry, without your name: it belongs to the association."),
    ),
    Row(
        "contacts",
        what=_("Contacts of associations: role and, where the person wants it, name, telephone, e-mail address"),
        whose=_("Contact persons of associations"),
        why=_("So that residents can reach the association."),
        basis=_("Consent, which can be withdrawn at any time"),
        until=lambda: gettext("Until the association or the person has it taken out"),
        models=("organisations.Contact",),
        of=contacts,
        erase_address=forget_contacts,
        stays=_("The contact belongs to the association's entry. You choose below whether you are taken out of it."),
    ),
    Row(
        "reports",
        what=_("Reported errors, with an e-mail address where somebody gave it"),
        whose=_("People who report an error"),
        why=_("So that the office can correct the entry and ask back."),
        until=lambda: (
            gettext("The address until the report is settled, the report %(period)s longer")
            % {"period": period("reports")}
        ),
        models=labels(ErrorReport),
        expired=settled_reports,
        of=reports,
        erase_address=lambda person: ErrorReport.objects.filter(email__iexact=person.email).update(email=""),
        stays=_("The text of a report, without your address, until the office has settled it."),
    ),
    Row(
        "lists",
        what=_("Lists that the office imports: contact persons of associations as the list has them"),
        whose=_("Contact persons of associations"),
        why=_("So that the office can check a list before it changes entries."),
        until=lambda: length(importing.KEPT.days),
        models=labels(SpreadsheetImport, SpreadsheetImport.rows.rel.related_model),
        expired=old_lists,
    ),
    Row(
        "internal",
        what=_("Internal record: board, bank account and notes of the office"),
        whose=_("Boards of associations"),
        why=_("So that the office knows who may sign for an association."),
        until=lambda: gettext("Until the office changes it or the entry is deleted"),
        models=("organisations.InternalRecord",),
    ),
    Row(
        "history",
        what=_("History: who changed, decided or confirmed something, when and from which page; former states"),
        whose=_("Everybody who changes something, and the office's staff"),
        why=_("So that a change can be explained and taken back, and nobody changes entries unseen."),
        until=lambda: gettext("The persons %(period)s after the change") % {"period": period("history")},
        models=("organisations.Organisation", "pghistory.Events", *in_history()),
        expired=lambda now: erasure.old_history(since(now, "history")),
        of=history,
        erase_last=erasure.forget,
        stays=NUMBER_STAYS,
    ),
    Row(
        "misses",
        what=_("Words for which the search found nothing, counted for each day; not who typed them"),
        whose=_("Nobody who could be known"),
        why=_("So that the office learns which words are missing."),
        until=lambda: length(results.KEPT.days),
        models=labels(SearchMiss),
        expired=lambda now: deletion(SearchMiss.objects.filter(day__lt=(now - results.KEPT).date())),
    ),
]
