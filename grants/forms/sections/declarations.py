from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ...terms import in_language
from .base import SectionForm

PREFIX = "d-"


class DeclarationsForm(SectionForm):
    """What the call wants to be declared, each a box to tick."""

    template = "grants/members/sections/_declarations.html"

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for declaration in self.terms.declarations:
            self.fields[PREFIX + declaration.key] = forms.BooleanField(
                label=in_language(declaration.text),
                help_text=in_language(declaration.help),
                required=declaration.required,
            )

    def label_of(self, name):
        return Truncator(super().label_of(name)).chars(60)

    def shown(self, part):
        return super().shown(part) or (_("no") if self.is_saved else "")

    def answers(self):
        return {name.removeprefix(PREFIX): True for name, ticked in self.cleaned_data.items() if ticked}
