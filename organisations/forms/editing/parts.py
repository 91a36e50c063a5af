from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Contact, Language, Offer, TargetGroup, Topic
from ...moderation import facts
from .base import DAY, FactsForm, terms


class ContactForm(FactsForm):
    languages = terms(Language, _("languages"), _("In which languages this contact can be spoken to."))
    public = forms.TypedChoiceField(
        choices=[("True", _("everybody")), ("False", _("only the office"))],
        coerce=lambda value: value == "True",
        label=_("Who may see this contact?"),
        help_text=_("What everybody may see stands on the web and can be found by search engines."),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Contact
        fields = facts.PARTS["contact"][1]
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
            "fax": forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
        }
        help_texts = {
            "role": _("For example: board, advice for parents, youth group."),
            "person": _(
                "Voluntary. The name is published with the contact, so ask the person first; the role is enough."
            ),
            "phone": _("For example +49 6151 12345."),
        }
        error_messages = {"email": {"invalid": _("Write the e-mail address like this: name@example.org.")}}

    def begin(self):
        """Whether a new contact is public is decided by whoever adds it."""
        fresh = facts.is_new(self.thing) and not self.values["role"]
        return super().begin() | ({"public": None} if fresh else {})

    def required_message(self, field):
        if field is self.fields["public"]:
            return _("Choose who may see this contact.")
        return _("Write for what this contact is there.")

    def clean(self):
        found = super().clean()
        if found.get("public") and not found.get("phone") and not found.get("email") and not self.errors:
            self.add_error("phone", _("A public contact needs a telephone number or an e-mail address."))
        return found


class OfferForm(FactsForm):
    groups = (
        (_("What and for whom"), ("title", "text", "topics", "target_groups", "languages")),
        (_("When and where"), ("when", "where", "online", "active_from", "active_to")),
        (_("Conditions"), ("cost", "cost_note", "childcare")),
    )
    topics = terms(Topic, _("topics"))
    target_groups = terms(TargetGroup, _("target groups"))
    languages = terms(Language, _("languages"))
    active_from = forms.DateField(required=False, label=_("First day"), **DAY)
    active_to = forms.DateField(required=False, label=_("Last day"), **DAY)

    class Meta:
        model = Offer
        fields = facts.PARTS["offer"][1]
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "cost": forms.RadioSelect}
        help_texts = {
            "title": _("For example: homework help, women's breakfast."),
            "when": _("For example: Tuesdays, 4 to 6 p.m., not in the school holidays."),
            "cost_note": _("For example: 3 euros, free with the Teilhabecard."),
        }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["cost"].choices = Offer.Cost.choices
        self.fields["online"].label = _("Takes place online")
        self.fields["childcare"].label = _("There is child care")
        words = _("Only if it begins or ends on a certain day. After the last day it is not shown any more.")
        self.fields["active_from"].help_text = words

    def begin(self):
        """What a new offer costs is said by whoever adds it, not by a default."""
        return super().begin() | ({} if self.values["title"] else {"cost": None})

    def required_message(self, field):
        return _("Choose what it costs.") if field is self.fields["cost"] else _("Write what you offer.")

    def clean(self):
        found = super().clean()
        first, last = found.get("active_from"), found.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", _("The last day must not be before the first."))
        return found
