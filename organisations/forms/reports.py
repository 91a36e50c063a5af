from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import ErrorReport


class ErrorReportForm(forms.ModelForm):
    """Tells the office what is wrong in an entry. A field that people do not see catches machines."""

    leave_empty = forms.CharField(required=False, label=_("Leave this field empty"))

    class Meta:
        model = ErrorReport
        fields = ["matter", "text", "email"]
        widgets = {"matter": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}
        error_messages = {
            "matter": {"required": _("Choose what is wrong.")},
            "text": {
                "required": _("Write in a few words what is right."),
                "max_length": _("Please write at most %(limit_value)d characters. You have written %(show_value)d."),
            },
            "email": {"invalid": _("Write the e-mail address like this: name@example.org.")},
        }
        help_texts = {
            "text": _("For example the right telephone number. At most 2,000 characters."),
            "email": _("Only if we may ask you something. We delete it when the report is settled."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = ErrorReport.Matter.choices
        self.fields["leave_empty"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "matter", "text", "email", Div("leave_empty", css_class="trap"), Submit("", _("Send report"))
        )

    @property
    def is_trapped(self):
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("leave_empty"))
