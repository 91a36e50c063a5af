from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import JoinRequest, Role
from .naming import NAMES, AsksForName

ROLES = [
    (Role.EDITOR, _("I keep the entry up to date (editor)")),
    (Role.SIGNATORY, _("I am on the board or may sign for the association (entitled to sign)")),
]
CHOOSE_ROLE = {"required": _("Choose what you may do for the association.")}


class JoinForm(AsksForName, forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ["role", "message"]
        labels = {"role": _("What do you want to do here?")}
        widgets = {"role": forms.RadioSelect, "message": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "role": CHOOSE_ROLE,
            "message": {
                "required": _("Write in one sentence what you do in the association."),
                "max_length": _("Please write at most %(limit_value)d characters. You have written %(show_value)d."),
            },
        }
        help_texts = {"message": _("For example: “I am the treasurer.” So the others know that it is you.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        names = [name for name in NAMES if name in self.fields]
        self.helper.layout = Layout(*names, "role", "message", Submit("", _("Send request")))
