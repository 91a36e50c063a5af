from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import CaseRequest
from .sections.base import day

Kind = CaseRequest.Kind
MOST = 4000
TEXTS = {
    Kind.EARLY_START: (_("Why can it not wait for the decision?"), ""),
    Kind.DATES: (_("Why do the days change?"), ""),
    Kind.PLAN: (_("What changes in the plan, and why?"), _("Name the items, with the sum until now and the new one.")),
    Kind.PURPOSE: (_("What will you do instead, and why?"), ""),
    Kind.OBJECTION: (_("What do you object to, and why?"), _("You need not give reasons.")),
}
DAYS = {
    Kind.EARLY_START: {"begins_on": _("From which day do you want to begin?")},
    Kind.DATES: {"begins_on": _("New first day"), "ends_on": _("New last day")},
}


class RequestForm(forms.Form):
    """What an association asks for; which days are asked depends on the kind."""

    use_required_attribute = False

    begins_on = day("")
    ends_on = day("")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=MOST,
        error_messages={"required": _("Say what you ask for and why.")},
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].label, self.fields["text"].help_text = TEXTS[kind]
        for name in ("begins_on", "ends_on"):
            if label := DAYS.get(kind, {}).get(name):
                self.fields[name].label = label
                self.fields[name].error_messages["required"] = _("Enter the day, for example 31.12.2030.")
            else:
                del self.fields[name]

    def clean_begins_on(self):
        """To begin is permitted from today on: what has begun already is not made good by it."""
        found = self.cleaned_data["begins_on"]
        if self.kind == Kind.EARLY_START and found < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Permission can only be given for days to come."))
        return found

    def clean(self):
        found = super().clean()
        begins_on, ends_on = found.get("begins_on"), found.get("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", _("The last day lies before the first one."))
        return found
