"""The office judges a rule of the call otherwise than the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import CheckMark
from ..sections.base import radio, text


class MarkForm(forms.Form):
    verdict = radio(_("Verdict"), CheckMark.Verdict.choices, error_messages={"required": _("Choose a verdict.")})
    reason = text(
        _("Reason"),
        _("It stays in the file with your name."),
        limit=2000,
        lines=4,
        error_messages={"required": _("Say why.")},
    )
