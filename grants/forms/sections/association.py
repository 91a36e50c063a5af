from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from schwifty import BIC, IBAN
from schwifty.exceptions import InvalidChecksumDigits, InvalidCountryCode, InvalidLength, SchwiftyException

from ...starting_over import known_of
from .base import YES_NO, YES_NO_UNSURE, SectionForm, radio, text

TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()/\-]{4,29}$", _("Write the telephone number with digits, for example 06151 12345.")
)
# What mail can be sent to, and what the outbox holds.
LONGEST_ADDRESS = 254
LATIN = {"dir": "ltr", "autocomplete": "off"}


class AssociationForm(SectionForm):
    """Whom to ask and where the money goes; what the directory knows of the association is not asked again."""

    template = "grants/members/sections/_association.html"

    contact_name = text(
        _("Who answers questions about this application?"),
        _("First name and last name."),
        attrs={"autocomplete": "name"},
    )
    contact_role = text(
        _("What does she or he do in the association?"),
        _("For example: treasurer, or head of the project."),
        required=False,
    )
    contact_phone = text(
        _("Telephone"),
        _("Where we reach this person by day, for example 06151 12345."),
        limit=40,
        validators=[TELEPHONE],
        attrs=LATIN | {"type": "tel", "autocomplete": "tel"},
    )
    contact_email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We write to this address about the application."),
        max_length=LONGEST_ADDRESS,
        error_messages={"invalid": _("Write the address like this: name@example.org.")},
        widget=forms.EmailInput(attrs=LATIN | {"autocomplete": "email"}),
    )
    account_holder = text(
        _("Account holder"), _("The name on the account. It must be the association's account, not a person's.")
    )
    iban = text(
        _("IBAN"),
        _("It stands on bank cards and statements, for example DE02 1203 0000 0000 2020 51."),
        limit=60,
        attrs=LATIN,
    )
    bic = text(_("BIC"), _("Only needed for an account outside Germany."), limit=20, required=False, attrs=LATIN)
    charitable = radio(
        _("Is the association recognised as charitable?"),
        YES_NO_UNSURE,
        _("“Yes” if you have a notice of exemption from the tax office that is still valid."),
    )
    vat = radio(
        _("Can the association deduct input tax?"),
        YES_NO,
        _("Most associations cannot: then choose “no”. Whoever can writes all cost without value added tax."),
    )
    grouped = (
        (_("Contact for this application"), ("contact_name", "contact_role", "contact_phone", "contact_email")),
        (_("Bank account"), ("account_holder", "iban", "bic")),
        (_("Taxes"), ("charitable", "vat")),
    )
    explained = {"charitable": "gemeinnuetzigkeit", "vat": "vorsteuerabzug"}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["contact_email"].widget.attrs.pop("maxlength", None)

    @property
    def organisation(self):
        return self.application.organisation

    def beginning(self):
        return known_of(self.application)

    def known_facts(self):
        """[(label, text)] of what the directory says; it goes with the application."""
        entry = self.organisation
        address = ", ".join(part for part in (entry.street, f"{entry.postcode} {entry.city}".strip()) if part)
        register = " ".join(part for part in (entry.register_court, entry.register_number) if part)
        facts = [(gettext("Name"), entry.name), (gettext("Address"), address)]
        return [
            *facts,
            (gettext("Legal form"), entry.get_legal_form_display()),
            (gettext("Entry in the register"), register),
        ]

    def clean_iban(self):
        return iban_of(self.cleaned_data["iban"])

    def clean_bic(self):
        return bic_of(self.cleaned_data["bic"]) if self.cleaned_data["bic"] else ""

    def answers(self):
        return dict(self.cleaned_data)


def iban_of(typed):
    """The IBAN without spaces, its check digits proved; ValidationError says in words what is wrong with it."""
    try:
        return str(IBAN(typed))
    except InvalidLength:
        words = gettext("This IBAN has the wrong number of characters. A German one has 22. Please compare it.")
    except InvalidCountryCode:
        words = gettext("An IBAN begins with the letters of a country, for example DE. Please compare it.")
    except InvalidChecksumDigits:
        words = gettext("There is a slip in this IBAN: its check digits do not fit. Please compare digit by digit.")
    except SchwiftyException:
        words = gettext("This is no IBAN. In Germany it is DE and 20 digits. Please compare it.")
    raise ValidationError(words, code="iban")


def bic_of(typed):
    try:
        return str(BIC(typed))
    except SchwiftyException:
        words = gettext("This is no BIC. It has 8 or 11 characters. You may leave it empty.")
    raise ValidationError(words, code="bic")
