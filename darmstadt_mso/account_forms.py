"""The forms of the second factor in the portal's own words."""

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

BOTH_CODES = _("The six digits that your authenticator app shows now, or one of your recovery codes.")
APP_CODE = _("The six digits that the app shows now.")


def ask_for(code, label, help_text):
    code.label, code.help_text = label, help_text
    code.widget.attrs |= {"inputmode": "numeric", "placeholder": ""}


def remember_in_session(user, kind):
    """Who has just shown the new second factor need not show it again to work in the administration."""
    record_authentication(context.request, user, "mfa", type=kind)


class AuthenticateForm(base.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(self.fields["code"], _("Code"), BOTH_CODES)


class ReauthenticateForm(base.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(self.fields["code"], _("Code"), BOTH_CODES)


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(self.fields["code"], _("Code from the app"), APP_CODE)

    def clean_code(self):
        code = super().clean_code()
        remember_in_session(self.user, "totp")
        return code


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """Without the choice that only experts understand: the device makes a passkey if it can."""

    passwordless = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = _("Name of the passkey"), _("So that you know it again, for example: work phone.")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            remember_in_session(self.user, "webauthn")
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
