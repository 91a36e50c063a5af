"""The text of a kind of letter as staff write it; what is wrong with it is said beside the field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..casework import letter_texts
from ..models import LetterText

CASES_TO_CHOOSE = 50
ROWS = {"body": 28, "remedies": 6}
GERMAN = {"lang": "de", "dir": "ltr"}


class LetterTextForm(forms.ModelForm):
    """`seen` is the number of the version that the writer began with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = LetterText
        fields = letter_texts.FIELDS
        help_texts = {
            "body": _("A blank line begins a new paragraph, ## and a space at its beginning make a heading."),
            "remedies": _("What the reader can do against it, within which time and where. It stands at the end."),
        }
        widgets = {name: forms.Textarea(attrs={**GERMAN, "rows": rows}) for name, rows in ROWS.items()}

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["title"].widget.attrs |= GERMAN

    def clean(self):
        found = super().clean()
        texts = {name: letter_texts.normal(found.get(name, "")) for name in letter_texts.FIELDS}
        for name, words in letter_texts.wrong(self.kind, **texts).items():
            if name not in self.errors:
                self.add_error(name, words)
        return found | texts

    @property
    def texts(self):
        return {name: self.cleaned_data[name] for name in letter_texts.FIELDS}


class CaseForm(forms.Form):
    """With whose data the text is looked at: one of the cases that the person may read, the newest first."""

    case = forms.ModelChoiceField(None, label=_("With the data of"), empty_label=None)

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases
        newest = cases.order_by("-submitted_at").select_related("organisation")[:CASES_TO_CHOOSE]
        self.fields["case"].choices = [(one.pk, f"{one.reference} · {one.organisation.name}") for one in newest]
