"""How people sign up and log in; staff with a second factor."""

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from .lib.outbox import mails


class AccountAdapter(DefaultAccountAdapter):
    def new_user(self, request):
        """Whoever signs up gets mails in the language of that page."""
        user = super().new_user(request)
        user.language = get_language()
        return user

    def pre_login(self, request, user, **details):
        settle_address(request, user)
        return super().pre_login(request, user, **details)

    def get_login_redirect_url(self, request):
        return reverse("admin:index" if request.user.is_staff else "organisations:account")

    def get_signup_redirect_url(self, request):
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """What changed at an account; without the IP address and the browser that the library would add."""
        with override(user.language):
            self.send_mail(template_prefix, email or user.email, context or {})

    def send_account_already_exists_mail(self, email):
        """The pages to which it leads are in the language of the mail too."""
        with override(language_of(email)):
            super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix, email, context):
        """Through the outbox; what opens an account is confidential there. The template gets texts and numbers only."""
        plain = {name: value for name, value in context.items() if isinstance(value, str | int)}
        minutes = app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT // 60
        filled = {"minutes": minutes, **plain}
        mails.queue(template_prefix, email, filled, language=language_of(email), confidential=True)


class SecondFactorAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url):
        """A QR code as inline SVG without styles, which the content security policy allows."""
        svg = segno.make(url, error="m", micro=False).svg_inline(omitsize=True, border=3, svgclass=None, lineclass=None)
        return mark_safe(svg)  # noqa: S308 — made by segno, which draws the address instead of writing it

    def get_public_key_credential_rp_entity(self):
        """What a device shows beside the passkey: the portal's name instead of its address."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def language_of(email):
    """What the owner of the account reads, whoever asked for the mail; without an account that of the page."""
    languages = get_user_model().objects.filter(email__iexact=email).values_list("language", flat=True)
    return languages.first() or get_language()


def settle_address(request, user):
    """Whoever signs up has an unconfirmed address; without any, the account is the office's, which knows the person."""
    if came_by_code(request, user):
        end_claims(user)
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True, verified=True)


def end_claims(user):
    """Somebody else may have signed up with this address, in any way, without ever reading its mails."""
    if user.last_login is None and EmailAddress.objects.filter(user=user).exists():
        SocialAccount.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        user.first_name = user.last_name = ""
        user.set_unusable_password()
        user.save(update_fields=["first_name", "last_name", "password"])


def came_by_code(request, user):
    return any(record["method"] == "code" for record in get_authentication_records(request, user))


def is_strong(request):
    """Whether this very session was opened with a second factor or a passkey, or needs none."""
    records = get_authentication_records(request, request.user)
    return not settings.STAFF_SECOND_FACTOR or any(record["method"] == "mfa" for record in records)
