"""What the office says when it does a step, hands a case on or is tied to an association."""

from django import forms
from django.utils.translation import gettext_lazy as _

ROWS = {"rows": 4, "dir": "auto"}


class StepForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the file"),
        widget=forms.Textarea(attrs=ROWS),
        max_length=2000,
        required=False,
        help_text=_("Not required. The association does not read it."),
    )


class OfficerForm(forms.Form):
    """`candidates` are the people who may have the case, as a queryset."""

    officer = forms.ModelChoiceField(
        label=_("Case worker"),
        queryset=None,
        error_messages={
            "required": _("Choose who has the case."),
            "invalid_choice": _("This person cannot have the case."),
        },
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = candidates


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For example: my sister is on its board. The head of the office reads it."),
        error_messages={"required": _("Say in a few words how you are tied to the association.")},
    )
    sure = forms.BooleanField(
        label=_("I am tied to this association. I shall no longer see its applications."),
        error_messages={"required": _("Tick the box to confirm it.")},
    )
