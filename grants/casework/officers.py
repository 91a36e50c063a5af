"""Who has a case."""

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from organisations.models import User

from ..models import Application
from ..permissions import may_work_on
from ..workflow import NotPossible

RIGHT = {"content_type__app_label": "grants", "codename": "change_application"}


def able():
    """People of the office who do casework."""
    right = Permission.objects.filter(**RIGHT)
    named = Q(groups__permissions__in=right) | Q(user_permissions__in=right) | Q(is_superuser=True)
    return (
        User.objects.filter(named, is_active=True, is_staff=True).distinct().order_by("last_name", "first_name", "pk")
    )


def candidates(application):
    """Who could have it: nobody who is tied to the association. As a queryset."""
    return able().filter(pk__in=[user.pk for user in able() if may_work_on(user, application)])


@transaction.atomic
def hand_to(application, officer, user):
    """Raises NotPossible where one of the two may not work on it."""
    locked = Application.objects.select_for_update(of=["self"]).select_related("organisation")
    case = locked.get(pk=application.pk)
    if not may_work_on(user, case) or not may_work_on(officer, case):
        raise NotPossible(gettext("Only case workers who are not tied to the association can have it."))
    Application.objects.filter(pk=case.pk).update(officer=officer)
    application.officer = officer
