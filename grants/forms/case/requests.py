from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import CaseRequest
from ..sections.base import NO, YES, day

Kind = CaseRequest.Kind
GRANTED = ((YES, _("granted")), (NO, _("refused")))
NEEDED = _("Enter the day, for example 31.12.2030.")
DAYS = {Kind.EARLY_START: ["begins_on"], Kind.DATES: ["begins_on", "ends_on"]}


class AnswerForm(forms.Form):
    use_required_attribute = False

    granted = forms.ChoiceField(
        label=_("The request is"),
        choices=GRANTED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is granted.")},
    )
    text = forms.CharField(
        label=_("Answer and reasons"),
        help_text=_("The association reads it in the letter."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=4000,
        error_messages={"required": _("The letter needs an answer.")},
    )

    def is_granted(self):
        return self.cleaned_data["granted"] == YES


class PaperRequestForm(forms.Form):
    """What an association asked for on paper."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("What is asked for"), choices=Kind.choices)
    received_on = day(_("Received on"), _("The day of the stamp of receipt."))
    begins_on = day(
        _("First day"), _("With permission to begin early: from when. With other dates: the new one."), required=False
    )
    ends_on = day(_("Last day"), _("With other dates: the new one."), required=False)
    text = forms.CharField(
        label=_("What the letter says"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=4000,
        error_messages={"required": _("Write down in short what is asked for.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].error_messages["required"] = NEEDED

    def clean_received_on(self):
        received_on = self.cleaned_data["received_on"]
        if received_on > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return received_on

    def clean(self):
        """Days that the kind does not have are let go; those that it has are needed."""
        found = super().clean()
        wanted = DAYS.get(found.get("kind"), [])
        for name in ("begins_on", "ends_on"):
            if name not in wanted:
                found[name] = None
            elif not found.get(name) and name not in self.errors:
                self.add_error(name, NEEDED)
        if all(found.get(name) for name in ("begins_on", "ends_on")) and found["ends_on"] < found["begins_on"]:
            self.add_error("ends_on", _("The last day lies before the first one."))
        return found
