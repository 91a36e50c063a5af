from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Language, Organisation, Quarter, TargetGroup, Topic
from ...moderation.sections import BY_KEY
from .base import FactsForm, Lines, terms


class NameForm(FactsForm):
    class Meta:
        model = Organisation
        fields = BY_KEY["name"].fields
        widgets = {"founded": forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})}
        help_texts = {
            "name": _("As in the statutes, with e.V. if that belongs to it."),
            "native_name": _("In its own script, if you like."),
            "founded": _("The year, for example 1998."),
            "register_court": _("For registered associations, for example Amtsgericht Darmstadt."),
            "register_number": _("For example VR 1234."),
        }
        error_messages = {"founded": {"invalid": _("Write the year with four digits, for example 1998.")}}

    def required_message(self, field):
        return _("Choose a legal form.") if field is self.fields["legal_form"] else _("Write the association's name.")


class TextsForm(FactsForm):
    class Meta:
        model = Organisation
        fields = BY_KEY["texte"].fields
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2, "class": "low"}),
            "description": forms.Textarea(attrs={"rows": 10}),
        }
        help_texts = {
            "summary": _("Stands in the list of associations. At most 200 characters."),
            "description": _("Who you are and what you do, in plain words. An empty line begins a new paragraph."),
        }

    def clean_summary(self):
        """One sentence is one line, also where a wide field lets people begin another."""
        return " ".join(self.cleaned_data["summary"].splitlines())


class TermsForm(FactsForm):
    topics = terms(Topic, _("topics"), _("What you work on. Residents find you by it."))
    target_groups = terms(TargetGroup, _("target groups"), _("For whom you are there."))
    languages = terms(Language, _("languages"), _("In which languages people can speak with you."))

    class Meta:
        model = Organisation
        fields = BY_KEY["themen"].fields


class PlaceForm(FactsForm):
    groups = (
        (_("Place"), ("address_public", "street", "postcode", "city", "district", "quarter", "rooms")),
        (_("Access to the rooms"), ("step_free", "accessible_toilet", "hearing_loop", "access_note")),
    )

    class Meta:
        model = Organisation
        fields = BY_KEY["ort"].fields
        widgets = {"postcode": forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})}
        help_texts = {
            "address_public": _("If you take out the tick, residents only see the district."),
            "rooms": _("For example: second floor, bell at the back door."),
            "access_note": _("For example: ramp at the courtyard entrance, please ring."),
        }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["address_public"].label = _("Show the address to everybody")
        self.fields["district"].empty_label = self.fields["quarter"].empty_label = _("not stated")
        self.fields["quarter"].choices = [("", _("not stated")), *quarters()]


def quarters():
    """The quarters below their districts."""
    found = Quarter.objects.select_related("district").order_by("district", "code")
    groups = {}
    for quarter in found:
        groups.setdefault(quarter.district.name_i18n, []).append((quarter.pk, quarter.name_i18n))
    return groups.items()


class WebForm(FactsForm):
    social_links = Lines(
        required=False,
        label=_("Other addresses on the web"),
        help_text=_("For example Instagram or Facebook, one address per line."),
    )

    class Meta:
        model = Organisation
        fields = BY_KEY["internet"].fields
        help_texts = {"website": _("For example https://www.example.org")}
        error_messages = {"website": {"invalid": _("Write the address like this: https://www.example.org")}}
