"""How tests enter the administration: with a second factor, as staff do."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest


def let_in(client, user):
    """Logs somebody in as after a password and a code of an authenticator app; returns the client."""
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    return client
