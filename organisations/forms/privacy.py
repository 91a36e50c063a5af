from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

WRONG = _("This is not the e-mail address of your account. Please type it as it stands above.")


class DeleteAccountForm(forms.Form):
    """Asks for the address and a tick; `has_contacts`: whether associations name the person as a contact."""

    email = forms.EmailField(
        label=_("Type the e-mail address of your account"),
        error_messages={"required": _("Type the e-mail address of your account."), "invalid": WRONG},
    )
    forgets_contacts = forms.BooleanField(
        label=_("Also take my name and my address out of these contacts."), required=False
    )
    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick that you understand that this cannot be undone.")},
    )

    def __init__(self, *args, user, has_contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not has_contacts:
            del self.fields["forgets_contacts"]
        self.fields["email"].widget.attrs |= {"autocomplete": "off", "dir": "ltr"}
        self.helper = FormHelper()
        # What is wrong stands in the form, below all that is told before it.
        self.helper.form_id, self.helper.form_action = "delete-form", "#delete-form"
        self.helper.attrs = {"novalidate": ""}
        button = Submit("", _("Delete my account"), css_class="danger")
        self.helper.layout = Layout("email", *self.fields.keys() - {"email", "understood"}, "understood", button)

    def clean_email(self):
        if self.cleaned_data["email"].lower() != self.user.email.lower():
            raise forms.ValidationError(WRONG)
        return self.cleaned_data["email"]
