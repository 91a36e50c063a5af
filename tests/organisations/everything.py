"""One of everything that the history remembers, changed once."""

from organisations.models import (
    ErrorReport,
    FormerSlug,
    InternalRecord,
    Language,
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
    make_user("Redaktion")
    return organisation
