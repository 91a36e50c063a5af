"""Who speaks for an association: read by all of its people, decided by those who sign for it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from darmstadt_mso.lib import kept_forms

from ... import joining, registering
from ... import people as speaking
from ...forms.people import DecisionForm, MemberForm
from ...models import JoinRequest
from ...permissions import may_decide, signs_for
from . import crumbs, own_association

CHANGE, DECIDE = "change_person", "decide_request"
# Under which name the form that is sent there carries the number of its row.
NUMBERS = {CHANGE: "person", DECIDE: "request"}


@require_safe
def people(request, slug):
    return people_page(request, own_association(request, slug))


def people_page(request, organisation, member_form=None, decision_form=None):
    """With a form that was refused, if there is one, in its place."""
    signs = signs_for(request.user, organisation)
    refused = member_form or decision_form
    context = {
        "organisation": organisation,
        "signs": signs,
        "members": members(request, organisation, signs, member_form),
        "former": former(organisation, signs, request.user),
        "requests": requests(request, organisation, decision_form) if signs else [],
        "invitations": organisation.invitations.open() if signs else [],
        "form": refused,
        "crumbs": crumbs(organisation, (gettext("People"), None)),
    }
    return TemplateResponse(request, "organisations/members/people.html", context, status=422 if refused else 200)


def members(request, organisation, signs, refused):
    """[(membership, name, form)]; only signatories get forms."""
    found = speaking.lasting(organisation).select_related("user").order_by("-role", "since", "pk")
    return [(one, named(one.user, signs, request.user), form_of(request, one, signs, refused)) for one in found]


def form_of(request, membership, signs, refused):
    if refused and refused.membership == membership:
        return refused
    make = partial(MemberForm, membership=membership)
    return offered(request, make, CHANGE, membership) if signs else None


def offered(request, make, name, row):
    """The form of one row, with what was typed into it before the log-in. `name` is that of its address."""
    url, number = reverse(f"organisations:{name}", kwargs=request.resolver_match.kwargs), NUMBERS[name]
    kept = request.method != "POST" and kept_forms.offered(request, url)
    is_this = kept and kept["typed"].get(number) == [str(row.pk)]
    return kept_forms.form(request, make, sent_to=url) if is_this else make()


def former(organisation, signs, reader):
    ended = organisation.memberships.ended().select_related("user").order_by("-until", "pk")
    return [(one, named(one.user, signs, reader)) for one in ended]


def named(user, signs, reader):
    """A name; the address is for oneself and for whoever decides who speaks."""
    name = user.get_full_name()
    address = user.email if signs or user == reader else ""
    return name or address or gettext("without a name")


def requests(request, organisation, refused):
    """[(request to join, form)] for somebody who signs; on their own nobody decides, on new entries the office."""
    found = organisation.join_requests.open().exclude(user=request.user).select_related("user")
    return [(one, decision_of(request, one, refused)) for one in found if not registering.is_new(one)]


def decision_of(request, asked, refused):
    if refused and refused.request == asked:
        return refused
    return offered(request, partial(DecisionForm, request=asked), DECIDE, asked)


# What signatories decide


def signed_association(request, slug):
    """The association for which this person signs; its editors know the page, but may not do it."""
    organisation = own_association(request, slug)
    if not signs_for(request.user, organisation):
        raise PermissionDenied
    return organisation


def one_of(rows, number):
    """The row with the number that the form carries, or 404."""
    if not number.isascii() or not number.isdecimal():
        raise Http404
    return get_object_or_404(rows, pk=number[:18])


@require_POST
def change_person(request, slug):
    organisation = signed_association(request, slug)
    membership = one_of(speaking.lasting(organisation), request.POST.get(NUMBERS[CHANGE], ""))
    form = kept_forms.form(request, MemberForm, membership=membership)
    if form.is_valid() and changed(form, membership, form.cleaned_data["role"]):
        messages.success(request, gettext("It is changed."))
        return to_people(request, organisation)
    return people_page(request, organisation, member_form=form)


def changed(form, membership, role):
    """Whether it was done; else the form asks for a tick."""
    try:
        speaking.change(membership, role, form.cleaned_data["until"], form.is_known)
    except speaking.NobodySigns as gap:
        form.ask_knowingly(gap)
        return False
    return True


def to_people(request, organisation):
    """Back to the page, unless the person has just given up their own place on it."""
    speaks = organisation.memberships.current().filter(user=request.user).exists()
    return redirect("organisations:people", slug=organisation.slug) if speaks else redirect("organisations:account")


@require_POST
def decide_request(request, slug):
    organisation = signed_association(request, slug)
    rows = organisation.join_requests.select_related("user", "organisation")
    asked = one_of(rows, request.POST.get(NUMBERS[DECIDE], ""))
    if registering.is_new(asked) or not may_decide(request.user, asked):
        raise PermissionDenied
    form = kept_forms.form(request, partial(DecisionForm, request=asked))
    if asked.state == JoinRequest.State.OPEN and not form.is_valid():
        return people_page(request, organisation, decision_form=form)
    decide(request, asked, form)
    return redirect("organisations:people", slug=slug)


def decide(request, asked, form):
    try:
        if asked.state != JoinRequest.State.OPEN:
            raise joining.Settled(asked)
        carry_out(asked, request.user, form)
        messages.success(request, gettext("Thank you. %(person)s gets a mail.") % {"person": asked.user})
    except joining.Settled as settled:
        messages.info(request, joining.settled_told(settled.request))


def carry_out(asked, decider, form):
    typed = form.cleaned_data
    if form.refuses:
        joining.refuse(asked, decider, typed["reason"])
    else:
        joining.accept(asked, decider, typed["role"], typed["since"], typed["until"])
