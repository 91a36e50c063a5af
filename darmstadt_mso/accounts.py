"""How people log in; staff with a second factor."""

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """The office makes the accounts of its staff."""
        return False

    def get_login_redirect_url(self, request):
        return reverse("admin:index") if request.user.is_staff else super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def format_email_subject(self, subject):
        return f"{subject} – {settings.SITE_NAME}"

    def send_mail(self, template_prefix, email, context):
        minutes = app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT // 60
        super().send_mail(template_prefix, email, {"site_name": settings.SITE_NAME, "minutes": minutes, **context})


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


def is_strong(request):
    """Whether this very session was opened with a second factor or a passkey, or needs none."""
    records = get_authentication_records(request, request.user)
    return not settings.STAFF_SECOND_FACTOR or any(record["method"] == "mfa" for record in records)
