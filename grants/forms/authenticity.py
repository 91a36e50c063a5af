"""What somebody types or sends to learn whether a letter is the office's."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..casework import letter_codes


def helper(method, button, action=""):
    found = FormHelper()
    found.form_method, found.form_action, found.disable_csrf = method, action, True
    found.add_input(Submit("", button))
    return found


class FingerprintForm(forms.Form):
    fingerabdruck = forms.CharField(
        label=_("Fingerprint of the letter"),
        help_text=_("64 digits and letters; they stand beside the QR code. Spaces do not matter."),
        max_length=400,
        error_messages={"required": _("Type the fingerprint that stands in the letter.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )

    @property
    def helper(self):
        return helper("get", gettext("Check the fingerprint"))

    def clean_fingerabdruck(self):
        try:
            return letter_codes.read(self.cleaned_data["fingerabdruck"])
        except letter_codes.NoFingerprint as error:
            raise ValidationError(str(error)) from None


class FileForm(forms.Form):
    datei = forms.FileField(
        label=_("The letter as PDF"),
        error_messages={"required": _("Choose the file of the letter.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("At most %(size)s. The file is compared and not kept.")
        self.fields["datei"].help_text = words % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)}

    @property
    def helper(self):
        return helper("post", gettext("Check the file"))

    def clean_datei(self):
        file = self.cleaned_data["datei"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            words = gettext("The file is too large: a letter has at most %(size)s.")
            raise ValidationError(words % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)})
        return file
