"""Mails about applications are for whoever may read their cases, and those about drafts for nobody in the office."""

from django.db.models import Q

from .models import Application

OF_CASES = Q(template__startswith="grants/") & ~Q(template="grants/session_invitation")


def hidden_mails(user):
    if not user.has_perm("grants.view_application"):
        return OF_CASES
    told = Application.objects.for_office(user).values("pk")
    tied = Application.objects.submitted().exclude(pk__in=told).values_list("reference", "organisation__name")
    hidden = Q(context__reference__in=["", *(reference for reference, _name in tied)])
    for name in {name for _reference, name in tied}:
        hidden |= among(organisation=name)
    return OF_CASES & (hidden | among(draft=True))


def among(**said):
    """Mails that tell of several applications."""
    return Q(context__applications__contains=[said])
