"""Logging in with OpenID Connect: whom the provider vouches for, and how little of it is kept."""

from allauth.account.utils import has_verified_email
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from requests import RequestException


class Provider(OpenIDConnectProvider):
    # Where the library finds its addresses (URLs).
    package = "allauth.socialaccount.providers.openid_connect"
    pkce_enabled_default = True

    def redirect(self, request, process, **details):
        """A provider that does not answer is told on a page instead of an error."""
        try:
            return super().redirect(request, process, **details)
        except RequestException as error:
            return render_authentication_error(request, self, exception=error)

    def extract_uid(self, data):
        """The person of the token; what the provider tells besides must be about the same one."""
        told = {data.get(part, {}).get("sub") for part in ("id_token", "userinfo")}
        if len(told) != 1 or None in told:
            raise ProviderException("The provider does not say clearly who it is.")
        return super().extract_uid(data)

    def extract_email_addresses(self, data):
        """Only the truth value counts: some providers write the word “false”."""
        addresses = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = address.verified is True
        return addresses

    def extract_extra_data(self, data):
        """Nothing of what the provider tells is kept beside its number for the person."""
        return {}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request, sociallogin, data):
        """Names stand on one line here, whatever the provider has."""
        user = super().populate_user(request, sociallogin, data)
        user.first_name, user.last_name = (" ".join(name.split()) for name in (user.first_name, user.last_name))
        return user

    def authenticate_by_email(self, sociallogin):
        """An account is opened by its address only where both sides have seen that the person reads its mails."""
        found = super().authenticate_by_email(sociallogin)
        return found if found and has_verified_email(*found) else None
