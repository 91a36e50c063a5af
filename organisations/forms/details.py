from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import User

TOO_LONG = _("Please write at most %(limit_value)d characters. You have written %(show_value)d.")


class DetailsForm(forms.ModelForm):
    """Name and language of a person, who need not be named."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
        help_texts = {
            "last_name": _("The people of your association and the office see your name. It is not public."),
            "language": _("The portal writes to you in this language."),
        }
        error_messages = {
            "first_name": {"max_length": TOO_LONG},
            "last_name": {"max_length": TOO_LONG},
            "language": {"required": _("Choose a language."), "invalid_choice": _("Choose a language from the list.")},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, instance=user, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.fields["language"].choices = settings.LANGUAGES
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("first_name", "last_name", "language", Submit("", _("Save details")))

    def save(self):
        """Only what stands in the form: the log-in of the same person may change at the same time."""
        self.instance.save(update_fields=self.Meta.fields)
