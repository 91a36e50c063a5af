"""Mails to the people of an association about one of its applications."""

from django.utils import translation

from darmstadt_mso.lib.addresses import absolute
from darmstadt_mso.lib.outbox import mails
from organisations.models import Membership

from . import terms
from .moments import moment_in_words


def people(organisation):
    """Whoever speaks for the association today and has an account that is in use."""
    return users(Membership.objects.current(), organisation)


def signatories(organisation):
    return users(Membership.objects.current().signatories(), organisation)


def users(memberships, organisation):
    found = memberships.filter(organisation=organisation, user__is_active=True).select_related("user")
    return list(dict.fromkeys(one.user for one in found.order_by("pk")))


def tell(template, application, readers, unsubscribe="", **facts):
    """One mail for each, in their language; `facts` are texts."""
    for reader in readers:
        with translation.override(reader.language):
            context = contents(application) | facts
        mails.queue(f"grants/{template}", reader.email, context, language=reader.language, unsubscribe=unsubscribe)


def contents(application):
    """In the language that is active."""
    rules = terms.of_version(application.version)
    return {
        "organisation": application.organisation.name_i18n,
        "call": terms.in_language(rules.title),
        "title": application.title,
        "reference": application.reference or "",
        "closes": moment_in_words(rules.closes_at),
        "link": absolute(application.get_absolute_url()),
    }
