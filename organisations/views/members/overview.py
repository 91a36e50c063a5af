"""What a person sees of their associations: all of them with what waits and when, and the home of each."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from ... import people, registering, standing
from ...models import ChangeProposal, JoinRequest, Membership, Organisation, ProposedChange
from ...permissions import signs_for, speaks_for
from . import crumbs, kept_entry

Verdict = ProposedChange.Verdict


@dataclass
class Card:
    """An association of the person; without a membership they have registered it, and it waits for the office."""

    organisation: Organisation
    membership: Membership | None = None
    state: str = field(init=False)
    mark: str = field(init=False)
    due: date | None = field(init=False)
    is_due: bool = field(init=False)

    def __post_init__(self):
        self.state, self.mark = standing.told(self.organisation)
        self.due = standing.due_on(self.organisation)
        self.is_due = bool(self.membership) and standing.is_due(self.organisation)


@require_safe
def account(request):
    asked = requests_of(request.user)
    registered = [one for one in asked if registering.is_new(one)]
    cards = cards_of(request.user, registered)
    context = {
        "cards": cards,
        "asked": [one for one in asked if one not in registered],
        "waiting": [*to_confirm(cards), *requests_to_decide(request.user), *sent_back(request.user)],
        "at_office": list(proposed([card.organisation for card in cards])),
        "dates": [one for one in dates(cards) if one[0] > timezone.localdate()],
        "invitations": people.invitations_for(request.user),
    }
    return TemplateResponse(request, "organisations/members/overview.html", context)


def requests_of(user):
    return list(JoinRequest.objects.open().filter(user=user).select_related("organisation"))


def cards_of(user, registered):
    current = Membership.objects.current().filter(user=user).select_related("organisation")
    return [Card(one.organisation, one) for one in current] + [Card(one.organisation) for one in registered]


# (text, address) of what this person can settle, and of what waits for the office


def to_confirm(cards):
    for card in (card for card in cards if card.is_due):
        words = gettext("Please confirm the entry: %(name)s")
        yield words % {"name": isolated(card.organisation.name_i18n)}, home(card.organisation)


def requests_to_decide(user):
    signed = Membership.objects.current().signatories().filter(user=user).values("organisation")
    found = JoinRequest.objects.open().filter(organisation__in=signed).exclude(user=user)
    for name, slug, number in counted(found.values_list("organisation__name", "organisation__slug")):
        words = ngettext("%(n)s person asks to join %(name)s", "%(n)s persons ask to join %(name)s", number)
        yield words % {"n": number, "name": isolated(name)}, reverse("organisations:people", args=[slug])


def sent_back(user):
    found = ProposedChange.objects.filter(proposal__author=user, verdict=Verdict.REFUSED, read_at__isnull=True)
    for name, slug, number in counted(by_entry(found)):
        words = ngettext(
            "The office has sent back %(n)s change: %(name)s",
            "The office has sent back %(n)s changes: %(name)s",
            number,
        )
        yield words % {"n": number, "name": isolated(name)}, reverse("organisations:proposals", args=[slug])


def proposed(organisations):
    found = ProposedChange.objects.waiting().filter(proposal__organisation__in=organisations)
    for name, slug, number in counted(by_entry(found)):
        words = ngettext(
            "%(n)s change waits for the office: %(name)s", "%(n)s changes wait for the office: %(name)s", number
        )
        yield words % {"n": number, "name": isolated(name)}, reverse("organisations:proposals", args=[slug])


def by_entry(changes):
    return changes.values_list("proposal__organisation__name", "proposal__organisation__slug")


def counted(pairs):
    """(name, slug, how often), by name."""
    found = list(pairs.order_by())
    return [(name, slug, found.count((name, slug))) for name, slug in sorted(set(found))]


def dates(cards):
    """[(day, text, address)], the next first."""
    due = [(card.due, gettext("Confirm the entry: %(name)s"), card) for card in cards if card.due]
    ends = [
        (card.membership.until, gettext("Your role ends: %(name)s"), card)
        for card in cards
        if card.membership and card.membership.until
    ]
    told = [
        (day, words % {"name": isolated(card.organisation.name_i18n)}, home(card.organisation))
        for day, words, card in due + ends
    ]
    return sorted(told)


def isolated(name):
    """A German name inside an Arabic sentence, or the other way round."""
    return f"\u2068{name}\u2069"


def home(organisation):
    return reverse("organisations:my_organisation", args=[organisation.slug])


@require_safe
def my_organisation(request, slug):
    organisation = kept_entry(request, slug)
    state, mark = standing.told(organisation)
    context = {
        "organisation": organisation,
        "state": state,
        "mark": mark,
        "due": standing.due_on(organisation),
        "is_due": standing.is_due(organisation),
        "can_confirm": speaks_for(request.user, organisation) and standing.can_be_confirmed(organisation),
        "speaks": speaks_for(request.user, organisation),
        "signs": signs_for(request.user, organisation),
        "requests": JoinRequest.objects.open().filter(organisation=organisation).exclude(user=request.user).count(),
        "proposals": ChangeProposal.objects.open().filter(organisation=organisation).count(),
        "confirmed_today": organisation.confirmed_on == timezone.localdate(),
        "crumbs": crumbs(organisation),
    }
    return TemplateResponse(request, "organisations/members/my_organisation.html", context)


@require_POST
def confirm_entry(request, slug):
    organisation = kept_entry(request, slug)
    if speaks_for(request.user, organisation) and standing.confirm(organisation, request.user):
        messages.success(request, gettext("Thank you. Everybody now sees that the entry was confirmed today."))
    else:
        messages.error(request, gettext("This entry cannot be confirmed at present. Please ask the office."))
    return redirect("organisations:my_organisation", slug=slug)
