"""The forms of the accounts in the portal's own words."""

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from .accounts import end_claims

BOTH_CODES = _("The six digits that your authenticator app shows now, or one of your recovery codes.")
APP_CODE = _("The six digits that the app shows now.")
MAIL_CODE = _("The eight letters from the mail. Small letters will do.")
ADDRESS = _("We send a code there, to see that the address is right.")


def ask_for(code, label, help_text):
    code.label, code.help_text = label, help_text
    code.widget.attrs |= {"inputmode": "numeric", "placeholder": ""}


def name_passkey(name):
    name.label, name.help_text = _("Name of the passkey"), _("So that you know it again, for example: work phone.")


def remember_in_session(user, kind):
    """Who has just shown the new second factor need not show it again to work in the administration."""
    record_authentication(context.request, user, "mfa", type=kind)


class SignupForm(account.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = ADDRESS

    def try_save(self, request):
        if self.account_already_exists:
            # Takes as long as a new account: a stopwatch must not tell them apart.
            make_password(self.cleaned_data.get("password1"))
        return super().try_save(request)


class SocialSignupForm(social.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = ADDRESS


class ChangeEmailForm(account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label, self.fields["email"].help_text = _("New e-mail address"), ADDRESS


class CodeFromMail:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = _("Code"), MAIL_CODE
        code.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false", "placeholder": "", "class": "code"}


class ConfirmEmailForm(CodeFromMail, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmLoginForm(CodeFromMail, account.ConfirmLoginCodeForm):
    pass


class ConfirmResetForm(CodeFromMail, account.ConfirmPasswordResetCodeForm):
    def clean_code(self):
        """From here on the address counts as confirmed, whether or not a new password follows."""
        code = super().clean_code()
        end_claims(PasswordResetVerificationProcess.resume(context.request).user)
        return code


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
        name_passkey(self.fields["name"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            remember_in_session(self.user, "webauthn")
        return cleaned


class FirstPasskeyForm(webauthn.SignupWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_passkey(self.fields["name"])


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
