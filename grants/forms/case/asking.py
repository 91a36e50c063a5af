"""What the office asks of an applicant: which pages open again, why, and until when."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ... import sections
from ..sections.base import day, text


def proposed_day():
    return timezone.localdate() + timedelta(days=settings.QUERY_DAYS)


class DayForm(forms.Form):
    due_on = day(
        _("Answer until"),
        _("The whole day counts, until midnight."),
        initial=proposed_day,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].error_messages["required"] = _("Choose a day.")

    def clean_due_on(self):
        if (due_on := self.cleaned_data["due_on"]) <= timezone.localdate():
            raise ValidationError(_("Choose a day after today."))
        return due_on


class AskForm(DayForm):
    sections = forms.MultipleChoiceField(
        label=_("Which pages of the application open again?"),
        help_text=_("The association can change these and no others."),
        choices=[(info.key, info.title) for info in sections.SECTIONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one page.")},
    )
    text = text(
        _("What is missing or has to be corrected?"),
        _("The association reads this in the portal. The mail only says that you ask something, and until when."),
        limit=5000,
        lines=8,
        error_messages={"required": _("Write what you need.")},
    )
    field_order = ["sections", "text", "due_on"]

    @property
    def titles(self):
        return [sections.BY_KEY[key].title for key in sections.BY_KEY if key in self.cleaned_data["sections"]]
