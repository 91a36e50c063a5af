"""What is said when a decision is prepared, a form per kind; `columns` are what `preparing.prepare` takes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.money import MoneyField

from ... import terms
from ...casework import assessing, preparing
from ...funding import Financing
from ...models import Decision
from ...workflow import NotPossible
from ..sections.base import day

Kind = Decision.Kind
LONGEST = 10_000


def text(label, help_text="", rows=4, **options):
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "maxlength": None})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST, **options)


def reasons():
    help_text = _("They stand in the letter, and in the file they show that all are treated alike.")
    missing = {"required": _("Write the reasons. The applicant reads them.")}
    return text(_("Reasons"), help_text, rows=6, error_messages=missing)


def note():
    return text(_("Note for the file"), _("The applicant does not read it."), required=False)


class DecisionForm(forms.Form):
    """`at` is the moment by which days are judged."""

    use_required_attribute = False

    def __init__(self, *args, application, kind, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.application, self.kind, self.at = application, kind, at

    @property
    def columns(self):
        return {"kind": self.kind, **self.cleaned_data}


class ReasonsForm(DecisionForm):
    """Waiting list and rejection."""

    reasons = reasons()
    note = note()


class AwardForm(DecisionForm):
    """With less than what was requested it is a partial award."""

    amount = MoneyField(label=_("Grant in euros"))
    financing = forms.ChoiceField(label=_("Financing type"))
    period_from = day(_("Money is given from"))
    period_until = day(_("Money is given until"))
    report_due_on = day(_("Report due on"), _("The day is a proposal; it is never on a weekend or holiday."))
    payment = text(_("How it is paid"), rows=2, required=False)
    conditions = text(_("Conditions"), _("One on each line. They stand in the letter."), required=False)
    reasons = reasons()
    note = note()

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        possible = assessing.possible_financing(terms.of_version(application.version))
        self.fields["financing"].choices = [(one, Financing(one).label) for one in possible]

    def clean(self):
        found = super().clean()
        amount, financing = found.get("amount"), found.get("financing")
        if amount is not None and financing:
            self.refuse("amount", preparing.wrong_amount(self.application, financing, amount))
        begins, ends, due = (found.get(name) for name in ("period_from", "period_until", "report_due_on"))
        if begins and ends and ends < begins:
            self.refuse("period_until", _("The end is before the beginning."))
        if ends and due and due < ends:
            self.refuse("report_due_on", _("The report is due after the end."))
        return found

    def refuse(self, name, wrong):
        if wrong:
            self.add_error(name, wrong)

    @property
    def columns(self):
        return super().columns | {"kind": preparing.kind_of(self.application, self.cleaned_data["amount"])}


class RevocationForm(DecisionForm):
    known_on = day(
        _("Day of full knowledge"),
        _("Since when all facts are known, the answer of the applicant included. From then on the city has one year."),
    )
    heard_on = day(_("Applicant heard on"), _("When the applicant could say something about it."))
    reasons = reasons()
    note = note()

    def clean(self):
        found = super().clean()
        known_on, heard_on = found.get("known_on"), found.get("heard_on")
        if known_on and heard_on:
            try:
                preparing.check_revocation(known_on, heard_on, self.at)
            except NotPossible as error:
                self.add_error("known_on", str(error))
        return found


FORMS = {
    Kind.AWARD: AwardForm,
    Kind.WAITING: ReasonsForm,
    Kind.REJECTION: ReasonsForm,
    Kind.REVOCATION: RevocationForm,
}
