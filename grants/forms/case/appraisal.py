"""The appraisal (Prüfvermerk): what is proposed, and what the file says of it."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import MoneyField

from ...casework import assessing
from ...funding import Financing
from ..sections.base import radio, text

LONG = {"limit": 5000, "lines": 4, "required": False}


class AppraisalForm(forms.Form):
    """Every financing type that can be computed stands there with its highest possible grant."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    financing = radio(_("Financing type"), [], error_messages={"required": _("Choose a financing type.")})
    amount = MoneyField(label=_("Proposed grant in euros"))
    need = text(_("Why the project is needed"), **LONG)
    others = text(_("What other offices say"), _("Which offices were asked, and what they answered."), **LONG)
    secured = text(_("How the rest of the money is secured"), _("Own money, fees, and grants of others."), **LONG)
    note = text(_("Note for the file"), **LONG)

    def __init__(self, data=None, *, application, initial=None):
        super().__init__(data, initial=initial)
        self.application = application
        rules = assessing.terms_with(application)
        self.fields["financing"].choices = [
            (one.value, said(application, rules, one)) for one in assessing.possible_financing(rules)
        ]

    def clean(self):
        cleaned = super().clean()
        financing, amount = cleaned.get("financing"), cleaned.get("amount")
        if financing and amount is not None and (wrong := assessing.too_much(self.application, financing, amount)):
            self.add_error("amount", wrong)
        return cleaned

    def fields_to_save(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def said(application, rules, financing):
    told = {"type": Financing(financing).label, "sum": money.shown(assessing.assessed(application, financing).highest)}
    if financing == rules.financing:
        return gettext("%(type)s, as the call says – highest possible grant %(sum)s") % told
    return gettext("%(type)s – highest possible grant %(sum)s") % told


def begun(application, appraisal):
    """What a new form begins with: the saved appraisal, else what the call says and the most that is possible."""
    if appraisal:
        return {name: getattr(appraisal, name) for name in ("financing", "amount", *assessing.TEXTS)}
    financing = application.version.content["financing"]
    return {"financing": financing, "amount": assessing.most(application, financing)}
