"""Who does not want a kind of mail any more: told by a signed address that names no person."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac

from darmstadt_mso.lib.addresses import absolute

from .models import Unsubscribed

SALT = "darmstadt_mso.lib.outbox.unsubscribe"


def hashed(address):
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def is_unsubscribed(kind, address):
    return Unsubscribed.objects.filter(kind=kind, address_hash=hashed(address)).exists()


def address_of(message):
    """Where the reader of this mail unsubscribes, or nothing for mails that everybody gets."""
    if not message.unsubscribe:
        return ""
    return absolute(reverse("outbox:unsubscribe", args=[token(message.unsubscribe, message.recipient)]))


def token(kind, address):
    return Signer(salt=SALT).sign(f"{kind}:{hashed(address)}")


def read(token):
    """(kind, hash of the address) of a token, or None."""
    try:
        kind, address_hash = Signer(salt=SALT).unsign(token).split(":")
    except (BadSignature, ValueError):
        return None
    return kind, address_hash


def unsubscribe(kind, address_hash):
    Unsubscribed.objects.get_or_create(kind=kind, address_hash=address_hash)
