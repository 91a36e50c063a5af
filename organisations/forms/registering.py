from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import validators
from ..duplicates import Facts
from ..models import JoinRequest, Organisation, Role
from .joining import CHOOSE_ROLE, ROLES
from .naming import NAMES, AsksForName


class RegistrationForm(AsksForName, forms.ModelForm):
    """A new association, how to reach it, and who registers it."""

    email = forms.EmailField(
        label=_("E-mail address of the association"),
        required=False,
        error_messages={"invalid": _("Write the e-mail address like this: name@example.org.")},
    )
    phone = forms.CharField(
        label=_("Telephone number of the association"), required=False, max_length=30, validators=[validators.phone]
    )
    role = forms.ChoiceField(
        label=_("What do you want to do here?"), choices=ROLES, widget=forms.RadioSelect, error_messages=CHOOSE_ROLE
    )
    message = forms.CharField(
        label=_("What do you do in the association?"),
        max_length=JoinRequest._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the office reads this."),
        error_messages={"required": _("Write in one sentence what you do in the association.")},
    )
    consent = forms.BooleanField(
        label=_("The association agrees that this entry is published in the portal."),
        error_messages={"required": _("Without this consent the office may not publish the entry.")},
    )

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "legal_form", "district", "city", "summary"]
        help_texts = {
            "name": _("In full, as in the statutes: “Kulturverein Beispiel e.V.”"),
            "summary": _("Whom do you help, and with what? At most 200 characters."),
            "district": _("Where most of it takes place."),
        }
        error_messages = {"name": {"required": _("Write the name of the association.")}}

    order = [*Meta.fields, "email", "phone", *NAMES, "role", "message", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.order)
        self.fields["role"].initial = Role.SIGNATORY
        self.fields["name"].widget.attrs |= {"autocomplete": "organization", "dir": "auto"}
        self.fields["email"].help_text = _("E-mail address or telephone number: at least one of them is published.")
        self.fields["summary"].required = True
        self.fields["summary"].error_messages["required"] = _("Write in one sentence what the association does.")

    def clean(self):
        cleaned = super().clean()
        if not (self.errors or cleaned.get("email") or cleaned.get("phone")):
            raise ValidationError({"email": gettext("Write an e-mail address or a telephone number.")})
        return cleaned

    @property
    def contact(self):
        return {name: self.cleaned_data[name] for name in ("email", "phone")}

    @property
    def facts(self):
        """What the search for duplicates reads."""
        found = self.contact
        name, short = self.cleaned_data["name"], self.cleaned_data["short_name"]
        return Facts(name, short, phones=(found["phone"],), emails=(found["email"],))
