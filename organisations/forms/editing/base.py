from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ...moderation import facts

DAY = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


class OfficeNote(forms.Form):
    """A word to the office; there is none while the entry is not public, because then nothing has to be decided."""

    office_note = forms.CharField(
        required=False,
        max_length=1000,
        label=_("Note to the office"),
        help_text=_("Only the office reads it, for example why you change this."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "low"}),
    )

    def without_note(self):
        del self.fields["office_note"]

    @property
    def note(self):
        return tidy(self.cleaned_data.get("office_note", ""))


class FactsForm(OfficeNote, forms.ModelForm):
    """A form of one thing's facts, judged by the rules of its model, which is never saved here.

    `values` are facts, {(thing, field): value}.
    """

    template = "organisations/members/_edit_fields.html"
    groups = ()

    def __init__(self, *, values, thing="", **kwargs):
        self.thing = thing
        self.values = {name: value for (other, name), value in values.items() if other == thing}
        super().__init__(initial=self.begin(), **kwargs)
        self.order_fields([*self._meta.fields, *self.fields])
        for field in self.fields.values():
            field.error_messages["required"] = self.required_message(field)
            field.widget.attrs |= direction(field.widget) | field.widget.attrs

    def begin(self):
        return {name: self.values[name] for name in self._meta.fields}

    def required_message(self, field):
        return _("Please fill in this field.")

    @property
    def keys(self):
        """Of the facts that the form asks for."""
        return [(self.thing, name) for name in self._meta.fields]

    def facts(self):
        return {(self.thing, name): self.fact(name) for name in self._meta.fields}

    def fact(self, name):
        found = self.cleaned_data[name]
        if isinstance(found, QuerySet):
            return sorted(term.code for term in found)
        return tidy(facts.value(self.instance, name))

    def mark(self, marks):
        """Says beside the fields what waits, what was sent back and what changed meanwhile; {key: Mark}."""
        for name in self.fields:
            if mark := marks.get((self.thing, name)):
                self[name].help_text = render_mark(mark, self[name].help_text)

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        grouped = [Fieldset(title, *map(Field, names)) for title, names in self.groups]
        seen = {name for _title, names in self.groups for name in names}
        helper.layout = Layout(*grouped, *(name for name in self.fields if name not in seen))
        return helper


def direction(widget):
    """Texts run as their own script does, also on a page in another; addresses always from left to right."""
    if isinstance(widget, (forms.EmailInput, forms.URLInput)):
        return {"dir": "ltr"}
    is_text = isinstance(widget, (forms.TextInput, forms.Textarea)) and widget.attrs.get("type") not in ("date", "time")
    return {"dir": "auto"} if is_text else {}


def render_mark(mark, help_text=""):
    return render_to_string("organisations/members/_edit_mark.html", {"mark": mark, "help": help_text})


def tidy(found):
    """Lines end as in the database, not as in browsers."""
    return "\n".join(found.splitlines()) if isinstance(found, str) else found


def terms(model, label, help_text=""):
    """Terms of a vocabulary, each with a box to tick."""
    return forms.ModelMultipleChoiceField(
        model.objects.all(),
        to_field_name="code",
        required=False,
        label=capfirst(label),
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class Lines(forms.CharField):
    """Web addresses, one per line, as a list."""

    def __init__(self, **kwargs):
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3, "class": "low", "inputmode": "url", "dir": "ltr"}), **kwargs
        )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = filter(None, map(str.strip, super().clean(value).splitlines()))
        return [self.address(number, line) for number, line in enumerate(lines, start=1)]

    def address(self, number, line):
        try:
            return forms.URLField(assume_scheme="https").clean(line)
        except forms.ValidationError:
            words = _("Line %(number)d is no web address. Write it like this: https://example.org")
            raise forms.ValidationError(words, params={"number": number}) from None
