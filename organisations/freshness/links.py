"""The signed link by which an association confirms its entry without logging in.

It is bound to the entry and to the round, which the last confirmation began; it names neither a person nor a row of
the database. Whoever reads it knows the day of the last confirmation, which everybody may know.
"""

from datetime import timedelta
from enum import Enum

from django.core import signing
from django.urls import reverse

from darmstadt_mso.lib.addresses import absolute

VALID = timedelta(days=180)


class Link(Enum):
    OPEN = "open"
    USED = "used"
    OLD = "old"
    FOREIGN = "foreign"


def address(organisation):
    """The link in the language that is active."""
    return absolute(reverse("organisations:confirm", args=[organisation.slug, token(organisation)]))


def token(organisation):
    return signing.dumps(round_of(organisation), salt=salt(organisation))


def read(organisation, text):
    """What the link is still good for; one that we did not sign for this entry, or that was cut off, is FOREIGN."""
    try:
        signed = signing.loads(text, salt=salt(organisation))
        if signed != round_of(organisation):
            return Link.USED
        signing.loads(text, salt=salt(organisation), max_age=VALID)
    except signing.SignatureExpired:
        return Link.OLD
    except signing.BadSignature:
        return Link.FOREIGN
    return Link.OPEN


def round_of(organisation):
    return organisation.confirmed_on.isoformat() if organisation.confirmed_on else ""


def salt(organisation):
    return f"organisations.freshness.{organisation.uuid}"
