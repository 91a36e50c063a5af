"""One of everything that the history remembers, changed once."""

from django.utils import timezone

from organisations.models import (
    ErrorReport,
    FormerSlug,
    FreshnessStep,
    InternalRecord,
    JoinRequest,
    Language,
    Membership,
    OpeningHours,
    OrganisationMembership,
    TargetGroup,
    Topic,
)
from tests.factories import make_contact, make_offer, make_organisation, make_user


def make():
    terms = {"topics": Topic.objects.all()[:1], "target_groups": TargetGroup.objects.all()[:1]}
    terms["languages"] = Language.objects.all()[:1]
    organisation, umbrella = make_organisation(index=False, **terms), make_organisation(index=False, kind="umbrella")
    make_offer(organisation, index=False, **terms)
    make_contact(organisation).languages.set(terms["languages"])
    OpeningHours.objects.create(organisation=organisation, weekday=0, opens="10:00", closes="11:00")
    OrganisationMembership.objects.create(umbrella=umbrella, member=organisation)
    FormerSlug.objects.create(slug="alt", organisation=organisation)
    InternalRecord.objects.create(organisation=organisation, notes="x")
    ErrorReport.objects.create(organisation=organisation, matter="other", text="x")
    FreshnessStep.objects.create(organisation=organisation, kind="asked", on=timezone.localdate())
    user = make_user("Redaktion")
    Membership.objects.create(organisation=organisation, user=user)
    JoinRequest.objects.create(organisation=organisation, user=user, message="x")
    return organisation
