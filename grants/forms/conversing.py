from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.application import note_key

LONGEST = 5000


class MessageForm(forms.Form):
    """`key` is new with each page, so that a text sent twice is one message."""

    text = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=LONGEST,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False, initial=note_key)
