"""The questions of the check before the log-in: only those that the rules of the call need. Nothing is stored."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.money import MoneyField
from organisations.models import Organisation

from .. import eligibility, quantities
from ..models import Call
from ..rules import RULES
from .sections.base import UNSURE, YES_NO_UNSURE, day, radio, whole_number

FORMS = (*Organisation.LegalForm.choices, (UNSURE, _("not sure")))
# {rule: names of the questions that it needs}
QUESTIONS = {
    "legal_form": ("legal_form",),
    "register": ("register",),
    "charitable": ("charitable",),
    "limit": ("used",),
    "local": ("local",),
    "not_begun": ("begun", "begins_on"),
    "window": ("begins_on", "ends_on"),
    "lead_days": ("begins_on",),
}
MONEY = ("eligible_cost", "other_cost", "income", "own", "hours", "requested")
GROUPS = (
    (_("Your association"), ("legal_form", "register", "charitable", "used")),
    (_("Your project"), ("local", "begun", "begins_on", "ends_on")),
    (_("Cost and income"), MONEY),
)
# While somebody types, the answer follows; without JavaScript the button brings it.
LIVE = {
    "hx-post": "",
    "hx-trigger": "input delay:400ms, change delay:150ms",
    "hx-target": "#check-result",
    "hx-sync": "this:replace",
}
USED = {
    Call.Period.CALL: _("How often has your association already applied in this call?"),
    Call.Period.QUARTER: _("How often has your association already applied in this quarter of the year?"),
    Call.Period.HALF_YEAR: _("How often has your association already applied in this half year?"),
    Call.Period.YEAR: _("How often has your association already applied in this year?"),
}


def amount(label, help_text):
    widget = forms.TextInput(attrs={"dir": "ltr", "class": "short"})
    return MoneyField(label=label, help_text=help_text, widget=widget, required=False)


class Hours(forms.CharField):
    def to_python(self, value):
        typed = super().to_python(value)
        return quantities.parse(typed) if typed else None


def choice(label, choices, help_text):
    errors = {"required": _("Choose an answer. If you do not know, choose “not sure”.")}
    return radio(label, choices, help_text, error_messages=errors)


class CheckForm(forms.Form):
    use_required_attribute = False
    legal_form = choice(
        _("What legal form does your association have?"), FORMS, _("It stands in the statutes. For example “e.V.”.")
    )
    register = choice("", YES_NO_UNSURE, _("The court stands on the extract from the register, at the top."))
    charitable = choice(
        _("Is your association recognised as charitable?"),
        YES_NO_UNSURE,
        _("Then the tax office has sent you a notice of exemption from tax (Freistellungsbescheid)."),
    )
    used = whole_number(
        "",
        _("As a number; 0 if never. Leave it empty if you do not know. For example 0."),
        most=999,
        required=False,
    )
    local = choice(
        _("Is the project for people in Darmstadt?"),
        YES_NO_UNSURE,
        _("“Yes” if most of those who take part live or work in Darmstadt."),
    )
    begun = choice(
        _("Has the project begun already?"),
        YES_NO_UNSURE,
        _("It has begun as soon as you have ordered, booked or paid something for it. Planning does not count."),
    )
    begins_on = day(
        _("The project begins on"), _("Leave it empty if you do not know yet. For example 01.03.2027."), required=False
    )
    ends_on = day(_("The project ends on"), _("The last day of the project. For example 30.06.2027."), required=False)
    eligible_cost = amount(
        _("Cost that the call can pay for"), _("All together, in euros. For example 800 for fees, rent and material.")
    )
    other_cost = amount(
        _("Cost that the call does not pay for"), _("For example 50 for things that stand under “not eligible”.")
    )
    income = amount(
        _("Income of the project"),
        _("What participants pay, donations for the project, grants of others. For example 100."),
    )
    own = amount(_("Own money of the association"), _("What you pay yourselves. For example 150."))
    hours = Hours(
        label=_("Hours of voluntary work"),
        help_text=_("All helpers together. Nobody is paid for it. For example 20."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "class": "short", "autocomplete": "off"}),
        required=False,
    )
    requested = amount(
        _("How much money do you want to apply for?"),
        _("Leave it empty if you only want to know how much is possible."),
    )

    def __init__(self, data=None, *, terms, at, **kwargs):
        self.terms, self.at = terms, at
        super().__init__(data, **kwargs)
        self.fields["register"].label = register_question(terms)
        self.fields["used"].label = USED[terms.period]
        wanted = questions(terms)
        self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        self.helper = helper(self.fields)

    def clean(self):
        found = super().clean()
        begins, ends = found.get("begins_on"), found.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", ValidationError(gettext("The end is before the beginning.")))
        return found

    @property
    def facts(self):
        """What was understood so far."""
        return eligibility.facts_of_check(self.terms, self.cleaned_data, self.at)

    @property
    def open_questions(self):
        """Labels of the questions without a usable answer."""
        return [self.fields[name].label for name in self.errors if name in self.fields]


def register_question(terms):
    text = gettext("Is your association in the register of associations of %(court)s?")
    return text % {"court": terms.register_court}


def questions(terms):
    """Names of the questions that matter in this call."""
    rules = [rule.key for rule in RULES if rule.exists(terms)]
    names = {name for key in rules for name in QUESTIONS.get(key, ())}
    values_hours = terms.own_share and terms.voluntary_rate is not None
    return names | ({*MONEY} if values_hours else {*MONEY} - {"hours"})


def helper(fields):
    made = FormHelper()
    made.disable_csrf = True
    made.form_action = "#antwort"
    made.attrs = LIVE | {"novalidate": "", "autocomplete": "off"}
    named = [(heading, [name for name in names if name in fields]) for heading, names in GROUPS]
    made.layout = Layout(*(Fieldset(heading, *names) for heading, names in named if names), Submit("", _("Check")))
    return made
