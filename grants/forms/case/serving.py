from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..sections.base import day


class PostedForm(forms.Form):
    use_required_attribute = False

    posted_on = day(_("Posted on"), _("The day on which the letter left the house, as the file says."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["posted_on"].initial = timezone.localdate()
        self.fields["posted_on"].error_messages["required"] = _("Enter the day, for example 31.12.2030.")

    def clean_posted_on(self):
        posted_on = self.cleaned_data["posted_on"]
        if posted_on > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return posted_on
